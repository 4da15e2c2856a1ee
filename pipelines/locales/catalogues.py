"""The message catalogues: `python -m pipelines.locales.catalogues [--check]`.

Without `--check` every .po takes up the messages of the code and the contract, and every .mo is made anew;
with it nothing is written, and each fault is said. A .po is a translator's file: its header is kept as it
stands. What does not belong here: what is extracted (`extracting`), and when a translation is faulty
(`faults`).
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileParser, write_po

from pipelines.contract.text import LANGUAGES
from pipelines.locales.faults import faults_of

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
EXTRACTED_FROM = ("pipelines", "schemas")
WIDTH = 100


class PoFile(Catalog):
    """The messages of a .po file, with its header as it stands: Babel would write its own over it."""

    header: tuple[tuple[str, str], ...] = ()

    def _get_headers(self) -> list[tuple[str, str]]:
        return list(self.header)

    def _set_headers(self, headers: Sequence[tuple[str, str]]) -> None:
        self.header = tuple(headers)
        self._set_mime_headers(headers)

    mime_headers = property(_get_headers, _set_headers)


def po_path(language: str, folder: Path = FOLDER) -> Path:
    """Where the .po of a language lies; its .mo lies beside it."""
    return folder / language / "LC_MESSAGES" / "tipor.po"


def extracted(root: Path = ROOT) -> Catalog:
    """The messages that the code, the page and the contract have now."""
    with (root / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    catalogue = Catalog(charset="utf-8")
    found = extract_from_dir(root, methods, options, DEFAULT_KEYWORDS, directory_filter=_is_ours(root))
    for _path, _line, message, _comments, context in found:
        catalogue.add(message, context=context)
    return catalogue


def read_po(path: Path) -> PoFile:
    """Read a .po file. Raises PoFileError where it cannot be parsed."""
    catalogue = PoFile(charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        PoFileParser(catalogue, abort_invalid=True).parse(file)
    return catalogue


def po_text(catalogue: PoFile) -> str:
    """The .po file as text: sorted, without dates and places, so that the same is always written the same."""
    body = io.BytesIO()
    write_po(
        body,
        catalogue,
        width=WIDTH,
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    header = "".join(f'"{name}: {value}\\n"\n' for name, value in catalogue.header)
    comment = catalogue.header_comment.rstrip("\n") + "\n"
    return f'{comment}msgid ""\nmsgstr ""\n{header}\n{body.getvalue().decode().strip()}\n'


def mo_bytes(catalogue: PoFile) -> bytes:
    """The catalogue as the program reads it."""
    made = io.BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def update(folder: Path = FOLDER, root: Path = ROOT) -> None:
    """Bring every .po up to date with the messages, and make its .mo."""
    template = extracted(root)
    for language in TRANSLATED:
        path = po_path(language, folder)
        catalogue = read_po(path)
        catalogue.update(template, update_creation_date=False)
        _replace(path, po_text(catalogue).encode())
        _replace(path.with_suffix(".mo"), mo_bytes(catalogue))


def check(folder: Path = FOLDER, root: Path = ROOT) -> list[str]:
    """What is missing, stale, doubtful or wrong in the catalogues, a line each."""
    template = extracted(root)
    found = []
    for language in TRANSLATED:
        path = po_path(language, folder)
        if not path.is_file():
            found.append(f"{language}: there is no catalogue")
            continue
        catalogue = read_po(path)
        faults = faults_of(catalogue, template, language)
        compiled = path.with_suffix(".mo")
        if not compiled.is_file() or compiled.read_bytes() != mo_bytes(catalogue):
            faults.append("the .mo is not what the .po says")
        found += [f"{language}: {fault}" for fault in faults]
    return found


def main(arguments: Sequence[str]) -> int:
    """The command; 1 where `--check` finds a fault."""
    if "--check" not in arguments:
        update()
        return 0
    found = check()
    for fault in found:
        print(fault, file=sys.stderr)
    if found:
        print("Run `make messages`, then translate what is empty or fuzzy.", file=sys.stderr)
    return 1 if found else 0


def _is_ours(root: Path) -> Callable[[str | os.PathLike[str]], bool]:
    """Whether a folder is walked: only those with messages, never data or environments."""
    ours = {str(root / name) for name in EXTRACTED_FROM}

    def walked(folder: str | os.PathLike[str]) -> bool:
        path = os.fspath(folder)
        return any(path == one or path.startswith(one + os.sep) for one in ours)

    return walked


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
