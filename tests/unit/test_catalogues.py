"""Is everything a person reads translated, with its plural forms and placeholders, and does a gap show?"""

from __future__ import annotations

import gettext
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from babel import Locale

from pipelines.locales import catalogues, extracting, faults
from pipelines.locales.catalogues import FOLDER, ROOT, TRANSLATED, check, po_path, po_text, read_po
from pipelines.locales.clicked import SENTENCES

NUMBERS = (*range(130), 200, 1000, 1_000_000)


@pytest.fixture(scope="module")
def template() -> catalogues.Catalog:
    return catalogues.extracted()


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: catalogues.Catalog) -> Path:
    """A copy of the catalogues that a test may spoil."""
    monkeypatch.setattr(catalogues, "extracted", lambda root: template)
    for language in TRANSLATED:
        shutil.copytree(FOLDER / language, tmp_path / language)
    return tmp_path


def spoil(folder: Path, change: Callable[[catalogues.PoFile], object]) -> list[str]:
    """What `check` says after a change of the French catalogue, compiled as it then is."""
    path = po_path("fr", folder)
    catalogue = read_po(path)
    change(catalogue)
    path.write_text(po_text(catalogue), encoding="utf-8")
    path.with_suffix(".mo").write_bytes(catalogues.mo_bytes(read_po(path)))
    return check(folder)


def test_every_message_is_translated_into_every_language() -> None:
    assert check() == []


COUNTED = re.compile(r"%\((?!line\b|year\b|number\b)\w+\)d (?!(?:of|to)\b)\w")
"""A number before a word that changes with it; not a line, a year, or a number that is a name."""
SPOKEN_TO_STEWARDS = ("contract", "collect/mapping", "collect/reading", "collect/templates", "process")


def single_messages(path: Path) -> list[str]:
    with path.open("rb") as file:
        return [
            text for _line, _kind, text, _more in extracting.code(file, (), (), {}) if isinstance(text, str)
        ]


@pytest.mark.parametrize("folder", SPOKEN_TO_STEWARDS)
def test_a_number_before_a_word_is_said_by_its_plural(folder: str) -> None:
    said = [text for path in (ROOT / "pipelines" / folder).rglob("*.py") for text in single_messages(path)]
    assert said
    assert [text for text in said if COUNTED.search(text)] == []


def test_the_search_for_such_numbers_finds_them(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text('a = _("%(count)d rows")\nb = ngettext("%(count)d row", "%(count)d rows", 1)\n')
    assert [text for text in single_messages(path) if COUNTED.search(text)] == ["%(count)d rows"]


def test_an_empty_translation_is_found(copy: Path) -> None:
    found = spoil(copy, lambda fr: setattr(fr.get("Accepted."), "string", ""))
    assert found == ["fr: not translated: 'Accepted.'"]


def test_a_fuzzy_translation_is_found(copy: Path) -> None:
    found = spoil(copy, lambda fr: fr.get("Accepted.").flags.add("fuzzy"))
    assert found == ["fr: fuzzy: 'Accepted.'"]


def test_a_message_that_is_new_is_found(copy: Path) -> None:
    assert spoil(copy, lambda fr: fr.delete("Accepted.")) == ["fr: not there: 'Accepted.'"]


def test_a_message_that_nobody_says_any_more_is_found(copy: Path) -> None:
    assert spoil(copy, lambda fr: fr.add("Gone.", "Parti.")) == ["fr: no longer said: 'Gone.'"]


def test_a_lost_placeholder_is_found(copy: Path) -> None:
    found = spoil(copy, lambda fr: setattr(fr.get("line %(line)d"), "string", "ligne"))
    assert found == ["fr: other placeholders than %(line)d: 'line %(line)d'"]


def test_a_missing_plural_form_is_found(copy: Path) -> None:
    english = ("%(count)d row", "%(count)d rows")
    found = spoil(copy, lambda fr: setattr(fr.get(english), "string", ("%(count)d ligne", "")))
    assert found == ["fr: not translated: '%(count)d row'"]


def test_a_compiled_catalogue_that_is_old_is_found(copy: Path) -> None:
    po_path("ru", copy).with_suffix(".mo").write_bytes(b"")
    assert check(copy) == ["ru: the .mo is not what the .po says"]


def test_a_changed_message_makes_its_translation_fuzzy_and_updating_keeps_the_header(copy: Path) -> None:
    before = read_po(po_path("fr", copy))
    translated = str(before.get("Accepted.").string)
    before.delete("Accepted.")
    before.add("Acccepted.", translated)
    po_path("fr", copy).write_text(po_text(before), encoding="utf-8")
    catalogues.update(copy)
    after = read_po(po_path("fr", copy))
    assert after.get("Accepted.").fuzzy
    assert after.header == before.header
    assert "fr: fuzzy: 'Accepted.'" in check(copy)


def test_updating_what_is_up_to_date_changes_no_byte(copy: Path) -> None:
    catalogues.update(copy)
    for language in TRANSLATED:
        for name in ("tipor.po", "tipor.mo"):
            made, kept = (f / language / "LC_MESSAGES" / name for f in (copy, FOLDER))
            assert made.read_bytes() == kept.read_bytes()


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_plural_form_serves_the_numbers_of_its_cldr_category(language: str) -> None:
    """Two categories share a form only where our languages write them alike."""
    catalogue = read_po(po_path(language))
    alike = {frozenset({"many", "other"})} if language in ("fr", "es") else set()
    for served in faults.categories_of(language, catalogue.plural_expr, catalogue.num_plurals).values():
        assert len(served) == 1 or frozenset(served) in alike


def test_arabic_says_three_eleven_and_a_hundred_rows_differently() -> None:
    arabic = gettext.translation("tipor", FOLDER, ["ar"])
    rule = Locale("ar").plural_form
    said = {n: arabic.ngettext("%(count)d row", "%(count)d rows", n) for n in NUMBERS}
    by_category: dict[str, set[str]] = {}
    for n, text in said.items():
        by_category.setdefault(rule(n), set()).add(text)
    assert all(len(texts) == 1 for texts in by_category.values())
    assert said[3] != said[11] != said[100]
    assert said[11] == said[99]
    assert said[100] == said[102] == said[1000]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_says_whether_a_native_reader_has_reviewed_it(language: str) -> None:
    assert dict(read_po(po_path(language)).header)["X-Reviewed-By-Native"] in ("yes", "no")


def test_the_sentences_of_click_are_those_that_click_says() -> None:
    folder = Path(str(click.__file__)).parent
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert [said for said in SENTENCES if f'"{said}"' not in source] == []
