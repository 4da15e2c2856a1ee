"""Is a file read in the encoding that its sender names, and is a name that is none one clear sentence?"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from pipelines.cli import run
from pipelines.collect.reading.describing import describe_reading
from pipelines.collect.reading.read import Wishes
from pipelines.contract.errors import TiporError
from pipelines.contract.loading import Contract
from pipelines.process.checking import checked
from pipelines.process.request import Request

TABLE = "ref_area,time_period,offence,measure,sex,value,source_note\nEGY,2019,TIP_OR,DETECTED,F,3,été\n"
VICTIMS = ("--table", "victims", "--reporter", "EGY")
NO_ENCODINGS = (
    "idna", "punycode", "utf-7", "U7", "unicode_1_1_utf_7", "unicode_escape", "raw_unicode_escape",
    "undefined", "rot13", "hex", "base64", "zlib", "no-such", "été", "../x", "a\0b",
)  # fmt: skip


@pytest.mark.parametrize("name", NO_ENCODINGS)
def test_what_is_no_encoding_of_files_is_wrong_usage(contract: Contract, name: str) -> None:
    with pytest.raises(TiporError) as caught:
        describe_reading(TABLE.encode(), contract, encoding=name)
    assert caught.value.exit_code == 64
    assert "There is no encoding" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "told"),
    [("UTF8", "utf-8"), ("CP1252", "cp1252"), ("windows-1252", "cp1252"), ("macroman", "mac_roman"),
     ("latin1", "iso8859-1"), ("utf-16", "utf-16")],
)  # fmt: skip
def test_reading_and_checking_tell_an_encoding_that_was_asked_for_by_one_name(
    contract: Contract, name: str, told: str
) -> None:
    content = TABLE.encode(name)
    described = describe_reading(content, contract, encoding=name)
    request = Request.make(contract, "victims", "EGY", wishes=Wishes(encoding=name))
    with checked(content, contract, request) as (found, _connection):
        assert (described.reading.encoding, found.reading.encoding) == (told, told)
        notes = [note.text() for note in (*described.notes, *found.notes) if note.kind == "encoding"]
    assert notes == ([] if told == "utf-8" else [f"The file was read as {told}, as you said."] * 2)


def test_a_file_with_a_mark_is_told_with_it_also_where_the_encoding_was_said(contract: Contract) -> None:
    content = TABLE.encode("utf-8-sig")
    found = describe_reading(content, contract).reading.encoding
    assert describe_reading(content, contract, encoding="utf-8").reading.encoding == found == "utf-8-sig"


def test_an_empty_answer_is_none(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(TABLE.replace("été", "élevée, déjà vérifiée").encode("cp1252"))
    told = []
    for empty in ([], ["--encoding", "", "--delimiter", "", "--sheet", "", "--columns", ""]):
        run(["read", str(path), *empty, "--json"])
        told.append(json.loads(capfd.readouterr().out))
    assert told[0] == told[1]
    assert told[0]["encoding"] == "cp1252"


@pytest.mark.parametrize("command", ["read", "check", "submit"])
@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "."])
def test_a_device_or_a_folder_is_no_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    command: str,
    name: str,
) -> None:
    if not Path(name).exists():
        pytest.skip(f"no {name} on this system")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIPOR_DATA", str(tmp_path / "data"))
    options = () if command == "read" else VICTIMS
    assert run([command, name, *options]) == 2
    out, err = capfd.readouterr()
    assert ("is a device" if name.startswith("/dev") else "is a folder") in out + err
    assert "Traceback" not in out + err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_into_which_another_program_writes_is_read_to_its_end(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(TABLE.encode(),))
    writer.start()
    run(["read", str(pipe), "--json"])
    writer.join()
    assert json.loads(capfd.readouterr().out)["record_count"] == 1
