"""Does a value of a submission stay in its sealed bytes and in the tables, and appear nowhere else?"""

from __future__ import annotations

import logging
from pathlib import Path

import duckdb
import pytest

from pipelines.cli import run
from pipelines.collect.store import Store
from pipelines.contract.errors import TiporError
from pipelines.contract.loading import Contract
from pipelines.process.submitting import withdraw
from pipelines.running import run as run_all
from tests.files import send

SENTINEL = "Zyxwv Sentinel"
NUMBER = "918273"
"""A value that stands in a file as a figure."""
HEADER = "ref_area,time_period,offence,measure,sex,value,source_note\n"
FILES = {
    "accepted": f"EGY,2010,TIP_OR,DETECTED,_T,{NUMBER},see {SENTINEL}\n",
    "held": f"EGY,2011,TIP_OR,DETECTED,{SENTINEL},{NUMBER}.5,\n{SENTINEL},2011,TIP_OR,DETECTED,_T,3,\n",
    "warned": f"EGY,2012,TIP_OR,DETECTED,_T,{NUMBER},Mr {SENTINEL}\n",
    "uneven": f"EGY,2013,TIP_OR,DETECTED,_T,{NUMBER},x,{SENTINEL}\n",
}
TABLES = ("cells.parquet", "rows.parquet")
"""What holds the cells of a submission under data/curated/submissions/."""


def send_all(store: Store, contract: Contract) -> None:
    for text in FILES.values():
        send(store, contract, (HEADER + text).encode(), is_already_public=False)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Store:
    store = Store(tmp_path_factory.mktemp("filled") / "data")
    send_all(store, contract)
    held = next(s for s in store.submissions()[0] if s.verdict == "held")
    withdraw(store, held.id, "a mistake")
    run_all(store, contract)
    return store


def has_value(content: bytes) -> bool:
    return SENTINEL.encode() in content or NUMBER.encode() in content


def is_sealed_bytes(path: Path, store: Store) -> bool:
    return store.raw in path.parents and path.name.startswith("content.")


def test_the_figures_and_words_of_a_file_stand_in_no_receipt_event_judgement_or_page(filled: Store) -> None:
    written = [p for p in filled.raw.parent.rglob("*") if p.is_file() and not is_sealed_bytes(p, filled)]
    names = {path.name for path in written}
    assert {"receipt.json", "judgement.json", "edition.json", "index.html"} <= names
    tables = [path for path in written if path.suffix in (".parquet", ".duckdb")]
    assert [p.name for p in written if p not in tables and has_value(p.read_bytes())] == []


def test_the_record_of_findings_and_of_verdicts_holds_no_cell(filled: Store) -> None:
    records = [p for p in filled.curated.rglob("*.parquet") if p.name not in TABLES and p.stem != "victims"]
    assert {"findings", "submissions"} <= {path.stem for path in records}
    for path in records:
        cells = duckdb.sql(f"SELECT * FROM read_parquet('{path}')").fetchall()
        assert not has_value(repr(cells).encode()), path.name


def test_the_sealed_bytes_do_hold_it_so_that_this_test_can_fail(filled: Store) -> None:
    sealed = list(filled.raw.rglob("content.*"))
    assert len(sealed) == len(FILES)
    assert all(has_value(path.read_bytes()) for path in sealed)


def test_nothing_is_logged_that_stands_in_a_file(
    store: Store, contract: Contract, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        send_all(store, contract)
        run_all(store, contract)
    out, err = capfd.readouterr()
    assert not has_value((caplog.text + out + err).encode())


@pytest.mark.parametrize(
    "said", [{"source": SENTINEL}, {"table": SENTINEL}, {"profile": "sdg_ddf", "source": "GLOTIP"}]
)
def test_an_error_names_what_was_asked_and_no_cell(
    store: Store, contract: Contract, said: dict[str, str]
) -> None:
    with pytest.raises(TiporError) as caught:
        send(store, contract, (HEADER + FILES["accepted"]).encode(), **said)
    assert NUMBER not in str(caught.value)
    assert not list(store.raw.parent.rglob("content.*"))


def test_status_and_run_print_no_cell_of_what_is_not_public(
    filled: Store, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIPOR_DATA", str(filled.raw.parent))
    assert run(["status"]) == 0
    run(["status", "--json"])
    out, err = capfd.readouterr()
    assert "EGY" in out or "UNODC" in out
    assert not has_value((out + err).encode())
