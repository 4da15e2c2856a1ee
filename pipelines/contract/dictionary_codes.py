"""The code lists in the data dictionary: every code with its label in the page's language.

What does not belong here: descriptions of codes, which stand in the CSV files of `schemas/code_lists/`.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.contract.codes import CodeList
from pipelines.contract.labels import Say
from pipelines.contract.loading import Contract
from pipelines.contract.markdown import anchor

LONG_LIST = 60
"""Lists with more codes are only counted; the file has them."""


def linked(name: str) -> str:
    """The name of a code list with a link to where the page has it."""
    return f"[{name}](#list-{name})"


def code_lists(contract: Contract, language: str, _: Say) -> Iterator[str]:
    """The section of all code lists."""
    yield from (*anchor("code-lists"), f"## {_('Code lists')}")
    for name in contract.names("code_lists"):
        yield from _code_list(contract.code_list(name), language, _)


def _code_list(codes: CodeList, language: str, _: Say) -> Iterator[str]:
    yield from (*anchor(f"list-{codes.name}"), f"### {codes.name}", "")
    file = f"[{codes.name}.csv](../../schemas/code_lists/{codes.name}.csv)"
    if len(codes.codes) > LONG_LIST:
        said = {"count": len(codes.codes), "file": file}
        yield _("Number of codes: %(count)d. They stand in %(file)s.") % said
        return
    yield _("With labels in six languages and descriptions: %(file)s") % {"file": file}
    yield ""
    yield from (f"- `{code.code}` {code.label(language)}" for code in codes.codes.values())
