"""Does every rule do what its page says? Its passing example passes and its failing one fails."""

from __future__ import annotations

from functools import cache

import pytest

from pipelines.contract.rules import Example, Rule
from pipelines.process.checking import check
from pipelines.process.rule_trials import misbehaving, trial
from pipelines.process.verdicts import Check
from tests.contract.examples import CONTRACT, content_of

RULES = [*CONTRACT.rules_by_id.values()]
OF_ONE_FILE = ("structure", "mapping")
"""Kinds whose faults may hide others or bring others with them; the rest are about cells."""


@cache
def outcome(rule_id: str, kind: str) -> Check:
    rule = CONTRACT.rule(rule_id)
    return trial(CONTRACT, rule, getattr(rule, kind))


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
def test_the_example_cells_of_a_table_form_a_row_that_breaks_no_rule_but_is_known(name: str) -> None:
    content = content_of(CONTRACT.table(name), Example(rows=({},)))
    found = check(content, contract=CONTRACT, table=name, reporter="EGY")
    assert (found.verdict, [f.rule for f in found.findings]) == ("accepted_with_warnings", ["STR-016"])


def test_an_example_that_does_not_behave_has_a_sentence() -> None:
    rule = CONTRACT.rule("VIC-002")
    turned = rule.model_copy(update={"passes": rule.fails, "fails": rule.passes})
    passing, failing = misbehaving(CONTRACT, [turned])
    assert "VIC-002" in passing
    assert "VIC-002" in failing
    assert misbehaving(CONTRACT, [rule]) == []
