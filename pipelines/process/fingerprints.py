"""What a result was made from: hashes of the contract and of the code, recorded beside it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from pipelines.collect.submissions import Submission
from pipelines.contract.loading import Contract

PACKAGE = Path(__file__).parent.parent
JUDGING = ("contract", "collect", "process")
"""The floors whose code decides what a submission holds."""


@cache
def code_sha256(floors: tuple[str, ...] = ()) -> str:
    """The hash of the code of these floors; of the whole package where none is named."""
    folders = [PACKAGE / floor for floor in floors] or [PACKAGE]
    digest = hashlib.sha256()
    for path in sorted(path for folder in folders for path in folder.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def made_from(contract: Contract, submission: Submission) -> str:
    """The hash of all that decides the judgement of one submission: its receipt, the contract, the code."""
    receipt = submission.receipt
    parts = [receipt["submission"], receipt["sha256"], contract.sha256, code_sha256(JUDGING)]
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
