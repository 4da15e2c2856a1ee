"""Does every rule do what its page says? Its two examples are run as submissions of a store of their own.

What does not belong here: making the files (`rule_examples`), and whether the contract is consistent
(`contract.consistency`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipelines.collect.mapping.metadata import PublishedMetadata
from pipelines.collect.store import Store
from pipelines.contract.cldr import listed
from pipelines.contract.loading import Contract
from pipelines.contract.rules import ERROR, Example, Rule
from pipelines.contract.text import _
from pipelines.process.checking import checked
from pipelines.process.comparing import Before
from pipelines.process.curated import curate
from pipelines.process.editions import Edition
from pipelines.process.judgements import judge_submissions
from pipelines.process.request import Request
from pipelines.process.rule_examples import content_of, table_of
from pipelines.process.submitting import submit
from pipelines.process.verdicts import HELD, WITH_WARNINGS, Check

SENDER = "EGY"


def trial(contract: Contract, rule: Rule, example: Example) -> Check:
    """The check of the file that an example of the rule stands for."""
    table = table_of(contract, rule, example)
    profile = contract.profile(example.profile) if example.profile else None
    content = content_of(contract.table(profile.table if profile else table), example)
    reporter = example.reporter or SENDER
    metadata = PublishedMetadata("meta.yml", example.metadata.encode()) if example.metadata else None
    request = Request.make(contract, table, reporter, example.profile, metadata)
    with tempfile.TemporaryDirectory() as folder:
        before = _what_stood(Path(folder), contract, table, reporter, example)
        with checked(content, contract, request, before=before) as (found, _connection):
            return found


def _what_stood(
    folder: Path, contract: Contract, table: str, reporter: str, example: Example
) -> Before | None:
    """The store after a run in which the example's `before` rows stand."""
    if not example.before:
        return None
    store = Store(folder)
    rows = content_of(contract.table(table), Example(rows=example.before))
    submit(store, contract, rows, {"table": table, "reporter": reporter})
    curate(Edition(store), contract, judge_submissions(store, contract))
    return Before(Edition(store), contract.reporter(reporter).source)


def misbehaviour(contract: Contract, rule: Rule) -> Iterator[str]:
    """A sentence for each example of the rule that does not do what it is there for."""
    passing = trial(contract, rule, rule.passes).findings
    if passing:
        names = {"rule": rule.id, "found": listed(sorted({f.rule for f in passing}))}
        yield _("%(rule)s: the example that should pass breaks %(found)s.") % names
    failing = trial(contract, rule, rule.fails)
    if rule.id not in {finding.rule for finding in failing.findings}:
        yield _("%(rule)s: the example that should fail does not break it.") % {"rule": rule.id}
    elif failing.verdict != (HELD if rule.severity == ERROR else WITH_WARNINGS):
        names = {"rule": rule.id, "verdict": failing.verdict}
        yield _("%(rule)s: the example that should fail has the verdict %(verdict)s.") % names


def misbehaving(contract: Contract, rules: Iterable[Rule]) -> list[str]:
    """The sentences about all of these rules."""
    return [sentence for rule in rules for sentence in misbehaviour(contract, rule)]
