"""Does a run of Dagster take up each submission once, and make what `tipor run` makes?"""

from __future__ import annotations

import dagster as dg

from pipelines.analyse.catalogue import NAMES
from pipelines.assets import sensors
from pipelines.assets.sensors import RANGE_END, RANGE_START, next_block
from pipelines.assets.submissions import ACCEPTED
from pipelines.process.submitting import withdraw
from pipelines.running import run, sole_run
from tests.files import send, victims
from tests.pipeline.dagster_place import JUDGED, checks_of, materialised, sentence


def test_a_repaired_submission_is_green_and_counts_from_the_next_daily_edition_on(place, contract, undrawn):
    sent = send(place.store, contract, victims("EGY 2010 _T _T 3")).submission
    whole = sent.content.read_bytes()
    sent.content.chmod(0o644)
    sent.content.write_bytes(b"")
    assert not place.look_and_run().success
    sent.content.write_bytes(whole)
    result = place.run("same_edition")
    assert result.success
    assert materialised(result)[ACCEPTED]["accepted"].value == 1
    assert place.instance.get_materialized_partitions(JUDGED) == {sent.id}


def test_an_edition_as_of_a_day_goes_to_a_folder_of_its_own(place, contract, undrawn):
    send(place.store, contract, victims("EGY 2010 _T _T 3"), known_since="2019-07")
    result = place.run("same_edition", as_of="2019-12-31")
    assert result.success
    folder = place.store.curated / "as-of" / "2019-12-31"
    assert (folder / "edition.json").is_file()
    assert not (place.store.curated / "edition.json").exists()
    events = materialised(result)
    for name in NAMES:
        shown = events[name]
        assert (shown["edition"].value, shown["path"].value) == (
            "2019-12-31",
            str(folder / "analyses" / f"{name}.parquet"),
        )
    assert checks_of(result)["trends", "intervals_hold"].passed


def test_estimates_whose_data_are_withdrawn_fail_their_check_by_name_and_tell_no_figure(
    place, contract, undrawn
):
    sent = send(place.store, contract, victims("EGY 2010 _T _T 40", "EGY 2010 F _T 11", "EGY 2010 M _T 29"))
    stood = checks_of(place.look_and_run())["profiles", "estimate_is_supported"]
    count = stood.metadata["estimates"].value
    assert (stood.passed, count >= 2) == (True, True)
    withdraw(place.store, sent.submission.id, "Sent by mistake.")
    lost = checks_of(place.run("same_edition"))["profiles", "estimate_is_supported"]
    assert (lost.passed, lost.severity) == (False, dg.AssetCheckSeverity.WARN)
    rows = [row.data for row in lost.metadata["lost"].records]
    assert any("category=F" in row["estimate"] for row in rows)
    assert {row["reason"] for row in rows} == {"NO_PUBLIC_ROWS"}
    assert (len(rows), lost.metadata["refused"].value) == (count, count)
    assert set(rows[0]) == {"estimate", "stood_in_version", "reason"}


def test_a_second_run_at_once_gets_one_sentence_and_its_submissions_are_tried_again(place, contract):
    send(place.store, contract, victims("EGY 2010 _T _T 3"))
    with sole_run(place.store):
        refused = place.look_and_run()
    assert sentence(refused).startswith("Another run is at work on this store.")
    assert isinstance(place.look(), dg.SensorResult)


def test_submissions_whose_run_failed_rest_before_they_are_tried_again(place, contract, monkeypatch):
    monkeypatch.setattr(sensors, "PAUSE", sensors.timedelta(minutes=10))
    send(place.store, contract, victims("EGY 2010 _T _T 3"))
    with sole_run(place.store):
        place.look_and_run()
    assert "failed" in place.look().skip_message


def test_a_range_that_names_no_submission_is_an_error(place, contract):
    for count in (1, 2):
        send(place.store, contract, victims(f"EGY 2010 _T _T {count}"))
    (request,) = place.look().run_requests
    backwards = {RANGE_START: request.tags[RANGE_END], RANGE_END: request.tags[RANGE_START]}
    result = place.run(tags=backwards)
    assert not result.success
    assert "names no submission" in sentence(result)
    assert place.instance.get_materialized_partitions(JUDGED) == set()


def test_the_run_of_dagster_makes_what_tipor_run_makes(place, contract):
    send(place.store, contract, victims("EGY 2010 _T _T 3"))
    run(place.store, contract)
    made = {path: path.read_bytes() for path in place.store.curated.rglob("*.parquet")}
    assert place.look_and_run().success
    assert {path: path.read_bytes() for path in place.store.curated.rglob("*.parquet")} == made


def test_a_run_judges_its_own_submissions_and_leaves_new_ones_beyond_them_to_the_next(
    place, contract, undrawn, monkeypatch
):
    monkeypatch.setattr(sensors, "MOST_KEYS", 2)
    for year in (2009, 2010, 2011):
        send(place.store, contract, victims(f"EGY {year} _T _T 3"))
    counts = []
    for _number in range(2):
        counts.append(materialised(place.look_and_run())[ACCEPTED]["accepted"].value)
    assert counts == [2, 3]
    assert isinstance(place.look(), dg.SkipReason)


def test_a_block_has_no_holes_and_at_most_five_hundred_submissions():
    keys = [f"{number:04d}" for number in range(1200)]
    assert next_block(keys, set(keys)) == keys[:500]
    assert next_block(keys, set(keys[700:])) == keys[700:]
    assert next_block(keys, {keys[3], keys[4], keys[9]}) == keys[3:5]
    assert next_block(keys, set()) == []
