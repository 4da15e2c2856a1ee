"""What a sender says of a submission, completed by the reporter's defaults and the profile, and checked.

What does not belong here: what tipor finds for itself when the file arrives (`submitting`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from pipelines.collect.submissions import read_time, write_time
from pipelines.contract.cldr import listed
from pipelines.contract.errors import UNREADABLE, WRONG_USAGE, TiporError, reason_of
from pipelines.contract.loading import Contract
from pipelines.contract.profiles import Profile
from pipelines.contract.receipts import ReceiptField
from pipelines.contract.text import _
from pipelines.contract.yaml_files import KeyTwice, read_yaml

FREE = "F"
"""The confidentiality of figures that are already public, where the sender says nothing else."""


def read_receipt_file(path: Path) -> dict[str, Any]:
    """The given fields of a `--receipt` file. Raises TiporError where it is not a list of fields."""
    try:
        content = read_yaml(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TiporError(
            _("%(path)s cannot be read (%(reason)s).") % {"path": path, "reason": reason_of(error)},
            _("See that the file is there and may be read."), exit_code=UNREADABLE,
        ) from None  # fmt: skip
    except KeyTwice as error:
        raise _wrong(
            _("The receipt file %(file)s is not right: %(what)s.") % {"file": path.name, "what": error},
            _("Leave one of the two."),
        ) from None
    except (UnicodeDecodeError, yaml.YAMLError):
        raise TiporError(
            _("The receipt file %(file)s cannot be read.") % {"file": path.name},
            _("Write one 'field: value' a line, in UTF-8."), exit_code=UNREADABLE,
        ) from None  # fmt: skip
    if not isinstance(content, dict):
        raise _wrong(
            _("The receipt file has no fields."),
            _("Write one 'field: value' a line, such as 'period: 2021'."),
        )
    for name, value in content.items():
        _refuse_structures(str(name), value)
    return content


def merged(file: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a receipt file with those of the command line.

    Raises TiporError (wrong usage) where both say something of one field, and not the same.
    """
    for name, option in options.items():
        if file.get(name) not in (None, "") and not _are_same(name, file[name], option):
            said = {"field": name, "file": _as_text(file[name]), "option": _as_text(option)}
            raise _wrong(
                _("The receipt file says %(field)s: %(file)s, the command line says %(option)s.") % said,
                _("Say it once, or the same in both."),
            )
    return {**file, **options}


def _are_same(name: str, one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    texts = _as_text(one), _as_text(other)
    if name == "known_since" and texts[0] != texts[1]:
        return read_time(texts[0]) == read_time(texts[1])
    return texts[0] == texts[1]


def _as_text(value: Any) -> str:
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value).strip()


def _refuse_structures(name: str, value: Any) -> None:
    """Raise TiporError where a field holds several things, or a part of the file's own form."""
    if isinstance(value, (list, dict, set, tuple, bytes)):
        raise _wrong(
            _("The field %(field)s of a receipt holds one text, not a list.") % {"field": name},
            _("Write it on one line, such as 'period: 2021'."),
        )


def complete(given: Mapping[str, Any], contract: Contract, profile: Profile | None) -> dict[str, Any]:
    """The given fields with their defaults, in the order of the receipt; only those that say something.

    Raises TiporError (wrong usage) where a field is not known, missing or wrong.
    """
    form = contract.receipt
    names = form.names("given")
    if unknown := sorted(set(map(str, given)) - set(names)):
        raise _wrong(
            _("There is no field %(field)s in a receipt.") % {"field": listed(unknown)},
            _("There are: %(names)s.") % {"names": listed(names)},
        )
    said = {name: value for name, value in given.items() if value not in (None, "")}
    fields = _defaults(str(said["reporter"]), contract, profile) | said
    if fields["is_already_public"] is True and "confidentiality" not in said:
        fields["confidentiality"] = FREE
    _agree(fields, profile)
    found = {
        f.name: _value(f, fields[f.name], contract)
        for f in form.fields
        if f.name in fields and f.name in names
    }
    missing = [f.name for f in form.fields if f.origin == "given" and f.required and f.name not in found]
    if missing:
        raise _wrong(
            _("The receipt needs the field %(field)s.") % {"field": listed(missing)},
            _("Give it in --receipt."),
        )
    return found


def _defaults(reporter_code: str, contract: Contract, profile: Profile | None) -> dict[str, Any]:
    reporter = contract.reporter(reporter_code)
    return {
        "source": profile.asserts.source if profile else reporter.source,
        "is_complete": False,
        "confidentiality": reporter.confidentiality,
        "is_already_public": reporter.is_already_public,
        "language": reporter.language,
    }


def _agree(fields: Mapping[str, Any], profile: Profile | None) -> None:
    if profile and fields["source"] != profile.asserts.source:
        raise _wrong(
            _("The profile %(profile)s says that the source is %(source)s.")
            % {"profile": profile.name, "source": profile.asserts.source},
            _("Leave --source out, or use another profile."),
        )


def _value(field: ReceiptField, value: Any, contract: Contract) -> Any:
    if field.type == "flag":
        if not isinstance(value, bool):
            raise _wrong(
                _("The field %(field)s is yes or no.") % {"field": field.name}, _("Write true or false.")
            )
        return value
    _refuse_structures(field.name, value)
    if isinstance(value, bool):
        raise _wrong(
            _("The field %(field)s is a text, not yes or no.") % {"field": field.name},
            _("Write it in quotation marks if these words are meant."),
        )
    text = _as_text(value)
    if field.type == "code" and text not in contract.code_list(field.code_list):
        raise _wrong(
            _("%(value)s is no code for the field %(field)s.") % {"value": repr(text), "field": field.name},
            _("The codes are in schemas/code_lists/%(list)s.csv.") % {"list": field.code_list},
        )
    return _time(text) if field.type == "time" else text


def _time(text: str) -> str:
    time = read_time(text)
    if time > datetime.now(UTC):
        raise _wrong(
            _("%(text)s lies in the future.") % {"text": text},
            _("Figures can only be known since a time that has begun."),
        )
    return write_time(time)


def _wrong(title: str, remedy: str) -> TiporError:
    return TiporError(title, remedy, exit_code=WRONG_USAGE)
