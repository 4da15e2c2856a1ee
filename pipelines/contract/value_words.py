"""Words that stand in columns of numbers: which kinds of value each may mean, as the list `value_kind` says.

"None" may say that there were none, that a search found none, or that nothing is there to be told; product
and contract hold these apart, so a word is a number only where it has one meaning. What does not belong
here: how a value is written (`process.values`), and the sentences about a word (`process.wording`).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.contract.codes import Code, word_key
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Column

LIST = "value_kind"
_WORDS = "words_"


@dataclass(frozen=True)
class Meaning:
    """A kind of value and how it is written: `text`, or an empty cell with `status` beside it."""

    kind: str
    text: str
    status: str


def meanings_of(word: str, column: Column, contract: Contract) -> tuple[Meaning, ...]:
    """What the word may mean in a column of values or counts, in the order of the list; of others nothing."""
    if column.type not in ("value", "count"):
        return ()
    found = contract.derived("value_words", lambda: _meanings(contract)).get(word_key(word), ())
    # Whole numbers of persons know neither a nil return nor a status: these are said of a value.
    return tuple(m for m in found if column.type == "value" or m.text.isdigit() or m.kind == "MISSING")


def _meanings(contract: Contract) -> dict[str, tuple[Meaning, ...]]:
    found: dict[str, tuple[Meaning, ...]] = {}
    for code in contract.code_list(LIST).codes.values():
        meaning = Meaning(code.code, code.attributes["written"], code.attributes["with_status"])
        for word in dict.fromkeys(_words(code)):
            found[word] = (*found.get(word, ()), meaning)
    return found


def _words(code: Code) -> list[str]:
    cells = (cell for name, cell in code.attributes.items() if name.startswith(_WORDS))
    return [word_key(word) for cell in cells for word in cell.split("|") if word]
