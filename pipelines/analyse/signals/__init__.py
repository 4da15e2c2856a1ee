"""Integrity signals: what is wrong with the figures, seen across rows, versions, sources and areas.

    curated tables (all versions) -> observations -> families -> signals -> questions, area-years held out

To add a family: one file with a function `find_<what>(connection, contract) -> list[Signal]` that reads the
relations of `observations` (their columns stand there), its sentences in a wording file of its own, and one
line in `families.FAMILIES`. A family groups the area-years of one cause into one signal, counts everything it
searched into `chance`, says nothing (an empty list) where there is nothing to compare, and leaves no trace in
the database but temporary tables of its own. `signal.gathered` makes a signal from what was compared.

Signals read every row, public or not, and never leave `data/`; docs/methods/integrity.md has the methods.
What does not belong here: rules over single rows (`contract`), drawing, and any change of a figure.
"""
