"""The store that synthetic submissions may enter: one of their own. What does not belong here: sealing."""

from __future__ import annotations

from pipelines.collect.store import Store
from pipelines.contract.errors import TiporError
from pipelines.contract.text import _
from pipelines.worlds.world import SYNTHETIC


def only_synthetic(store: Store) -> None:
    """Raises TiporError where the store holds a submission that is not synthetic: they are never mixed."""
    submissions, _faults = store.submissions("", store.ids())
    if any(not str(submission.receipt["source"]).startswith(SYNTHETIC) for submission in submissions):
        raise TiporError(
            _("This store holds real submissions; synthetic ones are never put beside them."),
            _("Set TIPOR_DATA to an empty folder."),
        )
