"""The commands of `tipor`, a file each. Each imports what it needs when it is called, so that none waits for another's.

What does not belong here: anything that could not be left out if there were no terminal.
"""
