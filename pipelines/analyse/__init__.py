"""Tables in, tables out (GSBPM 6): coverage, versions, detected victims.

Until disclosure control exists, only figures whose receipt says that they are already public are analysed.
What does not belong here: drawing, and anything that writes outside `analyses/`.
"""
