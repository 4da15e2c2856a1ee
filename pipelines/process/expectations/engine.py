"""The one door to Great Expectations: frames and questions in, the numbers of failing rows out.

Nothing else of its results leaves this module: they carry the values they were found on. An expectation
that crashes looks like data that fail; here it is an error of ours.
What does not belong here: what is asked (`suites`, `invariants`).
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipelines.contract.errors import TiporError
from pipelines.contract.text import _
from pipelines.process.expectations.faults import fault_of_ours
from pipelines.process.expectations.questions import Frame, Question

if TYPE_CHECKING:
    import pandas as pd

ROW = "ROW"
_WHETHER = {"result_format": "BOOLEAN_ONLY"}
_WHICH = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": [ROW],
    "exclude_unexpected_values": True,
    "include_unexpected_rows": False,
}
"""All failing rows by their number, none of their values."""


class Engine:
    """Great Expectations, opened once: importing it takes seconds. Frames live only while they are judged."""

    def __init__(self) -> None:
        os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when the library is imported: nothing goes out
        with _silent():
            import great_expectations as gx
            from great_expectations.data_context.types.base import ProgressBarsConfig

            context = gx.get_context(mode="ephemeral")
            context.variables.progress_bars = ProgressBarsConfig(globally=False)
            asset = context.data_sources.add_pandas("tipor").add_dataframe_asset("frame")
            self._batches = asset.add_batch_definition_whole_dataframe("whole")
        self._gx = gx

    def failing(self, frame: Frame, questions: Sequence[Question]) -> list[set[int]]:
        """For each question the numbers of the rows (from 0) that fail it.

        Which rows fail is asked only where some do: it takes twice the time. Raises TiporError (an error of
        ours), which names the rule and no value, where one cannot be judged.
        """
        if not frame.height:
            return [set() for _question in questions]
        try:
            with _silent():
                batch = self._batches.get_batch(batch_parameters={"dataframe": _pandas(frame)})
                doubtful = self._results(batch, dict(enumerate(questions)), _WHETHER)
                asked = {
                    n: q for n, q in enumerate(questions) if n not in doubtful or not doubtful[n].success
                }
                results = self._results(batch, asked, _WHICH) if asked else {}
        except Exception:
            raise _crashed(questions) from None
        return [_rows(q, results.get(n)) if n in asked else set() for n, q in enumerate(questions)]

    def _results(self, batch: Any, questions: dict[int, Question], shape: dict[str, Any]) -> dict[int, Any]:
        """Results by the number of the question: they do not come in the order in which they were asked."""
        expectations = [self._expectation(number, question) for number, question in questions.items()]
        suite = self._gx.ExpectationSuite("tipor", expectations=expectations)
        results = batch.validate(suite, result_format=shape).results
        return {result.expectation_config.meta["question"]: result for result in results}

    def _expectation(self, number: int, question: Question) -> Any:
        kind = getattr(self._gx.expectations, question.expectation)
        arguments = dict(question.arguments)
        if condition := _condition(question):
            arguments["row_condition"] = condition
        return kind(**arguments, meta={"question": number})


def _condition(question: Question) -> Any:
    from great_expectations.expectations.row_conditions import Column

    conditions = [Column(name).is_in(values) for name, values in question.only.items()]
    conditions += [Column(name) != "" for name in question.filled]
    joined = None
    for condition in conditions:
        joined = condition if joined is None else joined & condition
    return joined


def _rows(question: Question, result: Any) -> set[int]:
    """The failing rows of one result; a crash has no list of them, whatever it says besides."""
    found = result.result if result is not None else {}
    if "unexpected_index_list" not in found:
        raise _crashed([question])
    rows = {int(row) for part in found["unexpected_index_list"] or () for row in part[ROW]}
    if len(rows) != found["unexpected_count"] or result.success != (not rows):
        raise _crashed([question])
    return rows


def _pandas(frame: Frame) -> pd.DataFrame:
    import pandas as pd

    texts = {name: pd.Series(values, dtype=object) for name, values in frame.texts.items()}
    numbers = {name: pd.Series(values, dtype="float64") for name, values in frame.numbers.items()}
    return pd.DataFrame({ROW: range(frame.height), **texts, **numbers})


def _crashed(questions: Sequence[Question]) -> TiporError:
    rules = ", ".join(sorted({question.rule for question in questions}))
    return fault_of_ours(_("Great Expectations could not judge the rules %(rules)s.") % {"rules": rules})


@contextmanager
def _silent() -> Iterator[None]:
    """Great Expectations says nothing, for its log and warnings hold values; others are heard as before."""
    logger = logging.getLogger("great_expectations")
    level, propagates, handlers = logger.level, logger.propagate, logger.handlers
    mute = logging.NullHandler()
    logger.propagate, logger.handlers = False, [mute]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
        logger.propagate, logger.handlers = propagates, handlers
