"""Does a file that was made to do harm get one clear sentence, soon, and in little memory?"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1 << 20
SECONDS, MEGABYTES = 5.0, 512
HEAD = b"a,b,c\n"
ROW, MORE = b"1,2,3\n", b"some,more,text\n"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
CELLS = '<row r="1"><c r="A1"><v>1</v></c></row>'
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>%s</sheetData></worksheet>'
NAMED = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'
    '<row r="2"><c r="A2"><v>1</v></c>%s</row>'
)


def workbook(sheet: str = SHEET % CELLS, **more: bytes) -> bytes:
    """A small xlsx with this sheet and these further parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in more.items():
            archive.writestr(name, content)
    return file.getvalue()


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
HOSTILE: dict[str, tuple[Callable[[], bytes], str, int | None]] = {
    "unclosed quote over 50 MB": (lambda: HEAD + b'1,"open,3\n' + MORE * 3_500_000, "quote", 2),
    "a line of 20 MB": (lambda: HEAD + ROW + b"1," + b"x" * (20 * MEGABYTE) + b",3\n", "too_large", 3),
    "20,000 columns": (lambda: b",".join(b"c%d" % n for n in range(20_000)) + b"\n", "too_large", None),
    "50 MB of separators": (lambda: b"," * (50 * MEGABYTE), "too_large", 1),
    "10 million lines": (lambda: HEAD + b",,\n" * 10_000_000, "too_large", None),
    "every line misquoted": (lambda: HEAD + b'x" ,"y,z"w\n' * 1_000_000, "quote", 2),
    "a NUL": (lambda: HEAD + ROW * 9 + b"1,\x00,3\n", "control_character", 11),
    "an escape sequence": (lambda: HEAD + b"1,\x1b[31m,3\n", "control_character", 2),
    "50 MB of NULs": (lambda: b"\0" * (50 * MEGABYTE), "too_large", 1),
    "a part that unpacks 1,000 times": (
        lambda: workbook(**{"xl/a.bin": b"\0" * (50 * MEGABYTE)}), "bomb", None,
    ),
    "billion laughs": (lambda: workbook(LAUGHS + SHEET % CELLS), "doctype", None),
    "external entity": (lambda: workbook(OUTSIDE + SHEET % CELLS), "doctype", None),
    "a path out of the archive": (lambda: workbook(**{"../../evil": b"x"}), "path", None),
    "macros": (lambda: workbook(**{"xl/vbaProject.bin": b"x"}), "macros", None),
    "a cell 17 billion cells away": (
        lambda: workbook(SHEET % (NAMED % '<c r="XFD1048576"><v>1</v></c>')), "too_large", None,
    ),
    "a formula without a value": (
        lambda: workbook(SHEET % (NAMED % '<c r="B2"><f>WEBSERVICE("x")</f></c>')), "formulas", 2,
    ),
    "an error cell": (
        lambda: workbook(SHEET % (NAMED % '<c r="B2" t="e"><v>#REF!</v></c>')), "error_cells", 2,
    ),
    "half a workbook": (lambda: workbook()[:500], "damaged", None),
    "a Word document": (lambda: _zip("word/document.xml"), "not_a_workbook", None),
}  # fmt: skip


def _zip(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "<x/>")
    return file.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_by_one_cause_soon_and_in_little_memory(name: str, tmp_path: Path) -> None:
    make, kind, line = HOSTILE[name]
    file = tmp_path / "file.csv"
    file.write_bytes(make())
    answer, seconds, megabytes, said = _read(file)
    assert answer["outcome"] == "reject"
    assert [(p["kind"], p["line"]) for p in answer["problems"]] == [(kind, line)]
    assert "Traceback" not in said
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
    assert list(tmp_path.iterdir()) == [file]


def test_a_dimension_of_17_billion_cells_is_not_believed(tmp_path: Path) -> None:
    file = tmp_path / "file.xlsx"
    filled = NAMED % '<c r="B2"><v>2</v></c>'
    file.write_bytes(
        workbook((SHEET % filled).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'))
    )
    answer, *_rest = _read(file)
    assert (answer["outcome"], answer["rows"]) == ("accept", [["a", "b"], ["1", "2"]])


def _read(file: Path) -> tuple[dict[str, Any], float, float, str]:
    """The answer of the command, its processor seconds, its megabytes, what it said on the error output."""
    program = "import sys; from pipelines.cli import run; sys.exit(run(['read', *sys.argv[1:]]))"
    measuring = (  # a small process of its own: a child's peak begins with the memory of who started it
        "import json, os, subprocess, sys; process = subprocess.Popen(sys.argv[2:]); "
        "_pid, _status, usage = os.wait4(process.pid, 0); process.returncode = 0; "
        "json.dump([usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024], open(sys.argv[1], 'w'))"
    )
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        with tempfile.NamedTemporaryFile() as used:
            command = [sys.executable, "-c", program, str(file), "--rows", "--json"]
            subprocess.run(
                [sys.executable, "-c", measuring, used.name, *command],
                stdout=output, stderr=errors, cwd=ROOT, check=False,
            )  # fmt: skip
            seconds, megabytes = json.loads(Path(used.name).read_text())
        output.seek(0)
        errors.seek(0)
        return json.loads(output.read()), seconds, megabytes, errors.read().decode()
