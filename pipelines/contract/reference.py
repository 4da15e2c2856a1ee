"""Reference data that the Secretariat loads, in `schemas/reference/`: series, rounds, relations of sources.

A series is two files of one name: the YAML says what it is and where it is from, the CSV has its figures. A
new one costs these two files and nothing else. Nothing here is read before it is asked for. What does not
belong here: what is done with a series (`pipelines.analyse`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from pipelines.contract.base import Frozen
from pipelines.contract.codes import LANGUAGES, CodeList
from pipelines.contract.errors import contract_fault
from pipelines.contract.labels import current_language
from pipelines.contract.loading import Contract, _model
from pipelines.contract.reference_figures import Figures, read_figures
from pipelines.contract.tables import Name
from pipelines.contract.text import _

KIND = "reference"
OTHER_FILES = ("rounds", "source_relations")
"""The files that are no series."""
InLanguages = Annotated[dict[str, str], Field(min_length=1)]


class SeriesFile(Frozen):
    """What a series is: its YAML. `years` are the first and the last that may stand in the CSV.

    `use`: a `denominator` (population), or a `condition` that is laid beside detections. `side` is whose
    condition it is: that of the `population`, or of `recipients` of organs. `scale` and `step` say in what
    steps it is read (log2: doublings). A figure speaks for the years up to `years_valid` after its own.
    """

    name: Name
    title: InLanguages
    unit: InLanguages
    use: Literal["denominator", "condition"]
    side: Literal["population", "recipients"] = "population"
    scale: Literal["linear", "log2"] = "linear"
    step: Annotated[float, Field(gt=0)] = 1.0
    years_valid: Annotated[int, Field(ge=1)] = 1
    source: str
    source_date: date | None = None
    licence: str
    years: tuple[int, int]
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_labelled(self) -> SeriesFile:
        for texts in (self.title, self.unit):
            if "en" not in texts or not set(texts) <= set(LANGUAGES):
                raise ValueError("title and unit need 'en', and take the six languages only")
        return self

    def said(self, texts: dict[str, str]) -> str:
        """The title or the unit in the reader's language, in English where it has none."""
        return texts.get(current_language()) or texts["en"]


@dataclass(frozen=True)
class Series:
    """A series with its figures: (area, year, value), in the order of the file."""

    about: SeriesFile
    points: Figures

    @property
    def name(self) -> str:
        """The name of its files."""
        return self.about.name


class Round(Frozen):
    """A collection round: what was asked of every State, for which years, and until when."""

    name: str
    source: str
    tables: tuple[str, ...]
    years: tuple[int, int]
    opens: date
    due: date


class RoundFile(Frozen):
    """The rounds that the Secretariat has opened."""

    rounds: tuple[Round, ...] = ()


class SourceRelation(Frozen):
    """What two sources have to do with one another, why, and who says so; the order does not matter.

    `republishes`: the one shows figures of the other, or both show those of a third. `independent`: no
    person is counted in both.
    """

    sources: tuple[str, str]
    relation: Literal["republishes", "independent"]
    because: str
    confirmed_by: str


class Returns(Frozen):
    """A source whose rows of returned nationals name the area in which they were found as `ref_area`.

    The contract has it the other way round: the State of citizenship speaks, the counterpart area is where
    its nationals were found.
    """

    source: str
    because: str
    confirmed_by: str


class RelationFile(Frozen):
    """What somebody has declared of sources."""

    relations: tuple[SourceRelation, ...] = ()
    returns_named_by_area_found: tuple[Returns, ...] = ()


def series_names(contract: Contract) -> list[str]:
    """The names of all series, sorted."""
    folder = contract.folder / KIND
    return sorted(path.stem for path in folder.glob("*.yaml") if path.stem not in OTHER_FILES)


def series(contract: Contract, name: str) -> Series:
    """The series of that name, read once. Raises TiporError naming file and line where it is not right."""
    return contract.derived(f"{KIND}/{name}", lambda: _read_series(contract, name))


def conditions(contract: Contract) -> list[Series]:
    """The series that may be laid beside detections."""
    every = (series(contract, name) for name in series_names(contract))
    return [one for one in every if one.about.use == "condition"]


def rounds(contract: Contract) -> tuple[Round, ...]:
    """The collection rounds. Raises TiporError where the file is not right."""
    return contract.derived(f"{KIND}/rounds", lambda: _read_rounds(contract))


def source_relations(contract: Contract) -> RelationFile:
    """What is declared of sources. Raises TiporError where the file is not right."""
    return contract.derived(f"{KIND}/source_relations", lambda: _read_relations(contract))


def check_reference(contract: Contract) -> None:
    """Read every file of `schemas/reference/`. Raises TiporError at the first fault."""
    folder = contract.folder / KIND
    alone = sorted({path.stem for path in folder.glob("*.csv")} - set(series_names(contract)))
    if alone:
        raise contract_fault(f"{KIND}/{alone[0]}.csv", _("there is no YAML that says what the figures are"))
    for name in series_names(contract):
        series(contract, name)
    rounds(contract)
    source_relations(contract)


def _read_series(contract: Contract, name: str) -> Series:
    path = contract.folder / KIND / f"{name}.csv"
    about = _model(path.with_suffix(".yaml"), SeriesFile)
    if about.name != name:
        text = _("name: it is %(name)s, but must be that of the file") % {"name": about.name}
        raise contract_fault(f"{KIND}/{name}.yaml", text)
    try:
        return Series(
            about, read_figures(path, contract.code_list("area"), about.years, about.scale == "log2")
        )
    except (ValueError, OSError) as error:
        raise contract_fault(f"{KIND}/{path.name}", str(error)) from None


def _read_rounds(contract: Contract) -> tuple[Round, ...]:
    path = contract.folder / KIND / "rounds.yaml"
    found = _model(path, RoundFile).rounds if path.is_file() else ()
    for one in found:
        _known(path, contract.code_list("source"), (one.source,))
        if missing := sorted(set(one.tables) - set(contract.names("tables"))):
            raise contract_fault(
                f"{KIND}/{path.name}", _("there is no table %(name)s") % {"name": missing[0]}
            )
    return found


def _read_relations(contract: Contract) -> RelationFile:
    path = contract.folder / KIND / "source_relations.yaml"
    found = _model(path, RelationFile) if path.is_file() else RelationFile()
    named = [source for one in found.relations for source in one.sources]
    named += [one.source for one in found.returns_named_by_area_found]
    _known(path, contract.code_list("source"), tuple(named))
    return found


def _known(path: Path, sources: CodeList, named: tuple[str, ...]) -> None:
    for source in named:
        if source not in sources:
            raise contract_fault(f"{KIND}/{path.name}", _("there is no source %(name)s") % {"name": source})
