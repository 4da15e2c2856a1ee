"""What Babel extracts: the texts of `schemas/`, and those of the code that a person reads.

Called by `pybabel extract` (see `babel.cfg`). What does not belong here: codes, names, examples.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from typing import Any, BinaryIO

import yaml

READ_BY_PEOPLE = ("title", "description", "one_row_is", "message", "advice", "why")
PLACES = {"_": 0, "N_": 0, "Note": 0, "note_lines": 1, "Refusal": 1}
"""Which argument of a call is a message."""
COUNTED = (("ngettext", 3), ("N_many", 2))
"""The calls, and how many arguments they have, whose first two are the forms of one message."""
Found = tuple[int, str | None, str | tuple[str, str], list[str]]


def schemas(file: BinaryIO, keywords: object, comment_tags: object, options: object) -> Iterator[Found]:
    """Every text of one YAML file under a key of READ_BY_PEOPLE, with its line."""
    yield from _texts(yaml.compose(file.read().decode("utf-8")))


def code(file: BinaryIO, keywords: object, comment_tags: object, options: object) -> Iterator[Found]:
    """Every message of one Python file: in a call of PLACES, with a placeholder, or a command's help."""
    tree = ast.parse(file.read())
    seen: set[tuple[int, str]] = set()
    for node in ast.walk(tree):
        for found in (*_of_call(node), *_with_placeholder(node), *_of_command(node)):
            text = found[2] if isinstance(found[2], str) else found[2][0]
            if text and (found[0], text) not in seen:
                seen.add((found[0], text))
                yield found


def _of_call(node: ast.AST) -> Iterator[Found]:
    if not isinstance(node, ast.Call):
        return
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if (name, len(node.args)) in COUNTED:
        one, many = (_constant(argument) for argument in node.args[:2])
        yield node.args[0].lineno, "ngettext", (one, many), []
    elif name in PLACES and len(node.args) > PLACES[name]:
        argument = node.args[PLACES[name]]
        yield argument.lineno, None, _constant(argument), []
    for keyword in node.keywords:
        if keyword.arg == "help":
            yield keyword.value.lineno, None, _constant(keyword.value), []


def _with_placeholder(node: ast.AST) -> Iterator[Found]:
    """Only messages have placeholders such as %(count)d, so one is a message wherever it stands."""
    if isinstance(node, (ast.Assign, ast.Dict, ast.Tuple, ast.Return)):
        for child in ast.iter_child_nodes(node):
            text = _constant(child)
            if "%(" in text and " " in text:
                yield child.lineno, None, text, []  # type: ignore[attr-defined]


def _of_command(node: ast.AST) -> Iterator[Found]:
    """The docstring of a command is its help."""
    if isinstance(node, ast.FunctionDef) and any("click" in ast.unparse(d) for d in node.decorator_list):
        text = ast.get_docstring(node, clean=False)
        if text:
            yield node.lineno, None, inspect.cleandoc(text), []


def _constant(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _texts(node: Any) -> Iterator[Found]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in READ_BY_PEOPLE and isinstance(value, yaml.ScalarNode):
                yield value.start_mark.line + 1, None, value.value, []
            elif key.value not in ("passes", "fails"):
                yield from _texts(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts(item)
