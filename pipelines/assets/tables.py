"""The curated tables: one asset for each table of the contract, the submissions, and their findings."""

from collections.abc import Iterator

import dagster as dg

from pipelines.assets import checks
from pipelines.assets.failures import speaking_plainly
from pipelines.assets.metadata import column_schema, table_metadata
from pipelines.assets.resources import Workshop
from pipelines.assets.specs import Made, describe
from pipelines.assets.submissions import ACCEPTED
from pipelines.contract.loading import Contract
from pipelines.running import make_tables

KINDS = {"duckdb", "parquet"}
BESIDE = {
    "submissions": "One row per submission that was known at the date of the edition, with its verdict.",
    "findings": "One row per finding: submission, rule, severity, column, lines, count; never the value.",
}


def curated_tables(contract: Contract) -> dg.AssetsDefinition:
    """The tables of this contract: a new file in `schemas/tables/` is a new asset."""
    names = contract.names("tables")
    specs = [_spec(contract, name) for name in names]
    specs += [
        describe(name, "process", words, deps=[ACCEPTED], kinds=KINDS) for name, words in BESIDE.items()
    ]

    @dg.multi_asset(name="tables", specs=specs, check_specs=checks.of_tables(names))
    def tables(workshop: Workshop) -> Iterator[Made | dg.AssetCheckResult]:
        """Write the rows of every accepted submission with their provenance and their times."""
        with speaking_plainly():
            found = make_tables(workshop.outcome, workshop.contract)
            for name in (*names, *BESIDE):
                yield dg.MaterializeResult(name, metadata=table_metadata(workshop.edition, name))
            yield from checks.table_results(names, found)

    return tables


def _spec(contract: Contract, name: str) -> dg.AssetSpec:
    table = contract.table(name)
    words = f"{table.title}. {table.description} One row is {table.one_row_is}."
    return describe(name, "process", words, deps=[ACCEPTED], kinds=KINDS, metadata=column_schema(table))
