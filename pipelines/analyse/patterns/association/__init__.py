"""Association in a two-way table of counts: how strong, how sure, and where it may not be read at all.

    input (-> nested) -> permutation, odds, correspondence -> estimate (rows or a refusal)

docs/methods/association.md has the method. What does not belong here: the store, regression, drawing.
"""
