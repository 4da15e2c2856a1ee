"""Names and codes as a person types them, in whatever case. Not a command."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.contract.codes import as_listed

if TYPE_CHECKING:
    from pipelines.commands._options import Said
    from pipelines.contract.loading import Contract


def in_case_of(contract: Contract, said: Said) -> Said:
    """What was said of a file, its names in the case in which the contract has them."""
    return replace(
        said,
        table=as_listed(said.table, contract.names("tables")),
        profile=as_listed(said.profile, contract.names("profiles")),
        reporter=as_listed(said.reporter, contract.code_list("reporter").codes),
        source=as_listed(said.source, contract.code_list("source").codes),
    )
