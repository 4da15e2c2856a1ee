"""Findings, verdicts, versions, curated tables (GSBPM 5).

What does not belong here: reading files, or estimating anything from the figures.
"""
