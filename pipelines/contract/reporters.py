"""Reporters: who may send a file, of which kind they are, and the defaults of their receipts."""

from __future__ import annotations

from pipelines.contract.base import Frozen
from pipelines.contract.codes import Code, CodeList

STATE_KINDS = ("MEMBER_STATE", "OBSERVER_STATE")


class Reporter(Frozen):
    """One reporter and what its receipts say unless the sender says otherwise."""

    code: str
    kind: str
    area: str
    own_areas: tuple[str, ...]
    labels: dict[str, str]
    source: str
    language: str
    confidentiality: str
    is_already_public: bool

    @property
    def is_state(self) -> bool:
        """Whether it is a State, and so reports on its own area only."""
        return self.kind in STATE_KINDS

    @classmethod
    def from_code(cls, code: Code, areas: CodeList) -> Reporter:
        """Read one from its code list; a State's labels and own areas are those of the area list."""
        given = code.attributes
        area = given["area"]
        parts = [a.code for a in areas.codes.values() if area and a.parent == area]
        return cls(
            code=code.code,
            kind=given["kind"],
            area=area,
            own_areas=(area, *parts) if area else (),
            labels=areas[area].labels if area else code.labels,
            source=given["source"],
            language=given["language"],
            confidentiality=given["confidentiality"],
            is_already_public=given["is_already_public"] == "yes",
        )
