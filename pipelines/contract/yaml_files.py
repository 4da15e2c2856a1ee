"""YAML as tipor reads it: plain data, and no key twice. What does not belong here: what the keys mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from pipelines.contract.text import _

if TYPE_CHECKING:
    from yaml import SafeLoader as Loader
else:
    Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class KeyTwice(yaml.YAMLError):
    """A key stands twice: YAML would keep the last one in silence."""


class _Strict(Loader):
    """Plain data; a mapping with the same key twice is refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                said = {"key": key.value, "line": key.start_mark.line + 1}
                raise KeyTwice(_("line %(line)d: the key %(key)s stands twice") % said)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)


def read_yaml(text: str) -> Any:
    """The data of a YAML text. Raises yaml.YAMLError; KeyTwice, in words, where a key stands twice."""
    return yaml.load(text, Loader=_Strict)
