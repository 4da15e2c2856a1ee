"""Where the contract lies, and the examples of its rules.

What does not belong here: what the examples are judged to be.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.contract.loading import Contract
from pipelines.contract.rules import Example, Rule
from pipelines.process import rule_examples
from pipelines.process.rule_examples import content_of as content_of
from pipelines.process.rule_examples import example_row as example_row

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "schemas"
CONTRACT = Contract(SCHEMAS)


def table_of(rule: Rule, example: Example) -> str:
    """The table an example is a submission of."""
    return rule_examples.table_of(CONTRACT, rule, example)
