"""Charts and the page that shows them (GSBPM 7). Tables come in as rows; pictures, CSV and HTML go out.

Nothing is counted, decided or cleared here: that is done on the floors above. `drawing` finds the charts.
"""
