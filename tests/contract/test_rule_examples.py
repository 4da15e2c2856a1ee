"""Does every rule do what its page says? Its passing example passes and its failing one fails."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest

from pipelines.collect.mapping.metadata import PublishedMetadata
from pipelines.collect.store import Store
from pipelines.contract.rules import Example, Rule
from pipelines.process.checking import Before, Check, Request, check, checked
from pipelines.process.curated import curate
from pipelines.process.editions import Edition
from pipelines.process.judgements import judge_submissions
from pipelines.process.submitting import submit
from tests.contract.examples import CONTRACT, content_of, table_of

RULES = [*CONTRACT.rules_by_id.values()]
OF_ONE_FILE = ("structure", "mapping")
"""Kinds whose faults may hide others or bring others with them; the rest are about cells."""


@cache
def outcome(rule_id: str, kind: str) -> Check:
    rule = CONTRACT.rule(rule_id)
    example: Example = getattr(rule, kind)
    table = table_of(rule, example)
    profile = CONTRACT.profile(example.profile) if example.profile else None
    content = content_of(CONTRACT.table(profile.table if profile else table), example)
    reporter = example.reporter or "EGY"
    metadata = PublishedMetadata("meta.yml", example.metadata.encode()) if example.metadata else None
    request = Request.make(CONTRACT, table, reporter, example.profile, metadata)
    with tempfile.TemporaryDirectory() as folder:
        before = _what_stood(Path(folder), table, reporter, example)
        with checked(content, CONTRACT, request, before=before) as (found, _connection):
            return found


def _what_stood(folder: Path, table: str, reporter: str, example: Example) -> Before | None:
    """The store after a run in which the example's `before` rows stand."""
    if not example.before:
        return None
    store = Store(folder)
    rows = content_of(CONTRACT.table(table), Example(rows=example.before))
    submit(store, CONTRACT, rows, {"table": table, "reporter": reporter})
    curate(Edition(store), CONTRACT, judge_submissions(store, CONTRACT))
    return Before(Edition(store), CONTRACT.reporter(reporter).source)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_passing_example_of_a_rule_passes(rule: Rule) -> None:
    assert outcome(rule.id, "passes").findings == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_failing_example_of_a_rule_fails_by_that_rule(rule: Rule) -> None:
    found = outcome(rule.id, "fails")
    assert rule.id in {finding.rule for finding in found.findings}
    assert found.verdict == ("held" if rule.severity == "error" else "accepted_with_warnings")


@pytest.mark.parametrize("rule", [r for r in RULES if r.kind not in OF_ONE_FILE], ids=lambda rule: rule.id)
def test_the_failing_example_of_a_rule_about_cells_breaks_no_other_rule(rule: Rule) -> None:
    assert {finding.rule for finding in outcome(rule.id, "fails").findings} == {rule.id}


@pytest.mark.parametrize("name", CONTRACT.names("tables"))
def test_the_example_cells_of_a_table_form_a_row_that_is_accepted(name: str) -> None:
    content = content_of(CONTRACT.table(name), Example(rows=({},)))
    found = check(content, contract=CONTRACT, table=name, reporter="EGY")
    assert (found.verdict, found.findings) == ("accepted", ())
