"""The texts of `schemas/` for Babel: titles, descriptions, messages and reasons that a person reads.

Called by `pybabel extract` (see `babel.cfg`). What does not belong here: codes, names, examples.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import yaml

READ_BY_PEOPLE = ("title", "description", "one_row_is", "message", "why")
Message = tuple[int, None, str, list[str]]


def extract(file: BinaryIO, keywords: object, comment_tags: object, options: object) -> Iterator[Message]:
    """Every text of one YAML file under a key of READ_BY_PEOPLE, with its line."""
    node = yaml.compose(file.read().decode("utf-8"))
    yield from _texts(node)


def _texts(node: Any) -> Iterator[Message]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in READ_BY_PEOPLE and isinstance(value, yaml.ScalarNode):
                yield value.start_mark.line + 1, None, value.value, []
            elif key.value not in ("passes", "fails"):
                yield from _texts(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts(item)
