"""Does what national offices really publish go in as what it is, or not at all?"""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest

from pipelines.analyse.detected_victims import AREA_KINDS
from pipelines.collect.mapping.metadata import PublishedMetadata
from pipelines.contract.errors import TiporError
from pipelines.process.rows import make
from pipelines.process.speaking import request_of
from pipelines.process.submitting import submit
from tests.files import ROOT, sdg_files
from tests.pipeline.publishers import (
    CONTRACT,
    NATIONAL,
    current,
    metadata_of,
    needs_national,
    outcome,
    outcome_of,
)

pytestmark = needs_national
ACCEPTED, WARNED, HELD = "accepted", "accepted_with_warnings", "held"
OUTCOMES = {
    "bih_bhas": (ACCEPTED, 188, set()),
    "bih_rs": (ACCEPTED, 65, set()),
    "can_statcan": (ACCEPTED, 10, set()),
    "esp_bcn": (HELD, 6, {"MAP-005"}),
    "esp_eustat": (ACCEPTED, 47, set()),
    "esp_ibestat": (ACCEPTED, 100, set()),
    "esp_icane": (ACCEPTED, 90, set()),
    "esp_istac": (ACCEPTED, 90, set()),
    "gbr_bristol": (HELD, 3, {"MAP-006"}),
    "gbr_ons": (WARNED, 429, {"VIC-007"}),
    "jam_statin": (ACCEPTED, 35, set()),
    "kaz_kazstat": (ACCEPTED, 14, set()),
    "mne_monstat": (ACCEPTED, 14, set()),
}
REFUSED_HISTORY = {
    "bih_bhas/history/2020-11-05_fe00f3a7.csv": {"MAP-002", "MAP-003"},
    "can_statcan/history/2023-05-02_a5b1eb884.csv": {"MAP-007"},
    "can_statcan/history/2023-06-07_4cd1d1d6d.csv": {"MAP-007"},
    "can_statcan/history/2023-08-02_0036b932d.csv": {"MAP-007"},
    "can_statcan/history/2024-03-21_834c3f64a.csv": {"MAP-007"},
    "esp_eustat/history/2024-12-02_7efdfd242.csv": {"MAP-001"},
    "esp_ibestat/history/2021-04-29_15390a7.csv": {"MAP-002", "MAP-003"},
    "kaz_kazstat/history/2018-10-20_c668a137c.csv": {"MAP-002"},
    "kaz_kazstat/history/2019-04-11_bef1cf21f.csv": {"MAP-001"},
    "kaz_kazstat/history/2019-05-18_9667e8c5e.csv": {"MAP-001"},
}
HISTORY = sorted(NATIONAL.glob("*/history/*.csv")) if NATIONAL.is_dir() else []


@pytest.mark.parametrize("office", OUTCOMES)
def test_every_layout_has_the_outcome_that_the_documentation_gives(office):
    found = outcome(current(office), office)
    assert (found.verdict, len(found.rows), found.rules) == OUTCOMES[office]


