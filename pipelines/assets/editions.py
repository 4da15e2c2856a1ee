"""The end of a run: the warehouse, the record of the edition, and the submissions it had to leave out."""

import dagster as dg

from pipelines.analyse.catalogue import NAMES
from pipelines.assets.charts import CHARTS
from pipelines.assets.failures import speaking_plainly
from pipelines.assets.metadata import place
from pipelines.assets.resources import Workshop
from pipelines.assets.specs import Made, describe
from pipelines.assets.tables import BESIDE
from pipelines.contract.loading import Contract
from pipelines.process.warehouse import assemble
from pipelines.running import fail_on_faults, keep_record


def warehouse_of(contract: Contract) -> dg.AssetsDefinition:
    """The warehouse over the tables of this contract."""
    words = (
        "warehouse.duckdb: all tables in one file, assembled beside and swapped in whole. Open it read-only."
    )
    deps = [*contract.names("tables"), *BESIDE, *NAMES]

    @dg.multi_asset(
        name="assembling", specs=[describe("warehouse", "disseminate", words, deps=deps, kinds={"duckdb"})]
    )
    def assembling(workshop: Workshop) -> Made:
        """Assemble the warehouse from the Parquet files of the edition."""
        with speaking_plainly():
            tables = assemble(workshop.edition)
            found = {"tables": len(tables), **place(workshop.edition, workshop.edition.warehouse)}
            return dg.MaterializeResult(metadata=found)

    return assembling


@dg.multi_asset(
    name="publishing",
    specs=[
        describe(
            "edition",
            "disseminate",
            "edition.json: what this edition was made from (submissions with their hashes, contract, "
            "code). From the same, it can be made again.",
            deps=["warehouse", "page", *CHARTS],
            kinds={"file"},
        )
    ],
)
def publishing(workshop: Workshop) -> Made:
    """Write the record of the edition, last of all its files."""
    with speaking_plainly():
        keep_record(workshop.outcome, workshop.contract)
        counts = {
            "submissions": len(workshop.outcome.judged.accepted()),
            "left_out": len(workshop.outcome.faults),
        }
        return dg.MaterializeResult(metadata={**counts, **place(workshop.edition, workshop.edition.record)})


@dg.multi_asset(
    name="leaving_out",
    specs=[
        describe(
            "faulty_submissions",
            "disseminate",
            "The submissions that had to be left out because their bytes or receipt are no longer whole. "
            "While there is one this fails, after everything else is published, and names it.",
            deps=["edition"],
            kinds={"python"},
        )
    ],
)
def leaving_out(workshop: Workshop) -> Made:
    """End the run failed where a submission had to be left out."""
    with speaking_plainly():
        fail_on_faults(workshop.outcome)
        return dg.MaterializeResult(metadata={"left_out": 0})
