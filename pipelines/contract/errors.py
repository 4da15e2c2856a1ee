"""The one class of error that is shown to a person. Faults in data are findings, never errors."""

from __future__ import annotations

import errno

from pipelines.contract.text import _


class TiporError(Exception):
    """Something a person can mend: a title, what to do, an exit code; never a value of a submission.

    Exit codes: 1 refused, 2 unreadable, 64 wrong usage, 70 an error of ours.
    """

    def __init__(self, title: str, remedy: str = "", *, exit_code: int = 1) -> None:
        super().__init__(title)
        self.title = title
        self.remedy = remedy
        self.exit_code = exit_code

    def __str__(self) -> str:
        return f"{self.title} {self.remedy}".strip()


UNREADABLE = 2
WRONG_USAGE = 64
OUR_ERROR = 70


def contract_fault(file: str, what: str) -> TiporError:
    """The error for a fault in a file of `schemas/`: which file, and in one sentence what is not right."""
    title = _("The contract is not right in %(file)s: %(what)s.") % {"file": file, "what": what.rstrip(".")}
    remedy = _("Mend that file in schemas/; nothing was checked or stored.")
    return TiporError(title, remedy, exit_code=OUR_ERROR)


def reason_of(error: OSError) -> str:
    """Why the system refused, in the reader's language where it is one of the usual reasons."""
    usual = {
        errno.ENOENT: _("there is no such file or folder"),
        errno.EACCES: _("you have no right to it"),
        errno.EPERM: _("you have no right to it"),
        errno.ENOSPC: _("the disk is full"),
        errno.EEXIST: _("it is there already"),
        errno.ENOTDIR: _("a part of its path is no folder"),
        errno.EISDIR: _("it is a folder"),
        errno.EROFS: _("nothing can be written there"),
        errno.EFBIG: _("it would be larger than files may be here"),
        errno.ENAMETOOLONG: _("its name is too long"),
    }
    return usual.get(error.errno or 0) or error.strerror or type(error).__name__
