"""Does every check for machines have the form whose JSON Schema is published?"""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from pipelines.contract.report_form import CheckReport
from pipelines.process.checking import check
from pipelines.process.reports.machine import as_json
from tests.contract.examples import CONTRACT, ROOT
from tests.files import victims

SCHEMA = json.loads((ROOT / "schemas/json-schema/findings.schema.json").read_text(encoding="utf-8"))
FILES = {
    "accepted": victims("EGY 2010 F _T 3"),
    "warned": victims("EGY 2010 _T _T 3", "EGY 2010 F _T 3", "EGY 2010 M _T 2"),
    "held": victims("EGY 2010 female _T 3", "EGY 2011 _T _T five", "EGY 2011 _T _T five"),
    "refused": victims("EGY 2010 F _T 3").replace(b"sex", b"surname"),
    "unreadable": b"%PDF-1.7\n",
    "empty": b"",
}


def report(content: bytes) -> Any:
    found = check(content, contract=CONTRACT, table="victims", reporter="EGY")
    return json.loads(as_json(found, CONTRACT, CONTRACT.table("victims")))


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_check_fits_the_published_schema_and_the_model(name: str) -> None:
    made = report(FILES[name])
    jsonschema.Draft202012Validator(SCHEMA).validate(made)
    assert CheckReport.model_validate(made).model_dump(mode="json") == made


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: made | {"verdict": "fine"},
        lambda made: made | {"more": 1},
        lambda made: {key: value for key, value in made.items() if key != "read"},
        lambda made: made | {"findings": [made["findings"][0] | {"rule": "VIC"}]},
    ],
)
def test_what_has_another_form_does_not_fit_the_schema(spoil: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(spoil(report(FILES["held"])))
