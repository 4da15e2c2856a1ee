"""The contract: `schemas/` as frozen objects. What belongs here: shapes and words that every floor shares.

What does not: reading submissions, judging them, or anything that opens a file outside `schemas/`.
"""
