"""Does Great Expectations, asked independently, find what the rules found; and is a difference noticed?"""

from __future__ import annotations

import logging

import pytest

from pipelines.collect.store import Store
from pipelines.collect.submissions import Submission
from pipelines.contract.errors import OUR_ERROR, TiporError
from pipelines.contract.loading import Contract
from pipelines.contract.rules import Example
from pipelines.process import judging, rows
from pipelines.process.expectations import suites
from pipelines.process.expectations.engine import Engine
from pipelines.process.expectations.questions import Frame, Question
from pipelines.process.expectations.reading import not_read_twice, second_reading
from pipelines.process.expectations.results import CheckResult
from pipelines.process.judgements import Judged, judge_submissions
from pipelines.process.submitting import submit
from tests.contract.examples import CONTRACT, content_of, table_of

TABLES = CONTRACT.names("tables")
COMPARABLE = {rule.id: rule for name in TABLES for rule, _columns in suites.bound(CONTRACT.table(name))}
BY_KIND = {rule.kind: rule for rule in reversed([*COMPARABLE.values()])}
SENTINEL = "SENTINEL7391"
OWN = ({"source_note": "Yearly report"},)
"""One clean row."""


def send(store: Store, table: str, rows: tuple[dict[str, str], ...], reporter: str = "EGY") -> str:
    """Submit a file of a table, its rows written over the table's example row; the submission's id."""
    content = content_of(CONTRACT.table(table), Example(rows=rows))
    return submit(store, CONTRACT, content, {"table": table, "reporter": reporter}).submission.id


def rows_that(outcome: str, table: str) -> tuple[dict[str, str], ...]:
    """The rows of all examples of a table, those that pass or those that fail, in one file."""
    rules = [rule for rule in CONTRACT.rules_by_id.values() if rule.kind not in ("structure", "mapping")]
    examples = [getattr(rule, outcome) for rule in rules if table_of(rule, getattr(rule, outcome)) == table]
    return tuple(row for example in examples for row in example.rows)


def read_twice(store: Store, contract: Contract = CONTRACT) -> list[CheckResult]:
    judged = judge_submissions(store, contract)
    return second_reading(store, contract, judged, judged.new)


def broken(results: list[CheckResult]) -> set[str]:
    return {result.rule for result in results if not result.passed}


def dirty(judged: Judged, table: str) -> Submission:
    """The submission of `everything` in which the failing rows of a table stand."""
    sent = [s for s in judged.submissions.values() if s.receipt["table"] == table]
    return max(sent, key=lambda submission: submission.receipt["row_count"])


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Judged, list[CheckResult]]:
    """For each table a clean submission, and one in which the failing rows of all rules stand together."""
    store = Store(tmp_path_factory.mktemp("everything"))
    for table in TABLES:
        send(store, table, OWN)
        send(store, table, rows_that("fails", table) + rows_that("passes", table))
    judged = judge_submissions(store, CONTRACT)
    return store, judged, second_reading(store, CONTRACT, judged, judged.new)


def test_the_two_readings_agree_on_clean_and_dirty_submissions_of_every_table(everything):
    _store, judged, results = everything
    assert len(judged.new) == 2 * len(TABLES)
    assert {result.table for result in results} == set(TABLES)
    assert broken(results) == set(COMPARABLE)  # not one of them is passed over


def test_results_count_rows_as_the_findings_do(everything):
    _store, judged, results = everything
    found = sum(f["count"] for j in judged.judgements.values() for f in j.findings if f["rule"] in COMPARABLE)
    assert sum(result.failed for result in results) == found
    assert all(result.failed <= result.evaluated for result in results)
    assert len({result.name for result in results}) == len(results)
    assert all(result.name.isidentifier() for result in results)


def test_clean_submissions_pass_every_rule_that_was_judged_on_them(store):
    send(store, "victims", OWN)
    results = read_twice(store)
    assert broken(results) == set()
    assert {result.rule for result in results if result.evaluated} >= {"COL-001", "COL-002", "COL-012"}


def test_the_number_of_validations_does_not_grow_with_the_number_of_submissions(store, monkeypatch):
    asked: list[int] = []
    failing = Engine.failing
    monkeypatch.setattr(Engine, "failing", lambda *it: asked.append(1) or failing(*it))
    send(store, "victims", ({},))
    read_twice(store)
    for_one = len(asked)
    for year in ("2011", "2012"):
        send(store, "victims", ({"time_period": year},))
    judged = judge_submissions(store, CONTRACT)
    second_reading(store, CONTRACT, judged, [*judged.judgements])
    assert len(asked) == 2 * for_one


