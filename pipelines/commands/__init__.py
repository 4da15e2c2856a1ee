"""The commands of `tipor`, a file each, which imports what it needs only when it is called.

What does not belong here: anything that could not be left out if there were no terminal.
"""
