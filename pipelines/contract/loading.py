"""Opening `schemas/`: each file is read when it is asked for, once; a fault names the file and the place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError

from pipelines.contract.aliases import AliasList, NameList, read_alias_list, read_name_list
from pipelines.contract.cldr import listed
from pipelines.contract.codes import CodeList, read_code_list
from pipelines.contract.errors import WRONG_USAGE, TiporError, contract_fault
from pipelines.contract.profiles import Profile
from pipelines.contract.receipts import ReceiptForm
from pipelines.contract.reporters import Reporter
from pipelines.contract.rules import DISAPPEARING, Rule, RuleFile
from pipelines.contract.tables import Column, Table, TableFile
from pipelines.contract.text import N_, _
from pipelines.contract.yaml_files import read_yaml

Model = TypeVar("Model", bound=BaseModel)
Read = TypeVar("Read")
SUFFIXES = (".yaml", ".csv")


class Contract:
    """All that `schemas/` says. Cheap to make: nothing is read before it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Any] = {}

    def table(self, name: str) -> Table:
        """The table of that name with its columns and rules. Raises TiporError where there is none."""
        return self._once("tables", name, self._table)

    def profile(self, name: str) -> Profile:
        """The profile of that name. Raises TiporError where there is none."""
        return self._once("profiles", name, lambda path: _model(path, Profile))

    def code_list(self, name: str) -> CodeList:
        """The code list of that name. Raises TiporError where there is none."""
        return self._once("code_lists", name, _csv(read_code_list), suffix=".csv")

    def alias_list(self, name: str) -> AliasList:
        """The alias list of that name. Raises TiporError where there is none."""
        return self._once("aliases", name, _csv(read_alias_list), suffix=".csv")

    def name_list(self, name: str) -> NameList:
        """The list of names of that name. Raises TiporError where there is none."""
        return self._once("names", name, _csv(read_name_list), suffix=".csv")

    def reporter(self, code: str) -> Reporter:
        """The reporter of that code with its defaults. Raises TiporError where there is none."""
        codes = self.code_list("reporter")
        if code not in codes:
            raise TiporError(
                _("There is no reporter %(name)s.") % {"name": repr(code)},
                _("Write a code of schemas/code_lists/reporter.csv, such as EGY or UNODC.")
                + _near(code, [*codes.codes]),
                exit_code=WRONG_USAGE,
            )
        return Reporter.from_code(codes[code], self.code_list("area"))

    @cached_property
    def receipt(self) -> ReceiptForm:
        """The fields of a receipt."""
        return _model(self.folder / "receipt.yaml", ReceiptForm)

    @cached_property
    def general_rules(self) -> tuple[Rule, ...]:
        """The rules of `schemas/rules/`, which stand for every table."""
        files = sorted((self.folder / "rules").glob("*.yaml"))
        return tuple(rule for path in files for rule in _model(path, RuleFile).rules)

    @cached_property
    def shared_columns(self) -> dict[str, Column]:
        """The columns that several tables use, by name."""
        columns = [_model(path, Column) for path in sorted((self.folder / "columns").glob("*.yaml"))]
        return {column.name: column for column in columns}

    def derived(self, name: str, make: Callable[[], Read]) -> Read:
        """What `make` makes of this contract, made once and kept under `name`."""
        if (key := f"derived/{name}") not in self._read:
            self._read[key] = make()
        return cast(Read, self._read[key])

    def names(self, kind: str) -> list[str]:
        """The names of all 'tables', 'profiles', 'code_lists', 'aliases' or 'names', sorted."""
        return sorted(path.stem for path in (self.folder / kind).glob("*") if path.suffix in SUFFIXES)

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id, whichever table it stands in. Raises KeyError."""
        return self.rules_by_id[rule_id]

    @cached_property
    def rules_by_id(self) -> dict[str, Rule]:
        """Every rule by id. Raises TiporError where an id is used twice."""
        found: dict[str, Rule] = {rule.id: rule for rule in self.general_rules}
        rules = [*self.general_rules, *(r for name in self.names("tables") for r in self._own_rules(name))]
        ids = [rule.id for rule in rules]
        twice = sorted({rule_id for rule_id in ids if ids.count(rule_id) > 1})
        if twice:
            raise contract_fault("rules", _("ids are used twice: %(ids)s") % {"ids": listed(twice)})
        return found | {rule.id: rule for rule in rules}

    def must_be_answered(self, rule_ids: Iterable[str]) -> list[str]:
        """Those of the rules whose warnings must be answered; ids that are no longer known are left out."""
        known = self.rules_by_id
        return [i for i in rule_ids if i in known and isinstance(known[i], DISAPPEARING)]

    @cached_property
    def sha256(self) -> str:
        """The hash of every file of the contract: an edition records it."""
        digest = hashlib.sha256()
        for path in sorted(p for p in self.folder.rglob("*") if p.suffix in SUFFIXES):
            name = path.relative_to(self.folder).as_posix().encode()
            digest.update(name + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()

    def check(self) -> None:
        """Read every file and compare them with one another. Raises TiporError naming the file and the place.

        Not on the way of `tipor check`: the tests and `pipelines.contract.generated` ask for it.
        """
        from pipelines.contract.consistency import check_contract

        check_contract(self)

    def _own_rules(self, table: str) -> tuple[Rule, ...]:
        return self.table(table).rules[len(self.general_rules) :]

    def _table(self, path: Path) -> Table:
        written = _model(path, TableFile)
        try:
            return written.resolve(self.shared_columns, self.general_rules)
        except KeyError as error:
            raise contract_fault(
                path.name, _("there is no shared column %(name)s") % {"name": error}
            ) from None
        except ValidationError as error:
            raise contract_fault(path.name, _first(error)) from None

    def _once(self, kind: str, name: str, read: Callable[[Path], Read], suffix: str = ".yaml") -> Read:
        if (key := f"{kind}/{name}") not in self._read:
            path = self.folder / kind / f"{name}{suffix}"
            if not _is_name(name) or not path.is_file():
                raise _no_such(kind, name, self.names(kind))
            self._read[key] = read(path)
        return cast(Read, self._read[key])


def _is_name(name: str) -> bool:
    return name.replace("_", "").isalnum() and name.isascii()


def _csv(reader: Callable[[Path], Read]) -> Callable[[Path], Read]:
    """`reader`, with a fault of the file as an error that names it."""

    def read(path: Path) -> Read:
        try:
            return reader(path)
        except (ValueError, OSError) as error:
            raise contract_fault(path.name, str(error)) from None

    return read


def _model(path: Path, model: type[Model]) -> Model:
    try:
        content = read_yaml(path.read_text(encoding="utf-8"))
        return model.model_validate(content)
    except ValidationError as error:
        raise contract_fault(path.name, _first(error)) from None
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise contract_fault(path.name, " ".join(str(error).split())) from None


def _first(error: ValidationError) -> str:
    """The first fault of a model in one line: where, and what."""
    fault = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in fault["loc"])
    return f"{place}: {fault['msg']}" if place else str(fault["msg"])


_KINDS = {
    "tables": N_("table"),
    "profiles": N_("profile"),
    "code_lists": N_("code list"),
    "aliases": N_("alias list"),
    "names": N_("list of names"),
}


def _no_such(kind: str, name: str, names: list[str]) -> TiporError:
    title = _("There is no %(kind)s %(name)s.") % {"kind": _(_KINDS[kind]), "name": repr(name)}
    known = _("There are: %(names)s.") % {"names": listed(names)}
    return TiporError(title, known + _near(name, names), exit_code=WRONG_USAGE)


def _near(word: str, words: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    return " " + _("Did you mean %(name)s?") % {"name": near[0]} if near else ""