@pytest.mark.parametrize("path", HISTORY, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_earlier_file_goes_in_or_is_refused_with_the_reason(path):
    found = outcome(path, path.parts[-3])
    refused = REFUSED_HISTORY.get("/".join(path.parts[-3:]))
    assert (found.verdict, found.rules) == ((HELD, refused) if refused else (ACCEPTED, set()))


@pytest.mark.parametrize("office", OUTCOMES)
def test_every_figure_of_the_file_is_a_row_or_was_left_out_with_a_reason(office):
    with current(office).open(encoding="utf-8") as file:
        lines = [number for number, row in enumerate(csv.DictReader(file), 2) if row["Value"]]
    found = outcome(current(office), office)
    left = sum(int(note.split()[0]) for note in found.notes if "rows were left out:" in note)
    assert len({row["line"] for row in found.rows}) == len(found.rows) == len(lines) - left


def test_the_documentation_lists_every_profile_and_its_outcome():
    text = (ROOT / "docs" / "publishers.md").read_text(encoding="utf-8")
    assert [name for name in CONTRACT.names("profiles") if f"`{name}`" not in text] == []


def test_no_publisher_is_known_to_the_code():
    parts = {part for name in OUTCOMES for part in (name, name.split("_")[-1])}
    offices = sorted(part for part in parts if len(part) > 2)  # two letters stand in any regular expression
    code = {path: path.read_text(encoding="utf-8").casefold() for path in (ROOT / "pipelines").rglob("*.py")}
    assert [
        (office, path.name)
        for office in offices
        for path, text in code.items()
        if re.search(rf"\b{office}\b", text)
    ] == []


# what the figures are


def test_incidents_are_offences_recorded_and_never_victims():
    for row in outcome(current("can_statcan"), "can_statcan").rows:
        assert (row["stage"], row["counted"], row["unit"]) == (
            "OFFENCE_RECORDED",
            "OFFENCES",
            "PER_100000_POP",
        )
    assert {CONTRACT.profile(name).table for name in ("can_statcan", "can_statcan_count")} == {"justice"}
    with pytest.raises(TiporError, match="justice"):
        submit_as_victims()


def submit_as_victims():
    from pipelines.process.request import Request

    Request.make(CONTRACT, "victims", "CAN", "can_statcan")


def test_the_years_that_were_published_as_numbers_go_in_as_numbers():
    early = NATIONAL / "can_statcan" / "history" / "2023-05-02_a5b1eb884.csv"
    found = outcome(early, "can_statcan_count")
    assert found.verdict == ACCEPTED
    assert [row["value"] for row in found.rows] == ["330", "351", "371", "355", "546", "553", "552"]
    rates = NATIONAL / "can_statcan" / "history" / "2024-12-17_b02a89f9b.csv"
    assert outcome(rates, "can_statcan_count").rules == {"JUS-009"}


def test_persons_with_decimals_are_a_rate_of_an_unknown_population():
    rows = outcome(current("kaz_kazstat"), "kaz_kazstat").rows
    assert {(row["unit"], row["denominator"], row["kind"]) for row in rows} == {
        ("PER_100000_POP", "_U", "RATE")
    }
    assert (rows[0]["low"], rows[0]["high"]) == (pytest.approx(1.65), pytest.approx(1.75))


def test_a_proxy_says_that_its_definition_differs_and_its_first_year_has_nine_months():
    rows = outcome(current("gbr_ons"), "gbr_ons").rows
    assert {(row["measure"], row["status"]) for row in rows} == {("PRESUMED", "D")}
    assert {row["time_period"] for row in rows if row["line"] == 2} == {"2009-04/P9M"}
    assert [row["value"] for row in rows[:2]] == ["303", "422"]


def test_one_column_of_sex_age_and_form_fills_three_columns_and_the_denominator():
    rows = outcome(current("jam_statin"), "jam_statin").rows
    kinds = {(row["sex"], row["age"], row["offence"], row["denominator"]) for row in rows}
    assert kinds == {
        ("M", "_T", "TIP", "GROUP_POPULATION"),
        ("F", "_T", "TIP", "GROUP_POPULATION"),
        ("_T", "_T", "TIP", "TOTAL_POPULATION"),
        ("_T", "Y0T17", "TIP", "GROUP_POPULATION"),
        ("_T", "Y_GE18", "TIP", "GROUP_POPULATION"),
        ("_T", "_T", "TIP_SX", "TOTAL_POPULATION"),
        ("_T", "_T", "TIP_FL", "TOTAL_POPULATION"),
    }


def test_rates_keep_the_decimals_that_were_published_and_a_rounded_zero_is_no_zero():
    rows = outcome(current("esp_istac"), "esp_istac").rows
    organs = [row for row in rows if row["offence"] == "TIP_OR"]
    assert {(row["kind"], row["low"], row["high"]) for row in organs} == {("ROUNDED_ZERO", 0.0, 0.005)}


def test_two_forms_under_one_code_are_components_with_their_names():
    rows = outcome(current("mne_monstat"), "mne_monstat").rows
    other = [(r["component"], r["source_note"], r["value"]) for r in rows if r["offence"] == "TIP_OP"]
    assert other == [("1", "Forced begging", "4.49"), ("2", "Forced marriage", "0.16")]


def test_cases_and_unexplained_codes_are_left_out_with_the_reason():
    notes = " ".join(outcome(current("bih_rs"), "bih_rs").notes)
    assert "52 rows were left out: VC_HTF_DETCA counts cases, not victims." in notes
    assert "39 rows were left out: neither the file nor its metadata say" in notes


# whose figures they are


@pytest.mark.parametrize(
    ("office", "part"),
    [
        ("esp_istac", "ES-CN"),
        ("esp_ibestat", "ES-IB"),
        ("esp_icane", "ES-CB"),
        ("esp_eustat", "ES-PV"),
        ("bih_rs", "BA-SRP"),
    ],
)
def test_a_part_of_a_state_never_enters_the_figures_of_the_state(office, part):
    areas = {row["ref_area"] for row in outcome(current(office), office).rows}
    assert part in areas
    kind = CONTRACT.code_list("area")[part].attributes["kind"]
    assert kind == "SUBNATIONAL"
    assert kind not in AREA_KINDS


def test_what_three_offices_repeat_stays_with_each_of_them_and_says_so():
    offices = ("esp_istac", "esp_ibestat", "esp_icane")
    assert len({CONTRACT.profile(office).asserts.source for office in offices}) == 3
    for office in offices:
        repeated = [row for row in outcome(current(office), office).rows if row["ref_area"] == "ESP"]
        assert {row["source_note"] for row in repeated} == {"Repeats the national figure."}


def test_the_file_that_repeats_the_united_nations_is_the_same_figure_for_figure():
    names = {"bothsex": "_T", "female": "F", "male": "M", "allage": "_T", "lt18y": "Y0T17", "18": "Y_GE18"}
    published = {}
    for path in sdg_files("2019-07"):
        series = path.name.split("--")[2]
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["geo_area"] == "70":
                    published[series, row["year"], names.get(row["sex"]), names.get(row["age"])] = row[series]
    series_of = {
        "TIP": "vc_htf_detv",
        "TIP_SX": "vc_htf_detvsx",
        "TIP_FL": "vc_htf_detvfl",
        "TIP_OR": "vc_htf_detvog",
        "TIP_OP": "vc_htf_detvop",
    }
    rows = outcome(current("bih_bhas"), "bih_bhas").rows
    assert [published.get((series_of[r["offence"]], r["time_period"], r["sex"], r["age"])) for r in rows] == [
        r["value"] for r in rows
    ]
    assert CONTRACT.profile("bih_bhas").asserts.source != "SDG_16_2_2"


# the publisher's own words


@pytest.mark.parametrize("office", [name for name, (verdict, *_rest) in OUTCOMES.items() if verdict != HELD])
def test_metadata_of_something_else_refuse_the_file_in_plain_words(office):
    other = metadata_of(current("esp_bcn"), "esp_bcn")
    found = outcome_of(current(office).read_bytes(), office, other)
    assert found.verdict == HELD
    assert "MAP-005" in found.rules


@pytest.mark.parametrize("office", ["can_statcan", "kaz_kazstat"])
def test_a_file_that_says_nothing_of_itself_is_refused_without_metadata(office):
    assert outcome(current(office), office, with_metadata=False).rules == {"MAP-006"}


def test_metadata_that_cannot_be_read_are_no_metadata():
    broken = PublishedMetadata("meta.yml", b"a: [\n")
    assert outcome_of(current("can_statcan").read_bytes(), "can_statcan", broken).rules == {"MAP-006"}


@pytest.fixture
def sealed(store):
    metadata = metadata_of(current("can_statcan"), "can_statcan")
    given = {"table": "justice", "reporter": "SECRETARIAT", "profile": "can_statcan"}
    content = current("can_statcan").read_bytes()
    return submit(store, CONTRACT, content, given, "indicator_16-2-2.csv", metadata).submission


def test_the_metadata_are_sealed_beside_the_file_with_their_name_and_fingerprint(sealed):
    metadata = metadata_of(current("can_statcan"), "can_statcan")
    assert (sealed.folder / "metadata.txt").read_bytes() == metadata.content
    assert sealed.receipt["metadata_file"] == "meta_16-2-2.yml"
    assert sealed.receipt["metadata_sha256"] == metadata.sha256
    assert sealed.receipt["source"] == "CAN_STATCAN"


def test_a_sealed_file_is_judged_again_with_its_metadata(store, sealed):
    assert make(store, CONTRACT, sealed, store.verified(sealed), "test").verdict == ACCEPTED


def test_sealed_metadata_that_were_changed_are_noticed(sealed):
    path = sealed.folder / "metadata.txt"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"#")
    with pytest.raises(TiporError, match="no longer those of its receipt"):
        request_of(CONTRACT, sealed)


