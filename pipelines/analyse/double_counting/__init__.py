"""Double counting: what several sources say of one thing, beside each other, and never added without leave.

docs/methods/double-counting.md has the method.
"""
