"""Who is in a synthetic world: its areas, and the States among them that send returns of their own.

What does not belong here: any figure.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.contract.codes import LANGUAGES
from pipelines.contract.loading import Contract
from pipelines.worlds.settings import Settings, generator


@dataclass(frozen=True)
class People:
    """The areas, sorted; those whose States return; the language in which each of these writes."""

    areas: tuple[str, ...]
    returning: tuple[str, ...]
    languages: dict[str, str]


def choose_people(settings: Settings, contract: Contract) -> People:
    """Draw the areas; among the returning are all six languages and a State represented by an observer."""
    rng = generator(settings, "people")
    states = {code: contract.reporter(code) for code in contract.code_list("reporter").codes}
    states = {code: reporter for code, reporter in sorted(states.items()) if reporter.is_state}
    observers = [code for code, reporter in states.items() if reporter.kind == "OBSERVER_STATE"]
    first = [str(rng.choice(observers))]
    for language in LANGUAGES:
        speakers = [code for code, r in states.items() if r.language == language and code not in observers]
        first.append(str(rng.choice(speakers)))
    rest = [code for code in states if code not in first and code not in observers]
    drawn = [str(code) for code in rng.permutation(rest)]
    returning = first + drawn[: settings.returning_count - len(first)]
    areas = returning + drawn[settings.returning_count - len(first) :]
    languages = {code: states[code].language for code in returning}
    return People(tuple(sorted(areas[: settings.areas])), tuple(sorted(returning)), languages)
