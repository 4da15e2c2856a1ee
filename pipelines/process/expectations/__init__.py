"""The second reading: Great Expectations judges what the rules have judged, and the curated tables.

It shares the contract with the first reading (`judging`, `predicates`) and nothing else: its own forms, its
own calendar, its own order. Where the two differ, one of them is wrong, and the run stops.
What does not belong here: findings and verdicts; they are those of the first reading.
"""
