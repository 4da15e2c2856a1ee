"""Do the files of a synthetic world go back in unchanged, one by one, as their senders would send them?"""

from __future__ import annotations

import csv

import pytest

from pipelines.cli import run as tipor
from pipelines.collect.database import literal, open_memory, quoted
from pipelines.contract.codes import LANGUAGES
from pipelines.contract.errors import TiporError
from pipelines.process.checking import checked
from pipelines.process.curated import curate
from pipelines.process.editions import Edition
from pipelines.process.receipts import read_receipt_file
from pipelines.process.request import Request
from pipelines.process.submitting import submit
from pipelines.running import judge_submissions
from pipelines.worlds.faults.planting import plant
from pipelines.worlds.loading import load_world
from pipelines.worlds.make import make_world
from pipelines.worlds.settings import Settings
from pipelines.worlds.store import only_synthetic
from pipelines.worlds.world import World
from pipelines.worlds.writing import write_world
from tests.files import send, victims

SMALL = Settings(seed=5, areas=10, years=5)
ELSEWHERE = {'"submission"', '"received_at"'}
"""What is known only when a file is sealed."""
ASKED_BY_CHANCE = {"HIS-001"}
"""Asks of one figure in two thousand, in a clean world as in a true one: they are far out by chance."""


@pytest.fixture(scope="module")
def world(contract):
    return make_world(SMALL, contract)


@pytest.fixture(scope="module")
def folder(world, contract, tmp_path_factory):
    path = tmp_path_factory.mktemp("world")
    write_world(world, path, contract)
    return path


WRITTEN_IN = {"justice": "ar", "measures": "zh", "assistance": "es", "cases": "ru", "practices": "fr"}


def some(world):
    """A sheet of each table, in another language each, and one of each sender that is no State."""
    found = {}
    for sheet in world.sheets:
        if sheet.reporter in ("UNODC", "IOM", "SECRETARIAT"):
            found.setdefault(sheet.reporter, sheet)
        elif WRITTEN_IN.get(sheet.table, sheet.language) == sheet.language:
            found[sheet.table] = sheet
    return list(found.values())


def test_a_file_of_each_table_language_and_sender_is_accepted_and_kept_as_it_was_made(
    world, folder, store, contract
):
    sheets = some(world)
    assert {s.table for s in sheets} == set(contract.names("tables"))
    assert {s.language for s in sheets} == set(LANGUAGES)
    for sheet in sheets:
        given = read_receipt_file(folder / f"{sheet.name}.receipt.yaml")
        sent = submit(
            store, contract, (folder / f"{sheet.name}.csv").read_bytes(), given, f"{sheet.name}.csv"
        )
        assert sent.check.is_accepted
        assert {finding.rule for finding in sent.check.findings} <= ASKED_BY_CHANCE
        assert "SYNTHETIC" in sent.submission.receipt["source_agency"]
    edition = Edition(store)
    curate(edition, contract, judge_submissions(store, contract))
    kept = World(world.settings, tuple(s for s in world.sheets if s in sheets), world.truth)
    with open_memory() as connection:
        load_world(kept, connection, contract)
        for name in contract.names("tables"):
            loaded, curated = quoted(name), f"read_parquet({literal(str(edition.table(name)))})"
            names = ", ".join(sorted(set(columns(connection, curated)) - ELSEWHERE))
            for one, other in ((loaded, curated), (curated, loaded)):
                query = f"(SELECT {names} FROM {one}) EXCEPT ALL (SELECT {names} FROM {other})"
                assert connection.execute(query).fetchall() == []


def columns(connection, relation):
    return [quoted(row[0]) for row in connection.execute(f"DESCRIBE FROM {relation}").fetchall()]


@pytest.mark.slow
def test_every_file_of_a_clean_world_passes_its_check(contract, tmp_path):
    world = make_world(Settings(seed=7), contract)
    write_world(world, tmp_path, contract)
    for sheet in world.sheets:
        content = (tmp_path / f"{sheet.name}.csv").read_bytes()
        with checked(content, contract, Request.make(contract, sheet.table, sheet.reporter)) as (check, _c):
            assert check.is_accepted
            assert {finding.rule for finding in check.findings} <= ASKED_BY_CHANCE
            assert check.reading.row_count == sheet.row_count


def test_decimals_in_counts_are_held_by_the_check(world, folder, contract, tmp_path):
    faulty = plant(world, "non_integer")
    (path, sheet) = next(
        (tmp_path / f"{after.name}.csv", after)
        for before, after in zip(world.sheets, faulty.sheets, strict=True)
        if after is not before
    )
    write_world(faulty, tmp_path, contract)
    with checked(path.read_bytes(), contract, Request.make(contract, sheet.table, sheet.reporter)) as (
        check,
        _c,
    ):
        assert not check.is_accepted
        assert "VIC-002" in {finding.rule for finding in check.findings}


def test_the_list_names_every_file_and_its_receipt_in_the_order_of_time(world, folder):
    with (folder / "submissions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == [f"{sheet.name}.csv" for sheet in world.sheets]
    assert [sheet.known_since for sheet in world.sheets] == sorted(s.known_since for s in world.sheets)
    assert all((folder / row["file"]).is_file() and (folder / row["receipt"]).is_file() for row in rows)


def test_a_world_is_written_over_a_world_but_never_over_anything_else(world, contract, tmp_path):
    write_world(world, tmp_path, contract)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write_world(world, tmp_path, contract)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(TiporError, match="not empty"):
        write_world(world, tmp_path, contract)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {*before, "notes.txt"}


def test_synthetic_submissions_are_never_put_beside_real_ones(store, contract):
    only_synthetic(store)
    send(store, contract, victims("EGY 2019 _T _T 3"))
    with pytest.raises(TiporError, match="real submissions"):
        only_synthetic(store)


def test_the_command_says_where_the_world_is_and_refuses_a_fault_nobody_knows(tmp_path, capsys):
    said = ["world", "--seed", "1", "--areas", "10", "--years", "5", "--out", str(tmp_path / "w")]
    assert tipor([*said, "--faults", "copied"]) == 0
    assert "SYNTHETIC submissions" in capsys.readouterr().out
    assert tipor([*said, "--faults", "nonsense"]) == 64
    assert "copied_to_other_cells" in capsys.readouterr().err
    assert tipor(["world", "--list-faults"]) == 0
    assert "copied_to_other_cells" in capsys.readouterr().out
