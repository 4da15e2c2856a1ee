"""A file that somebody else made becomes text with line numbers: kind, encoding, separator, header, records.

`read` is the way in. What does not belong here: what a cell means, and how a foreign layout becomes ours.
"""
