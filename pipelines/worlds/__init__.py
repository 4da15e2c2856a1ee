"""Synthetic worlds: complete sets of submissions with a known truth, for tests, power curves and teaching.

A floor above `process`, known to commands and tests only. What does not belong here: any analysis.
"""
