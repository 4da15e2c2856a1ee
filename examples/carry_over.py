"""How `examples/*.csv` were made: the published SDG figures, carried over into the contract's own layout.

Run once by a maintainer who has the files: `python examples/carry_over.py FOLDER`, where FOLDER holds one
folder a vintage. The files themselves are not part of the project. A test compares the two, row for row.
"""

import csv
import sys
from pathlib import Path

from pipelines.collect.database import quoted
from pipelines.process.checking import Request, checked
from pipelines.settings import open_contract

COLUMNS = ("ref_area", "time_period", "offence", "measure", "sex", "age", "unit", "value", "nature")
HERE = Path(__file__).parent


def carry_over(vintage: Path) -> Path:
    """Write the figures of all series of one vintage into one file; its path."""
    contract = open_contract()
    request = Request.make(contract, "victims", "UNODC", "sdg_ddf")
    columns = ", ".join(map(quoted, COLUMNS))
    rows: list[tuple[str, ...]] = []
    for path in sorted(vintage.glob("ddf--datapoints--vc_htf_*.csv")):
        with checked(path.read_bytes(), contract, request) as (check, connection):
            assert check.is_accepted, path.name
            rows += connection.execute(f"SELECT {columns} FROM mapped").fetchall()
    target = HERE / f"sdg_16_2_2_{vintage.name}.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(rows, key=lambda row: (row[2], row[0], row[1], row[4], row[5])))
    return target


if __name__ == "__main__":
    for folder in sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir()):
        print(carry_over(folder).name)
