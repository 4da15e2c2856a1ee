"""Faults planted in a world on request, each a function that changes sheets; `planting` measures what it did.

To add one: a function `(world, rng) -> [(sheet before, sheet after)]` in the file it belongs to, and a line
in `planting.FAULTS`. What does not belong here: finding them.
"""
