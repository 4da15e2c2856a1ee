"""The unseen: multiple systems estimation on persons seen on exactly this combination of lists.

    input -> captures -> models, fitting, existence -> selection -> bootstrap, sharing
          -> goodness, headline -> estimate (rows or a refusal)

Only for persons on lists, never for overlaps of reports; docs/methods/multiple-systems.md has the method.
Only this package's modules import numpy and scipy, and nothing imports them on the way of `tipor check`.
What does not belong here: files, the store, Dagster, drawing.
"""
