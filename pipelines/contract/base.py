"""The base of every model of the contract: frozen, and an unknown key is an error."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A declaration that cannot change after loading and refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
