"""The errors of the second reading: all of them are ours, and none of them says a value."""

from __future__ import annotations

from pipelines.contract.errors import OUR_ERROR, TiporError
from pipelines.contract.text import _


def fault_of_ours(title: str) -> TiporError:
    """The error that stops the run with exit code 70: what happened, and that the data are not to blame."""
    remedy = _("This is an error of tipor, not of the data; nothing was published. Please report it.")
    return TiporError(title, remedy, exit_code=OUR_ERROR)
