"""Does each check have a database of its own, though all stand in one instance?"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import duckdb
import pytest

from pipelines.collect import database
from pipelines.collect.database import open_scratch


def tables() -> list[str]:
    with open_scratch() as connection:
        return [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]


def test_two_that_are_open_at_once_have_tables_of_one_name() -> None:
    with open_scratch() as one, open_scratch() as other:
        one.execute("CREATE TABLE a AS SELECT 1 AS n")
        other.execute("CREATE TABLE a AS SELECT 2 AS n")
        one.execute("CREATE TEMP TABLE b AS FROM a")
        assert (one.execute("FROM b").fetchone(), other.execute("FROM a").fetchone()) == ((1,), (2,))
        with pytest.raises(duckdb.CatalogException):
            other.execute("FROM b")


def test_nothing_is_left_of_one_that_ended_also_by_an_error() -> None:
    with suppress(duckdb.CatalogException), open_scratch() as connection:
        connection.execute("CREATE TABLE left_behind AS SELECT 1")
        connection.execute("BEGIN")
        connection.execute("INSERT INTO left_behind VALUES (2)")
        connection.execute("FROM no_such_table")
    assert tables() == []
    with pytest.raises(duckdb.ConnectionException):
        connection.execute("SELECT 1")


def test_threads_do_not_meet() -> None:
    def count(number: int) -> int:
        with open_scratch() as connection:
            connection.execute(f"CREATE TABLE rows AS FROM range({number})")
            found = connection.execute("SELECT count(*) FROM rows").fetchone()
            return int(found[0]) if found else -1

    with ThreadPoolExecutor(4) as pool:
        assert [*pool.map(count, range(60))] == [*range(60)]
    assert tables() == []


def test_an_instance_that_is_broken_is_replaced() -> None:
    tables()
    root = database._instance._root
    assert root is not None
    root.close()
    assert tables() == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_process_has_an_instance_of_its_own() -> None:
    tables()
    child = os.fork()
    if not child:
        os._exit(len(tables()))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
