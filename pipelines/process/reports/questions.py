"""The warnings of a submission that wait for an answer, each with the command that answers it.

What does not belong here: which warnings must be answered (`Contract.must_be_answered`), and the answers.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.collect.submissions import Submission
from pipelines.contract.cldr import filled
from pipelines.contract.text import _, ngettext
from pipelines.process.verdicts import HELD


def open_warnings(submission: Submission) -> dict[str, int]:
    """The rules that wait, each with the number of places it asks about (0: not known).

    None where the submission counts for nothing, for then it is a better version that is waited for.
    """
    if submission.verdict == HELD or submission.withdrawn_at:
        return {}
    counts: Mapping[str, int] = submission.receipt.get("warning_counts") or {}
    return {rule: int(counts.get(rule, 0)) for rule in submission.open_warnings}


def question_lines(submission_id: str, rules: Mapping[str, int]) -> list[str]:
    """A line for each rule: its id, in how many places, and the command to give."""
    return [f"  {_rule(rule, count)}  {_command(submission_id, rule)}" for rule, count in rules.items()]


def _rule(rule: str, count: int) -> str:
    if not count:
        return rule
    places = ngettext("%(count)d place", "%(count)d places", count)
    return f"{rule} ({filled(places, {'count': count})})"


def _command(submission_id: str, rule: str) -> str:
    """What to type; the words within the quotes are the reader's own."""
    return f'tipor answer {submission_id} {rule} --because "{_("why it is right")}"'
