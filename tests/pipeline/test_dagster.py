"""Does Dagster run the same steps, record each submission once, and keep what is not public to itself?"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
from click.testing import CliRunner

from pipelines.analyse.catalogue import NAMES
from pipelines.assets import sensors
from pipelines.assets.failures import speaking_plainly
from pipelines.assets.sensors import RANGE_END, RANGE_START, new_submissions, next_block
from pipelines.assets.submissions import ACCEPTED, JUDGEMENTS
from pipelines.collect.store import Store
from pipelines.contract.errors import TiporError
from pipelines.running import run, sole_run
from tests.files import ROOT, send, victims
from tests.pipeline.asset_graph import SNAPSHOT, as_text, definitions

SECRET = "918273"
JUDGED = dg.AssetKey(JUDGEMENTS)


@pytest.fixture(scope="module")
def found():
    return definitions()


def test_a_change_of_the_asset_graph_is_seen(found):
    assert as_text(found) == SNAPSHOT.read_text(encoding="utf-8"), (
        "meant? python -m tests.pipeline.asset_graph"
    )


def test_every_asset_says_what_it_is_and_whose_it_is(found):
    for spec in found.resolve_all_asset_specs():
        assert len(spec.description or "") > 30, spec.key
        assert spec.owners
        assert spec.kinds


class Place:
    """A store and a Dagster instance in folders of their own."""

    def __init__(self, folder, found):
        self.store, self.home, self.found = Store(folder / "data"), folder / "home", found
        self.home.mkdir()
        self.instance = dg.DagsterInstance.local_temp(str(self.home))

    def look(self):
        """One look of the sensor, its partitions added as the daemon would."""
        seen = new_submissions(dg.build_sensor_context(instance=self.instance, definitions=self.found))
        if isinstance(seen, dg.SensorResult):
            for request in seen.dynamic_partitions_requests or []:
                self.instance.add_dynamic_partitions(
                    request.partitions_def_name, list(request.partition_keys)
                )
        return seen

    def run(self, job="new_edition", tags=None, as_of=""):
        config = {"resources": {"workshop": {"config": {"as_of": as_of}}}} if as_of else {}
        return self.found.resolve_job_def(job).execute_in_process(
            instance=self.instance, tags=tags, run_config=config, raise_on_error=False
        )

    def look_and_run(self):
        (request,) = self.look().run_requests
        return self.run(tags=request.tags)

    def metadata_of(self, submission):
        filters = dg.AssetRecordsFilter(JUDGED, asset_partitions=[submission])
        (record,) = self.instance.fetch_materializations(filters, limit=5).records
        return {k: getattr(v, "value", v) for k, v in record.asset_materialization.metadata.items()}

    def faulty(self):
        records = self.instance.fetch_observations(JUDGED, limit=100).records
        return [record.asset_observation.partition for record in records]


def sentence(result):
    """What the first failed step says."""
    failed = next(event for event in result.all_events if event.is_step_failure)
    return failed.step_failure_data.user_failure_data.description


@pytest.fixture(scope="module")
def environment():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sensors, "PAUSE", sensors.timedelta(0))
        yield patch


@pytest.fixture
def place(tmp_path, found, environment):
    made = Place(tmp_path, found)
    environment.setenv("TIPOR_DATA", str(made.store.data))
    return made


@pytest.fixture
def undrawn(monkeypatch):
    """Leave the charts out where a test asks for something else: they take most of the time of a run."""
    monkeypatch.setattr("pipelines.assets.charts.draw", lambda outcome, contract: None)


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
    tables = {
        event.asset_key.to_user_string(): event.materialization.metadata
        for event in after.result.get_asset_materialization_events()
    }
    assert tables["victims"]["row_count_public"].value == 2


def test_no_value_that_is_not_public_stands_in_any_file_of_dagster(after):
    files = [path for path in after.home.rglob("*") if path.is_file()]
    assert any(after.ids["good"].encode() in path.read_bytes() for path in files)
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []


def test_no_check_blocks_and_each_has_counts(after):
    checks = {
        (e.asset_key.to_user_string(), e.check_name): e for e in after.result.get_asset_check_evaluations()
    }
    assert not any(check.blocking for check in checks.values())
    whole, held = checks[ACCEPTED, "all_are_whole"], checks[ACCEPTED, "none_is_held"]
    assert (whole.passed, whole.metadata["count"].value) == (False, 1)
    assert (held.passed, held.severity, held.metadata["count"].value) == (
        False,
        dg.AssetCheckSeverity.WARN,
        1,
    )
    assert ("victims", "invariants") in checks


def test_every_analysis_is_checked_and_a_refused_trend_is_a_warning(after):
    checks = {
        (e.asset_key.to_user_string(), e.check_name): e for e in after.result.get_asset_check_evaluations()
    }
    held = [checks[name, "intervals_hold"] for name in NAMES]
    assert all(check.passed and check.severity == dg.AssetCheckSeverity.ERROR for check in held)
    supported = checks["trends", "estimate_is_supported"]
    assert (supported.passed, supported.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert supported.metadata["refused"].value == 1
    assert supported.metadata["lost"].value == 0
    assert ("signals", "no_open_signal") in checks


def test_a_chart_shows_a_small_picture_and_its_numbers(after):
    import base64
    import io

    from PIL import Image

    events = after.result.get_asset_materialization_events()
    (chart,) = (e.materialization for e in events if e.asset_key == dg.AssetKey("detected_victims_chart"))
    content = chart.metadata["preview"].value.split("base64,")[1].rstrip(")")
    picture = Image.open(io.BytesIO(base64.b64decode(content)))
    assert picture.width <= 560
    assert len(content) < 100_000
    assert chart.metadata["alt_text"].value
    assert chart.metadata["table"].records


def test_a_repaired_submission_is_green_and_counts_from_the_next_daily_edition_on(place, contract, undrawn):
    sent = send(place.store, contract, victims("EGY 2010 _T _T 3")).submission
    whole = sent.content.read_bytes()
    sent.content.chmod(0o644)
    sent.content.write_bytes(b"")
    assert not place.look_and_run().success
    sent.content.write_bytes(whole)
    result = place.run("same_edition")
    assert result.success
    (counted,) = (
        e for e in result.get_asset_materialization_events() if e.asset_key == dg.AssetKey(ACCEPTED)
    )
    assert counted.materialization.metadata["accepted"].value == 1
    assert place.instance.get_materialized_partitions(JUDGED) == {sent.id}


def test_an_edition_as_of_a_day_goes_to_a_folder_of_its_own(place, contract, undrawn):
    send(place.store, contract, victims("EGY 2010 _T _T 3"), known_since="2019-07")
    result = place.run("same_edition", as_of="2019-12-31")
    assert result.success
    folder = place.store.curated / "as-of" / "2019-12-31"
    assert (folder / "edition.json").is_file()
    assert not (place.store.curated / "edition.json").exists()
    events = {e.asset_key.to_user_string(): e for e in result.get_asset_materialization_events()}
    for name in NAMES:
        shown = events[name].materialization.metadata
        assert (shown["edition"].value, shown["path"].value) == (
            "2019-12-31",
            str(folder / "analyses" / f"{name}.parquet"),
        )
    assert {check.check_name for check in result.get_asset_check_evaluations()} >= {"intervals_hold"}


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
        result = place.look_and_run()
        counted = next(
            e for e in result.get_asset_materialization_events() if e.asset_key == dg.AssetKey(ACCEPTED)
        )
        counts.append(counted.materialization.metadata["accepted"].value)
    assert counts == [2, 3]
    assert isinstance(place.look(), dg.SkipReason)


def test_a_block_has_no_holes_and_at_most_five_hundred_submissions():
    keys = [f"{number:04d}" for number in range(1200)]
    assert next_block(keys, set(keys)) == keys[:500]
    assert next_block(keys, set(keys[700:])) == keys[700:]
    assert next_block(keys, {keys[3], keys[4], keys[9]}) == keys[3:5]
    assert next_block(keys, set()) == []


def test_an_error_that_quotes_a_value_is_told_without_it():
    @dg.op
    def quoting():
        with speaking_plainly():
            int(f"{SECRET} victims")

    @dg.job
    def quoting_job():
        quoting()

    result = quoting_job.execute_in_process(raise_on_error=False)
    (failure,) = (event.step_failure_data for event in result.all_events if event.is_step_failure)
    told = failure.error_display_string + str(failure.user_failure_data)
    assert "ValueError at tests/pipeline/test_dagster.py" in told
    assert SECRET not in told


def test_the_error_of_a_person_keeps_its_sentence():
    with pytest.raises(dg.Failure, match="Another run"), speaking_plainly():
        raise TiporError("Another run is at work.", "Wait.")


def test_the_instance_keeps_its_records_in_the_project_and_tells_nobody(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with dg.DagsterInstance.from_config(str(ROOT)) as instance:
        assert not instance.telemetry_enabled
        assert (tmp_path / ".dagster").is_dir()


def test_tipor_dagster_goes_to_the_root_and_starts_the_ui(tmp_path, monkeypatch):
    from pipelines.commands import dagster as shell

    started = []
    monkeypatch.setattr(shell.os, "execv", lambda program, arguments: started.append((program, arguments)))
    monkeypatch.setenv("DAGSTER_HOME", "/elsewhere")
    monkeypatch.setenv("TIPOR_DATA", "data-of-mine")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(shell.command, ["--port", "39517"], catch_exceptions=False)
    assert result.exit_code == 0
    assert os.environ["DAGSTER_HOME"] == str(Path.cwd()) == str(ROOT)
    assert os.environ["TIPOR_DATA"] == str(tmp_path / "data-of-mine")
    ((program, arguments),) = started
    assert program == sys.executable
    assert arguments[-1] == "39517"


def test_a_port_that_is_taken_is_said_in_one_sentence():
    from pipelines.commands import dagster as shell

    with socket.socket() as taken:
        taken.bind((shell.HOST, 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(shell.command, ["--port", port])
    assert isinstance(result.exception, TiporError)
    assert port in result.exception.title


def test_the_help_of_tipor_dagster_waits_for_no_slow_library():
    code = (
        "import sys; from pipelines.cli import run; run(['dagster', '--help']);"
        "sys.exit(bool({'dagster', 'great_expectations', 'pandas', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "as_of" in done.stdout
