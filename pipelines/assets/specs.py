"""How every asset of tipor is described: its floor as its group, its owner, what it is made of."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import dagster as dg

Floor = Literal["collect", "process", "analyse", "disseminate"]
GSBPM = {"collect": "4", "process": "5", "analyse": "6", "disseminate": "7"}
"""The phases of the Generic Statistical Business Process Model that the floors are named after."""
OWNER = "team:secretariat"
Made = dg.MaterializeResult[Any]


def describe(
    name: str,
    floor: Floor,
    description: str,
    *,
    deps: Iterable[str] = (),
    kinds: Iterable[str] = (),
    metadata: Mapping[str, Any] | None = None,
    **more: Any,
) -> dg.AssetSpec:
    """The description of one asset; `more` goes to Dagster as it is."""
    return dg.AssetSpec(
        name,
        group_name=floor,
        description=description,
        deps=list(deps),
        kinds=set(kinds),
        owners=[OWNER],
        tags={"gsbpm": GSBPM[floor]},
        metadata=dict(metadata or {}),
        **more,
    )
