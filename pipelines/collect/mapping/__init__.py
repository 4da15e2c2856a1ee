"""A foreign layout becomes the columns of the contract, by a profile that a person confirmed.

`map` is the way in. What does not belong here: reading the file, and whether a mapped cell is right.
"""