HARD_CELLS = {
    "time_period": "2021\n ٢٠٢١ 0000 2021-13 2021-S3 2021-Q0 2021-04/P1Y 2021-04/P9M 2021-04/P1M 2921-S1",
    "value": f" <5 <0 <0.5 <0.50 <1.50 <05 {1:016} 0.{1:011} NIL nil 0 00 -1 1e3 1. .5 ٣ 3\n 1_000 inf nan",
    "component": f"0 1 01 1.0 ٣ {'9' * 30}",
    "sex": " F\n f F|M F'M F\"M Ｆ",
    "ref_area": " EG EGY|SDN SDN _T XXX",
    "offence": " SOM TIP som",
}


@pytest.mark.parametrize("reporter", ["EGY", "UNODC"])
def test_the_two_readings_agree_on_cells_that_are_hard_to_read(store, reporter):
    cells = [(column, cell) for column, line in HARD_CELLS.items() for cell in line.split(" ")]
    send(store, "victims", tuple({column: cell, "source_note": cell} for column, cell in cells), reporter)
    hard = {"COL-001", "COL-002", "COL-003", "COL-006", "COL-008", "COL-010", "COL-011", "COL-012", "COL-014"}
    assert broken(read_twice(store)) >= hard


def test_the_two_readings_agree_on_the_days_of_the_calendar(store):
    days = ("2021-02-29", "2020-02-29", "2021-04-31", "1900-02-29", "2000-02-29", "2021-1-1", "2021-12-32")
    send(store, "measures", tuple({"since": day} for day in days))
    assert next(result.failed for result in read_twice(store) if result.rule == "COL-005") == 5


def test_the_two_readings_agree_on_a_period_that_begins_on_a_day_that_is_none(store):
    send(store, "victims", ({"time_period": "2021-02-28/P1Y"}, {"time_period": "2021-02-29/P1Y"}))
    assert next(result.failed for result in read_twice(store) if result.rule == "COL-003") == 1


def test_the_two_readings_agree_on_cells_with_several_codes(store):
    cells = ("", "EGY|", "|EGY", "EGY||SDN", "EGY|SDN", "EGY|XXX", "SDN|EGY", "EGY|EGY", "EGY|SDN\n")
    send(
        store, "cases", tuple({"origin_areas": c, "case_id": f"EGY-2021-{n:03}"} for n, c in enumerate(cells))
    )
    assert "COL-002" in broken(read_twice(store))


def test_a_state_may_write_its_own_area_and_an_organisation_any(store):
    send(store, "victims", ({"ref_area": "EGY"},))
    send(store, "victims", ({"ref_area": "ITA"},), reporter="ITA")
    send(store, "victims", ({"ref_area": "EGY"}, {"ref_area": "SDN"}), reporter="UNODC")
    assert "COL-013" not in broken(read_twice(store))
    send(store, "victims", ({"ref_area": "EGY"},), reporter="ITA")
    assert "COL-013" in broken(read_twice(store))


@pytest.mark.parametrize("kind", BY_KIND)
def test_a_kind_of_rule_that_stops_working_stops_the_run(everything, monkeypatch, kind):
    store, judged, _results = everything
    fails = judging.fails
    monkeypatch.setattr(
        judging, "fails", lambda rule, *of: "FALSE" if rule.kind == kind else fails(rule, *of)
    )
    if kind == "unique_key":
        monkeypatch.setattr(judging.across_rows, "repeated", lambda *of: [])
    rule = BY_KIND[kind]
    sent = dirty(judged, table_of(rule, rule.fails))
    judgement = rows.make(store, CONTRACT, sent, store.verified(sent), "broken on purpose")
    with pytest.raises(TiporError, match="The two readings disagree") as error:
        second_reading(store, CONTRACT, Judged({sent.id: sent}, {sent.id: judgement}), [sent.id])
    assert error.value.exit_code == OUR_ERROR
    assert sent.id in error.value.title


