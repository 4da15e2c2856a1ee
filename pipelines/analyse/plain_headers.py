"""What a header of the analyst's own file means: by the contract's list of common headers and its own titles.

In the six languages, and only where an analysis does not know the name itself. What does not belong here:
which of the meanings an analysis wants, and submissions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipelines.contract.known_names import columns_meant, header_key
from pipelines.contract.labels import labels_of
from pipelines.contract.loading import Contract

Meant = Callable[[str], tuple[str, ...]]
"""Of a header the columns of the contract that it may mean, the likeliest first; none where it means none."""
AREA, YEAR, COUNT = ("ref_area", "reporter"), ("time_period", "year"), ("value", "persons", "victims")


def nothing_meant(_header: str) -> tuple[str, ...]:
    """Without a contract no header means anything beside the names that an analysis has itself."""
    return ()


def meanings(contract: Contract) -> Meant:
    """The meaning of headers by this contract, read when it is first asked."""

    def titles() -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name in contract.names("tables"):
            for label, column in labels_of(contract.table(name)).items():
                found.setdefault(header_key(label), (column,))
        return found

    def meant(header: str) -> tuple[str, ...]:
        return columns_meant(header, contract) or contract.derived("titles_meant", titles).get(
            header_key(header), ()
        )

    return meant


def first_meaning(columns: tuple[str, ...], wanted: tuple[str, ...], meant: Meant) -> int | None:
    """The place of the first column that means one of the wanted most likely; else of one that may."""
    meaning = [meant(name) if name else () for name in columns]
    surely = (at for at, means in enumerate(meaning) if means and means[0] in wanted)
    perhaps = (at for at, means in enumerate(meaning) if set(means) & set(wanted))
    return next(surely, next(perhaps, None))
