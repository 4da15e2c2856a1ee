"""Does each asset say what it is and show what it made, and keep what is not public to itself?"""

from __future__ import annotations

import dagster as dg
import pytest

from pipelines.analyse.catalogue import NAMES
from pipelines.assets.submissions import ACCEPTED
from pipelines.disseminate.support import ESTIMATES
from tests.files import send, victims
from tests.pipeline.asset_graph import SNAPSHOT, as_text
from tests.pipeline.dagster_place import JUDGED, Place, checks_of, materialised, sentence

SECRET = "918273"


def test_a_change_of_the_asset_graph_is_seen(found):
    assert as_text(found) == SNAPSHOT.read_text(encoding="utf-8"), (
        "meant? python -m tests.pipeline.asset_graph"
    )


def test_every_asset_says_what_it_is_and_whose_it_is(found):
    for spec in found.resolve_all_asset_specs():
        assert len(spec.description or "") > 30, spec.key
        assert spec.owners
        assert spec.kinds


@pytest.fixture(scope="module")
def after(tmp_path_factory, found, environment, contract):
    """A store with a good, a held, a not public and a tampered submission, after one look and one run."""
    place = Place(tmp_path_factory.mktemp("dagster"), found)
    environment.setenv("TIPOR_DATA", str(place.store.data))
    sent = {
        "good": send(place.store, contract, victims("EGY 2010 _T _T 3", "SDN 2010 _T _T 0")),
        "held": send(place.store, contract, victims(f"EGY 2010 _T _T {SECRET}x")),
        "secret": send(place.store, contract, victims(f"EGY 2011 _T _T {SECRET}"), reporter="EGY"),
        "broken": send(place.store, contract, victims(f"LBY 2010 _T _T {SECRET}")),
    }
    place.ids = {name: submitted.submission.id for name, submitted in sent.items()}
    content = sent["broken"].submission.content
    content.chmod(0o644)
    content.write_bytes(content.read_bytes() + b"LBY,2011,TIP_OR,DETECTED,_T,_T,5\n")
    place.result = place.look_and_run()
    place.second_look = place.look()
    return place


def test_each_sound_submission_has_a_green_partition_and_the_faulty_one_a_note(after):
    ids = after.ids
    assert after.instance.get_materialized_partitions(JUDGED) == {ids["good"], ids["held"], ids["secret"]}
    assert after.faulty() == [ids["broken"]]


def test_the_rest_is_published_then_the_run_fails_and_names_the_faulty_one(after):
    assert not after.result.success
    assert (after.store.curated / "index.html").is_file()
    assert (after.store.curated / "edition.json").is_file()
    failed = [event.step_key for event in after.result.all_events if event.is_step_failure]
    assert failed == ["leaving_out"]
    assert after.ids["broken"] in sentence(after.result)


def test_the_sensor_takes_up_neither_the_judged_nor_the_faulty_again(after):
    assert isinstance(after.second_look, dg.SkipReason)


def test_a_held_submission_says_its_verdict_and_changes_no_number(after):
    from pipelines.analyse.analyses import rows_of
    from pipelines.process.editions import Edition

    assert after.metadata_of(after.ids["held"])["verdict"] == "held"
    figures = rows_of(Edition(after.store), "detected_victims")
    assert [(row["ref_area"], row["value_low"]) for row in figures] == [("EGY", 3), ("SDN", 0)]


def test_of_a_submission_that_is_not_public_nothing_is_said(after):
    assert after.metadata_of(after.ids["secret"]) == {"clearance": "not cleared"}
    assert materialised(after.result)["victims"]["row_count_public"].value == 2


def test_no_value_that_is_not_public_stands_in_any_file_of_dagster(after):
    files = [path for path in after.home.rglob("*") if path.is_file()]
    assert any(after.ids["good"].encode() in path.read_bytes() for path in files)
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []


def test_no_check_blocks_and_each_has_counts(after):
    checks = checks_of(after.result)
    assert not any(check.blocking for check in checks.values())
    whole, held = checks[ACCEPTED, "all_are_whole"], checks[ACCEPTED, "none_is_held"]
    assert (whole.passed, whole.metadata["count"].value) == (False, 1)
    assert (held.passed, held.severity, held.metadata["count"].value) == (
        False,
        dg.AssetCheckSeverity.WARN,
        1,
    )
    assert ("victims", "invariants") in checks


def test_every_analysis_is_checked_and_what_was_never_estimated_has_lost_nothing(after):
    checks = checks_of(after.result)
    held = [checks[name, "intervals_hold"] for name in NAMES]
    assert all(check.passed and check.severity == dg.AssetCheckSeverity.ERROR for check in held)
    supported = [checks[name, "estimate_is_supported"] for name in ESTIMATES]
    assert all(check.passed and check.metadata["refused"].value == 0 for check in supported)
    assert ("signals", "no_open_signal") in checks


def test_every_analysis_with_rows_shows_a_chart_without_a_click_and_a_table(after):
    made = materialised(after.result)
    shown = [
        made[name] for name in ("coverage", "detected_victims_by_year", "coverage_summary", "reliability")
    ]
    assert all(len(metadata["chart"].value) < 1000 for metadata in shown)
    assert all(metadata["first_rows"].records for metadata in shown)


def test_a_chart_shows_a_small_picture_and_its_numbers(after):
    import base64
    import io

    from PIL import Image

    chart = materialised(after.result)["detected_victims_chart"]
    content = chart["preview"].value.split("base64,")[1].rstrip(")")
    picture = Image.open(io.BytesIO(base64.b64decode(content)))
    assert picture.width <= 560
    assert len(content) < 100_000
    assert chart["alt_text"].value
    assert chart["table"].records
