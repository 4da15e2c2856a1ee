"""Judging what is sealed: each submission once for each state of contract and code.

What does not belong here: how a file is judged (`checking`), and what is kept of it (`rows`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pipelines.collect.store import Fault, Store
from pipelines.collect.submissions import Submission
from pipelines.contract.errors import OUR_ERROR, TiporError
from pipelines.contract.loading import Contract
from pipelines.process import rows
from pipelines.process.fingerprints import made_from
from pipelines.process.rows import Judgement
from pipelines.process.submitting import rejudge

Progress = Callable[[Iterable[Submission]], Iterable[Submission]]


@dataclass
class Judged:
    """All sealed submissions with their judgements; `new` are the ids judged in this run."""

    submissions: dict[str, Submission] = field(default_factory=dict)
    judgements: dict[str, Judgement] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def accepted(self) -> list[Submission]:
        """The submissions whose rows count."""
        return [
            s
            for s in self.submissions.values()
            if s.id in self.judgements and self.judgements[s.id].is_accepted
        ]


def judge_submissions(store: Store, contract: Contract, progress: Progress = lambda them: them) -> Judged:
    """Judge every submission that has not been judged yet from the same bytes, contract and code.

    A submission whose receipt or bytes are not whole is a fault: named, left out, and the others go on.
    Raises TiporError where the contract itself is not right.
    """
    contract.check()
    rows.sweep(store)
    found, faults = store.submissions()
    judged = Judged(faults=faults)
    for submission in progress(found):
        judged.submissions[submission.id] = submission
        try:
            _judge_one(store, contract, submission, judged)
        except TiporError as error:
            if error.exit_code == OUR_ERROR:
                raise  # a broken contract is no fault of a submission
            judged.faults.append(Fault(submission.id, error.title))
    return judged


def _judge_one(store: Store, contract: Contract, submission: Submission, judged: Judged) -> None:
    content = store.verified(submission)
    fingerprint = made_from(contract, submission)
    judgement = rows.kept(store, submission, fingerprint)
    if judgement is None:
        judgement = rows.make(store, contract, submission, content, fingerprint)
        judged.new.append(submission.id)
    judged.judgements[submission.id] = judgement
    rejudge(store, contract, submission, judgement.verdict)