def test_the_same_file_with_other_metadata_is_another_submission(store, sealed):
    metadata = metadata_of(current("can_statcan"), "can_statcan")
    changed = PublishedMetadata(metadata.name, metadata.content + b"\nnote: revised\n")
    given = {"table": "justice", "reporter": "SECRETARIAT", "profile": "can_statcan"}
    second = submit(store, CONTRACT, current("can_statcan").read_bytes(), given, "", changed)
    assert second.is_new
    assert second.submission.id != sealed.id


# nothing is guessed


@pytest.mark.parametrize(
    ("office", "old", "new", "suggested"),
    [
        ("esp_eustat", "VC_HTF_DETVOGR", "VC_HTF_DETVOGRR", "VC_HTF_DETVOGR"),
        ("gbr_ons", ",Female,", ",Femal,", "Female"),
        ("esp_icane", ",Cantabria,", ",Cantabrica,", "Cantabria"),
        ("jam_statin", "Per 100,000 population", "Per 1,000 population", "Per 100,000 population"),
    ],
)
def test_a_word_the_profile_does_not_know_is_a_finding_with_the_nearest_one(office, old, new, suggested):
    text = current(office).read_text(encoding="utf-8").replace(old, new, 1)
    found = outcome_of(text.encode(), office, metadata_of(current(office), office))
    unknown = [(f.value, f.suggestion, f.count) for f in found.findings if f.rule == "MAP-001"]
    assert unknown == [(new.strip(","), suggested, 1)]


def test_rows_given_twice_are_numbered_and_never_added_up():
    rows = outcome(current("esp_icane"), "esp_icane").rows
    assert Counter(row["component"] for row in rows) == {"1": 88, "2": 2}
