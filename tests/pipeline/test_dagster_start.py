"""Does Dagster start where its records belong, and tell no value of a submission when it fails?"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
from click.testing import CliRunner

from pipelines.assets.failures import speaking_plainly
from pipelines.contract.errors import TiporError
from tests.files import ROOT

SECRET = "918273"


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
    assert "ValueError at tests/pipeline/test_dagster_start.py" in told
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
