"""The one opening to DuckDB, for every floor. What does not belong here: any query."""

from __future__ import annotations

import atexit
import itertools
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Buffer = bytes | memoryview
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


@contextmanager
def open_memory() -> Iterator[DuckDBPyConnection]:
    """A database in memory, closed at the end (an open one leaves notices at exit)."""
    import duckdb

    connection = duckdb.connect(config=CONFIG)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def open_scratch() -> Iterator[DuckDBPyConnection]:
    """A database in memory of its own, dropped at the end: as `open_memory`, at a tenth of the cost.

    It stands in an instance of DuckDB that the process keeps, whose threads need not be started each time.
    It is no place for `ATTACH` or `SET GLOBAL`, which all databases of an instance share, nor for
    `connection.cursor()`, which would stand in another database.
    """
    with _instance.scratch() as connection:
        yield connection


class _Instance:
    """One instance of DuckDB for a process and its threads; a process forked from it makes another one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._root: DuckDBPyConnection | None = None
        self._left_behind: list[DuckDBPyConnection | None] = []
        self._numbers = itertools.count()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)
        atexit.register(self._close)

    @contextmanager
    def scratch(self) -> Iterator[DuckDBPyConnection]:
        """A connection that stands in a new database; both end with the block."""
        root, connection, name = self._opened()
        try:
            yield connection
        finally:
            connection.close()
            self._drop(root, name)

    def _opened(self) -> tuple[DuckDBPyConnection, DuckDBPyConnection, str]:
        import duckdb

        with self._lock:
            name = f"scratch_{next(self._numbers)}"
            try:
                root = self._root = self._root or duckdb.connect(config=CONFIG)
                root.execute(f"ATTACH ':memory:' AS {name}")
            except duckdb.Error:  # an instance that met an error of its own serves no one any more
                root = self._root = duckdb.connect(config=CONFIG)
                root.execute(f"ATTACH ':memory:' AS {name}")
            connection = root.cursor()
            connection.execute(f"USE {name}")
            return root, connection, name

    def _drop(self, root: DuckDBPyConnection, name: str) -> None:
        import duckdb

        with self._lock, suppress(duckdb.Error):  # that of an instance which is no longer used
            root.execute(f"DETACH {name}")

    def _forget(self) -> None:
        """In a forked child: its threads do not exist here, so it may be neither used nor closed."""
        self._lock = threading.Lock()
        self._left_behind.append(self._root)
        self._root = None

    def _close(self) -> None:
        if self._root is not None:
            self._root.close()


_instance = _Instance()


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
def readable_as_file(content: Buffer) -> Iterator[str]:
    """A path under which DuckDB can read `content`: in memory on Linux, else a private temporary file.

    `content` is not kept while it is read from there.
    """
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("tipor")
        try:
            with os.fdopen(descriptor, "wb", closefd=False) as file:
                file.write(content)
            del content
            yield f"/proc/self/fd/{descriptor}"
        finally:
            os.close(descriptor)
    else:
        with tempfile.NamedTemporaryFile(prefix="tipor-") as file:
            file.write(content)
            file.flush()
            del content
            yield file.name


def records(connection: DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """The rows of a query by column name: for the few that are shown, never for what is searched."""
    found = connection.execute(query)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def quoted(name: str) -> str:
    """An identifier, quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text, quoted for SQL."""
    return "'" + text.replace("'", "''") + "'"


def literals(texts: tuple[str, ...] | list[str]) -> str:
    """A list of texts for IN; never empty (an empty list matches nothing)."""
    return "(" + ", ".join(literal(text) for text in texts) + ")" if texts else "(NULL)"
