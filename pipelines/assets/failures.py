"""What Dagster is told when a step fails: one clear sentence, and never a value of a submission.

An error of Python or DuckDB may quote a cell in its message, and Dagster keeps messages in its event log. So
only our own errors speak; of any other the kind and the place in the code are kept.
"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from pipelines.contract.errors import TiporError
from pipelines.contract.text import _
from pipelines.settings import ROOT


@contextmanager
def speaking_plainly() -> Iterator[None]:
    """Turn an error inside into a `dagster.Failure` with one sentence and no message of others."""
    try:
        yield
    except (TiporError, dg.Failure) as error:
        failure = error if isinstance(error, dg.Failure) else failure_of(error)
    except Exception as error:
        failure = _failure_of_ours(error)
    else:
        return
    raise failure from None  # so that Dagster finds no original to quote


def failure_of(error: TiporError) -> dg.Failure:
    """The failure of a step that stops for a reason a person can mend."""
    return dg.Failure(str(error), allow_retries=False)


def _failure_of_ours(error: Exception) -> dg.Failure:
    places = [f"{_place(f.filename)}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    words = _("An error of tipor (%(kind)s at %(place)s). Please report it; nothing in the data is to blame.")
    sentence = words % {"kind": type(error).__name__, "place": places[-1] if places else "?"}
    return dg.Failure(sentence, metadata={"where": "\n".join(places)}, allow_retries=False)


def _place(file: str) -> str:
    path = Path(file)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
