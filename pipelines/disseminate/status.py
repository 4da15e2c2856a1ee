"""The state of a store in short. What does not belong here: values of submissions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from pipelines.analyse.analyses import rows_of
from pipelines.collect.store import Fault, Store
from pipelines.collect.submissions import Submission
from pipelines.contract.cldr import filled, listed
from pipelines.contract.loading import Contract
from pipelines.contract.text import _, ngettext
from pipelines.disseminate.wording import area_years, areas
from pipelines.process.editions import Edition
from pipelines.process.reports.questions import open_warnings, question_lines
from pipelines.process.reports.receipt import verdict_word
from pipelines.process.wording import said_of


@dataclass(frozen=True)
class Status:
    """Submissions in the order in which they came, faulty ones, and coverage by source and offence.

    `to_be_answered` are the rules that a submission must still answer, by its id; none stands with none.
    `may_be_answered` are its other warnings, each with the number of places it asks about (0: not known).
    """

    submissions: tuple[Submission, ...]
    faults: tuple[Fault, ...]
    coverage: tuple[dict[str, Any], ...]
    to_be_answered: dict[str, dict[str, int]]
    may_be_answered: dict[str, dict[str, int]]

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        return {
            "submissions": [
                _as_dict(submission)
                | {
                    "to_be_answered": [*self.to_be_answered.get(submission.id, {})],
                    "may_be_answered": self.may_be_answered.get(submission.id, {}),
                }
                for submission in self.submissions
            ],
            "faulty": [{"submission": f.submission, "reason": f.reason} for f in self.faults],
            "coverage": list(self.coverage),
        }

    def lines(self, last: int) -> list[str]:
        """For a person, a line each."""
        count = len(self.submissions)
        newest = self.submissions[::-1][: last or None]
        lines = [self._headline(), *map(_line, newest)]
        if len(newest) < count:
            left = count - len(newest)
            more = ngettext(
                "  … and %(count)d more (--last 0 shows all)",
                "  … and %(count)d more (--last 0 shows all)",
                left,
            )
            lines.append(filled(more, {"count": left}))
        lines += self._question_lines({submission.id for submission in newest})
        lines += [f"  {fault.submission}: {fault.reason}" for fault in self.faults]
        return lines + self._coverage_lines()

    def _question_lines(self, listed_ids: set[str]) -> list[str]:
        """All that must be answered; of what may be, that of the submissions that are listed."""
        may = {name: rules for name, rules in self.may_be_answered.items() if name in listed_ids}
        return [
            *_asked(_("To be answered, for figures would be gone:"), self.to_be_answered),
            *_asked(_("Warnings that wait for an answer, or for a corrected file:"), may),
        ]

    def _headline(self) -> str:
        count = len(self.submissions)
        head = filled(ngettext("%(count)d submission", "%(count)d submissions", count), {"count": count})
        states = sorted(Counter(map(_state, self.submissions)).items())
        return said_of(head, listed([f"{n} {state}" for state, n in states])) if states else head

    def _coverage_lines(self) -> list[str]:
        if not self.coverage:
            return [_("No coverage yet: run `tipor run`.")]
        return [_("Coverage at the last run:"), *map(_coverage_line, self.coverage)]


def _asked(title: str, questions: dict[str, dict[str, int]]) -> list[str]:
    lines = [line for name, rules in questions.items() for line in question_lines(name, rules)]
    return [title, *lines] if lines else []


def _coverage_line(row: dict[str, Any]) -> str:
    words = _("  %(source)s, %(offence)s, version %(version)s: %(areas)s, %(area_years)s, %(first)s-%(last)s")
    return words % {**row, "areas": areas(row["areas"]), "area_years": area_years(row["area_years"])}


def status(store: Store, contract: Contract) -> Status:
    """The state of the store; coverage is that of the last run, the newest version of each series."""
    submissions, faults = store.submissions()
    whole = [submission for submission in submissions if store.is_whole(submission)]
    spoiled = [
        Fault(s.id, _("its bytes are no longer those of its receipt")) for s in submissions if s not in whole
    ]
    waiting = {s.id: rules for s in whole if (rules := open_warnings(s))}
    must, may = {}, {}
    for name, rules in waiting.items():
        musts = contract.must_be_answered(rules)
        must[name] = {rule: count for rule, count in rules.items() if rule in musts}
        may[name] = {rule: count for rule, count in rules.items() if rule not in musts}
    return Status(
        tuple(whole), (*faults, *spoiled), tuple(_coverage(Edition(store))), _filled(must), _filled(may)
    )


def _filled(questions: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    return {name: rules for name, rules in questions.items() if rules}


def _coverage(edition: Edition) -> list[dict[str, Any]]:
    if not edition.analysis("coverage").is_file():
        return []
    newest: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows_of(edition, "coverage"):
        newest.setdefault((row["source"], row["offence"]), []).append(row)
    return [_summary(*series, rows) for series, rows in sorted(newest.items())]


def _summary(source: str, offence: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    version = max(row["version"] for row in rows)
    current = [row for row in rows if row["version"] == version]
    years = [row["year"] for row in current]
    return {
        "source": source,
        "offence": offence,
        "version": version.isoformat(),
        "areas": len({row["ref_area"] for row in current}),
        "area_years": len(current),
        "first": min(years),
        "last": max(years),
    }


def _as_dict(submission: Submission) -> dict[str, Any]:
    receipt, withdrawn_at = submission.receipt, submission.withdrawn_at
    return {
        "submission": submission.id,
        "reporter": receipt["reporter"],
        "source": receipt["source"],
        "table": receipt["table"],
        "verdict": submission.verdict,
        "known_from": submission.known_from.isoformat(),
        "received_at": submission.received_at.isoformat(),
        "withdrawn_at": withdrawn_at.isoformat() if withdrawn_at else None,
        "rows": receipt["row_count"],
    }


def _line(submission: Submission) -> str:
    rows = submission.receipt["row_count"]
    return f"  {submission.id:48} {submission.known_from:%Y-%m-%d}  {rows:>7}  {_state(submission)}"


def _state(submission: Submission) -> str:
    if submission.withdrawn_at:
        return _("withdrawn")
    if submission.verdict == "accepted_with_warnings" and submission.answers and not submission.open_warnings:
        return _("accepted, warnings answered")
    return verdict_word(submission.verdict)
