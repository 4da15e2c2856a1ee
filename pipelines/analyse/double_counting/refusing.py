"""Refusals as SQL: the first condition that holds decides. What does not belong here: which conditions."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.analyse.results import Refusal
from pipelines.collect.database import literal


def refusal_columns(refusals: Mapping[str, Refusal]) -> str:
    """The columns `refusal` and `refusal_text`, for SQL, from conditions and what is said where they hold."""
    return f"{_case(refusals, 'code')} AS refusal, {_case(refusals, 'text')} AS refusal_text"


def _case(refusals: Mapping[str, Refusal], field: str) -> str:
    cases = " ".join(f"WHEN {when} THEN {literal(getattr(one, field))}" for when, one in refusals.items())
    return f"CASE {cases} END"
