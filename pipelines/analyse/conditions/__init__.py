"""Conditions that contribute (paragraph 12): reference series laid beside what areas reported.

Descriptive only: areas are compared, never persons, and no sentence says why. docs/methods/conditions.md has
the method.
"""
