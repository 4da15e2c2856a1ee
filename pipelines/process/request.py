"""What is to be checked as what: the table, who sends it, the profile, and the names its header may have.

What does not belong here: the file itself, and judging it (`checking`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.collect.mapping.metadata import PublishedMetadata
from pipelines.collect.reading.layouts import Layout, name_key
from pipelines.collect.reading.read import Wishes
from pipelines.contract.errors import WRONG_USAGE, TiporError
from pipelines.contract.labels import labels_of
from pipelines.contract.loading import Contract
from pipelines.contract.profiles import Profile
from pipelines.contract.tables import Table
from pipelines.contract.text import _


@dataclass(frozen=True)
class Request:
    """What is to be checked as what: the table, who sends it, the profile, the publisher's metadata."""

    table: Table
    reporter: str
    profile: Profile | None
    metadata: PublishedMetadata | None = None
    wishes: Wishes = field(default_factory=Wishes)

    @classmethod
    def make(
        cls,
        contract: Contract,
        table: str,
        reporter: str,
        profile: str = "",
        metadata: PublishedMetadata | None = None,
        wishes: Wishes | None = None,
    ) -> Request:
        """Look the names up. Raises TiporError (wrong usage) where one is not known or they do not fit."""
        found = contract.profile(profile) if profile else None
        if found and found.table != table:
            raise TiporError(
                _("The profile %(profile)s is for the table %(table)s.")
                % {"profile": profile, "table": found.table},
                _("Give --table %(table)s, or another profile.") % {"table": found.table},
                exit_code=WRONG_USAGE,
            )
        if reporter:
            contract.reporter(reporter)
        return cls(contract.table(table), reporter, found, metadata, wishes or Wishes())


def layout_of(request: Request) -> Layout:
    """The names that the file's header is compared with."""
    if request.profile:
        return Layout.of_profile(request.profile)
    return Layout.of_table(request.table, labels_of(request.table))


def known_columns(request: Request, layout: Layout) -> frozenset[str]:
    """The columns that the contract or the profile knows, by key: they are what these say."""
    if request.profile is None:
        names = {*layout.known, *layout.labels}
    else:
        profile = request.profile
        names = {*profile.columns, *profile.value_columns, *profile.other_names}
    return frozenset(name_key(name) for name in names)
