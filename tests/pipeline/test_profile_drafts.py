"""Does a draft decide nothing, and load once a person has confirmed it?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from pipelines.cli import tipor
from pipelines.collect.mapping.drafts import draft, read_any
from pipelines.contract.errors import TiporError
from pipelines.contract.loading import Contract
from pipelines.process.checking import check
from tests.files import ROOT

FILE = (
    b"Jahr;Sex;AGE;Country of origin;Value;Remark\n"
    b"2019;female;Y0T17;France;3;x1\n2020;Male;under 18 year;Frence;4;x2\n2021;F;_T;Nigeria;5;x3\n"
)
WORDS = {"2019": "time_period"}


def drafted(contract: Contract) -> str:
    return draft(read_any(FILE, contract), contract, contract.table("victims"), "office", "file.csv")


def test_the_same_file_gives_the_same_draft(contract):
    assert drafted(contract) == drafted(contract)


def test_only_the_contracts_own_words_are_sure_and_the_rest_is_commented(contract):
    lines = [
        line for line in drafted(contract).splitlines() if " sure:" in line or line.lstrip().startswith("#?")
    ]
    plain = {line.split(" # ")[0].strip() for line in lines if not line.lstrip().startswith("#?")}
    assert plain == {"Sex:", "female: F", "Male: M", "F: F", "AGE:", "Y0T17: Y0T17", "_T: _T", "Value: {}"}
    assert any("#?" in line and "under 18 year" in line and "like Under 18 years" in line for line in lines)


def test_likeness_never_writes_a_line_that_counts(contract):
    for line in drafted(contract).splitlines():
        if ": like " in line:
            assert line.lstrip().startswith("#?"), line


def test_a_draft_does_not_load_before_it_is_confirmed(contract, tmp_path):
    with pytest.raises(TiporError, match=r"office\.yaml"):
        with_profile(tmp_path, drafted(contract)).profile("office")


def test_a_confirmed_draft_loads_and_reads_the_file(contract, tmp_path):
    confirmed = yaml.safe_load(confirm(drafted(contract)))
    confirmed["asserts"] = {
        "source": "OTHER",
        "measure": "DETECTED",
        "concept": "c",
        "area": "Egypt",
        "unit": "NUMBER",
    }
    confirmed["constants"] = {"ref_area": "EGY", "offence": "TIP_OR", "measure": "DETECTED"}
    confirmed["columns"].pop("Remark", None)
    confirmed["columns"]["Jahr"] = {"to": "time_period"}
    confirmed["ignored"] = {"Remark": "A running number."}
    mine = with_profile(tmp_path, yaml.safe_dump(confirmed))
    mine.check()
    found = check(FILE, contract=mine, table="victims", reporter="EGY", profile="office")
    assert [(f.rule, f.value) for f in found.findings] == []


def confirm(text: str) -> str:
    """Take away the mark of every line that is near, as a person does who agrees with all of them."""
    return text.replace("#? ", "")


def with_profile(folder: Path, text: str) -> Contract:
    schemas = Path(shutil.copytree(ROOT / "schemas", folder / "schemas"))
    (schemas / "profiles" / "office.yaml").write_text(text, encoding="utf-8")
    return Contract(schemas)


def test_the_command_writes_a_draft_and_never_over_another_file(tmp_path):
    source, out = tmp_path / "file.csv", tmp_path / "office.yaml"
    source.write_bytes(FILE)
    arguments = [
        "profile",
        "suggest",
        str(source),
        "--table",
        "victims",
        "--name",
        "office",
        "--out",
        str(out),
    ]
    assert CliRunner().invoke(tipor, arguments).exit_code == 0
    before = out.read_bytes()
    assert b"name: office" in before
    again = CliRunner().invoke(tipor, arguments)
    assert isinstance(again.exception, TiporError)
    assert out.read_bytes() == before


def test_a_file_with_names_of_persons_is_not_drafted_and_nothing_of_it_is_shown(tmp_path):
    source = tmp_path / "file.csv"
    source.write_text("Year,Passport number,Value\n2019,X1234567,1\n", encoding="utf-8")
    found = CliRunner().invoke(tipor, ["profile", "suggest", str(source), "--table", "victims"])
    assert isinstance(found.exception, TiporError)
    assert "X1234567" not in found.output + str(found.exception)