def test_a_disagreement_stops_the_next_run_too_and_what_agreed_is_not_read_again(store, monkeypatch):
    agreed = send(store, "practices", ({},))
    with monkeypatch.context() as broken_rules:
        broken_rules.setattr(judging, "fails", lambda *of: "FALSE")
        sent = send(store, "victims", ({"sex": "female"},))
        judged = judge_submissions(store, CONTRACT)
    for _run in range(2):
        with pytest.raises(TiporError, match=sent):
            second_reading(store, CONTRACT, judged, not_read_twice(store, judged))
        judged = judge_submissions(store, CONTRACT)
        assert judged.new == []
        assert not_read_twice(store, judged) == [sent]
    assert agreed in judged.judgements


def test_findings_that_are_not_there_stop_the_run(store, monkeypatch):
    monkeypatch.setattr(judging, "fails", lambda *of: "TRUE")
    send(store, "practices", ({},))
    with pytest.raises(TiporError, match="disagree"):
        read_twice(store)


def test_a_second_reading_that_finds_nothing_stops_the_run(store, monkeypatch):
    monkeypatch.setattr(Engine, "failing", lambda _engine, _frame, questions: [set() for _ in questions])
    send(store, "victims", ({"sex": "female"},))
    with pytest.raises(TiporError, match=r"COL-002.*rows by the findings: 1, by Great Expectations: 0"):
        read_twice(store)


def test_a_rule_of_a_kind_that_cannot_be_read_twice_stops_the_run():
    rule = next(rule for rule in CONTRACT.rules_by_id.values() if rule.kind == "sum_of_parts")
    with pytest.raises(TiporError, match=rule.id) as error:
        suites.of_several_columns(rule, CONTRACT.table("victims"), rule.column)
    assert error.value.exit_code == OUR_ERROR


@pytest.mark.parametrize(
    ("expectation", "arguments"),
    [
        ("ExpectColumnValuesToBeInSet", {"column": "no such column", "value_set": ["F"]}),
        ("ExpectColumnValuesToMatchRegex", {"column": "sex", "regex": "("}),
        ("ExpectNothing", {"column": "sex"}),
    ],
)
def test_an_expectation_that_crashes_is_an_error_of_ours_and_not_of_the_data(expectation, arguments):
    with pytest.raises(TiporError, match="COL-002") as error:
        Engine().failing(Frame({"sex": [SENTINEL]}), [Question("COL-002", expectation, arguments)])
    assert error.value.exit_code == OUR_ERROR
    assert SENTINEL not in str(error.value)
    assert error.value.__cause__ is None  # nor does a traceback tell
    assert error.value.__suppress_context__ or error.value.__context__ is None


def test_no_value_of_a_submission_is_in_results_logs_or_on_the_screen(store, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    row = {"sex": SENTINEL, "value": SENTINEL, "time_period": SENTINEL, "source_note": SENTINEL}
    send(store, "victims", (row, row))
    results = read_twice(store)
    assert broken(results) >= {"COL-002", "COL-003", "COL-008"}
    screen = capfd.readouterr()
    assert SENTINEL not in repr(results) + caplog.text + screen.out + screen.err
    assert screen.out + screen.err == ""  # nor a progress bar


def test_a_disagreement_names_rule_submission_and_counts_but_no_value(store, monkeypatch):
    monkeypatch.setattr(judging, "fails", lambda *of: "FALSE")
    sent = send(store, "victims", ({"sex": SENTINEL}, {"sex": SENTINEL, "age": "Y0T17"}))
    with pytest.raises(TiporError) as error:
        read_twice(store)
    assert SENTINEL not in str(error.value)
    assert "COL-002" in error.value.title
    assert sent in error.value.title
    assert "rows by the findings: 0, by Great Expectations: 2" in error.value.title


def test_other_loggers_are_heard_after_great_expectations_was_silenced(caplog):
    Engine().failing(Frame({"sex": ["F"]}), [])
    logging.getLogger("great_expectations.anything").warning("heard again")
    logging.getLogger("pipelines").warning("heard too")
    assert caplog.messages == ["heard again", "heard too"]


def test_a_damaged_file_of_cells_is_named_with_a_way_out(store):
    sent = send(store, "victims", ({},))
    judged = judge_submissions(store, CONTRACT)
    cells = store.curated / "submissions" / sent / "cells.parquet"
    cells.write_bytes(cells.read_bytes()[:100])
    with pytest.raises(TiporError, match="remove it"):
        second_reading(store, CONTRACT, judged, judged.new)
