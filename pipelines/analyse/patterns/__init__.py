"""Patterns (statistics.md, section 4): who, by which routes, by what means, for what money.

    profiles, routes, co_occurrence, typology, money      what the detected cases look like
    justice_funnel, assistance_gap, measures_matrix, practices_list    what was done about it
    association/                                          the two-way table under several of them

A file a pattern: relations `standing_<table>` in (the rows of the newest state that are already public), a
table in the one form of results out. `make_patterns` makes them all. What does not belong here: drawing,
trends, and anything about rows that are not public.
"""
