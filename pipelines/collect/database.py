"""The one opening to DuckDB, for every floor. What does not belong here: any query."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Connection = "DuckDBPyConnection"


@contextmanager
def open_memory() -> Iterator[DuckDBPyConnection]:
    """A database in memory, closed at the end (an open one leaves notices at exit)."""
    import duckdb

    connection = duckdb.connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def open_file(path: Path, *, read_only: bool = True) -> Iterator[DuckDBPyConnection]:
    """A database file; readers open it read-only."""
    import duckdb

    connection = duckdb.connect(str(path), read_only=read_only)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def readable_as_file(content: bytes) -> Iterator[str]:
    """A path under which DuckDB can read `content`: in memory on Linux, else a private temporary file."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("tipor")
        try:
            with os.fdopen(descriptor, "wb", closefd=False) as file:
                file.write(content)
            yield f"/proc/self/fd/{descriptor}"
        finally:
            os.close(descriptor)
    else:
        with tempfile.NamedTemporaryFile(prefix="tipor-") as file:
            file.write(content)
            file.flush()
            yield file.name


def quoted(name: str) -> str:
    """An identifier, quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text, quoted for SQL."""
    return "'" + text.replace("'", "''") + "'"


def literals(texts: tuple[str, ...] | list[str]) -> str:
    """A list of texts for IN; never empty (an empty list matches nothing)."""
    return "(" + ", ".join(literal(text) for text in texts) + ")" if texts else "(NULL)"
