"""What was found of what was planted: by physical line and column, for tipor and for its peers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

Place = tuple[int, str]


@dataclass(frozen=True)
class Score:
    """How many of the planted faults were found, and how many findings are about nothing."""

    planted: int
    found: int
    false_alarms: int

    def __str__(self) -> str:
        return f"{self.found} of {self.planted} found, {self.false_alarms} false alarms"

    @property
    def is_whole(self) -> bool:
        """Everything found, nothing else said."""
        return self.found == self.planted and not self.false_alarms


def score(found: set[Place], truth: Path) -> Score:
    """Compare places (data row from 1, column) with the truth of the file."""
    planted = {(row, column) for row, column, _kind in json.loads(truth.read_bytes())}
    return Score(len(planted), len(found & planted), len(found - planted))


def places_of_tipor(output: str) -> set[Place]:
    """The places that `tipor check --json --lines 0` names: physical line 2 is the first row."""
    findings = json.loads(output)["findings"]
    return {(line - 1, finding["column"]) for finding in findings for line in finding["lines"]}


def places_of_peer(output: Path) -> set[Place]:
    """The places in the result that validate_peers.py writes."""
    return {(row, column) for row, column in json.loads(output.read_bytes())["errs"]}
