"""The receipt as data: `schemas/receipt.yaml` says which fields accompany a submission."""

from __future__ import annotations

from typing import Literal

from pipelines.contract.base import Frozen
from pipelines.contract.tables import Name


class ReceiptField(Frozen):
    """One field: given by the sender, or found by tipor."""

    name: Name
    title: str
    description: str
    origin: Literal["given", "found"]
    type: Literal["text", "code", "flag", "time", "number", "list", "counts", "sentences", "verdict"]
    code_list: str = ""
    required: bool = False


class ReceiptForm(Frozen):
    """All fields of a receipt, in their order."""

    title: str
    description: str
    fields: tuple[ReceiptField, ...]

    def names(self, origin: str) -> tuple[str, ...]:
        """The names of the fields that are given, or found."""
        return tuple(f.name for f in self.fields if f.origin == origin)
