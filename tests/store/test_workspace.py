from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from kamtui.errors import BadInput
from kamtui.store import workspace
from kamtui.store.workspace import Workspace, column_names, table_name


@pytest.fixture
def space() -> Iterator[Workspace]:
    with Workspace() as opened:
        yield opened


@pytest.fixture
def orders(space: Workspace) -> Workspace:
    space.load("orders.csv", ["No", "Customer", "Amount"], [[["1", "A", "1.5"], ["2", "B", "2"]], [["3", "A", ""]]])
    return space


def answer(space: Workspace, sql: str) -> list[list[str]]:
    return [row for block in space.select(sql).rows() for row in block]


@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("data/customers.csv", "customers"),
        ("lines.csv.gz", "lines"),
        ("customers.gb18030.csv", "customers_gb18030"),
        ("Sample - Superstore.csv", "sample_superstore"),
        ("../../etc/passwd; DROP TABLE x.txt", "passwd_drop_table_x"),
        ("2024.csv", "t_2024"),
        ("order.csv", "order_"),
        ("客户 名单.csv", "客户_名单"),
        ("---.csv", "file"),
    ],
)
def test_a_file_becomes_a_plain_table_name(file: str, table: str) -> None:
    assert table_name(file) == table


def test_columns_keep_their_headers_and_differ() -> None:
    assert column_names(["Name", "", "name", "", 'say "x"']) == ("Name", "column_2", "name_2", "column_4", 'say "x"')


def test_files_of_one_name_become_two_tables(space: Workspace) -> None:
    assert space.load("a/orders.csv", ["x"], [[["1"]]]) == "orders"
    assert space.load("b/Orders.csv", ["x"], [[["2"]]]) == "orders_2"
    assert answer(space, "SELECT x FROM orders_2") == [["2"]]


def test_the_answer_of_a_query_is_text(orders: Workspace) -> None:
    found = orders.select("SELECT Customer AS account, sum(Amount) AS amount, NULL AS x FROM orders GROUP BY 1")
    assert found.names == ("account", "amount", "x")
    assert answer(orders, "SELECT Customer, sum(Amount), NULL FROM orders GROUP BY 1") == [
        ["A", "1.5", ""],
        ["B", "2", ""],
    ]


def test_an_answer_can_be_read_again(orders: Workspace) -> None:
    found = orders.select("SELECT No FROM orders ORDER BY No DESC")
    assert [list(found.rows()), list(found.rows())] == [[[["3"], ["2"], ["1"]]]] * 2


def test_leading_zeros_survive_a_table(space: Workspace) -> None:
    space.load("a.csv", ["code"], [[["007"], ["7"]]])
    assert answer(space, "SELECT code FROM a") == [["007"], ["7"]]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM orders",
        "INSERT INTO orders VALUES (1, 2, 3)",
        "UPDATE orders SET No = 1",
        "CREATE TABLE x (y)",
        "DROP TABLE orders",
        "ATTACH '/etc/passwd' AS x",
        "PRAGMA writable_schema = 1",
        "PRAGMA table_info(orders)",
        "SELECT * FROM pragma_database_list",
        "VACUUM INTO '/nowhere/x'",
        "BEGIN",
        "SELECT load_extension('x')",
        "WITH a AS (SELECT 1) INSERT INTO orders SELECT 1, 2, 3",
        "REINDEX",
        "ANALYZE",
    ],
)
def test_a_query_can_only_read(orders: Workspace, sql: str) -> None:
    with pytest.raises(BadInput, match=r"may only read|must be a SELECT"):
        orders.select(sql)
    assert len(answer(orders, "SELECT * FROM orders")) == 3


def test_two_statements_are_refused(orders: Workspace) -> None:
    with pytest.raises(BadInput, match="must be one SELECT"):
        orders.select("SELECT 1; DELETE FROM orders")


def test_no_statement_is_refused(orders: Workspace) -> None:
    with pytest.raises(BadInput, match="must be a SELECT"):
        orders.select("-- nothing")


def test_a_mistake_in_a_query_lists_the_tables(orders: Workspace) -> None:
    with pytest.raises(BadInput, match=r"no such column: Total. The tables are: orders\(No, Customer, Amount\)"):
        orders.select("SELECT Total FROM orders")


def test_a_mistake_found_while_reading_is_a_refusal(orders: Workspace) -> None:
    with pytest.raises(BadInput, match="integer overflow"):
        orders.select("SELECT abs(-9223372036854775807 - No) FROM orders")
    late = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000)"
    with pytest.raises(BadInput, match="integer overflow"):
        orders.select(f"{late} SELECT abs(CASE WHEN x = 1500 THEN -9223372036854775807 - 1 ELSE x END) FROM n")


def test_two_columns_of_one_name_are_refused(orders: Workspace) -> None:
    with pytest.raises(BadInput, match="two columns called 'No'"):
        orders.select("SELECT No, No FROM orders")


def test_an_endless_query_is_stopped(orders: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "STEPS", 3)
    with pytest.raises(BadInput, match="takes too long"):
        orders.select("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n")


def test_an_sqlite_file_is_attached_for_reading(space: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "it's other.db"
    with sqlite3.connect(path) as conn:
        conn.execute('CREATE TABLE "Invoice" (Id INTEGER, Total NUMERIC)')
        conn.execute("INSERT INTO Invoice VALUES (1, 1.98), (2, 3)")
    conn.close()
    before = path.read_bytes()
    assert space.attach(path, "other.db") == ["Invoice"]
    assert space.tables == {"Invoice": ("Id", "Total")}
    assert answer(space, "SELECT Id, Total FROM Invoice") == [["1", "1.98"], ["2", "3"]]
    assert list(space.table("Invoice").rows()) == [[["1", "1.98"], ["2", "3"]]]
    assert path.read_bytes() == before


def test_a_table_of_the_workspace_can_be_read_whole(orders: Workspace) -> None:
    assert orders.table("orders").names == ("No", "Customer", "Amount")
    assert next(orders.table("orders").rows())[0] == ["1", "A", "1.5"]


def test_a_file_that_breaks_while_it_is_read_is_a_refusal(space: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as conn:
        conn.execute("PRAGMA page_size = 512")
        conn.execute("CREATE TABLE a (x)")
        conn.executemany("INSERT INTO a VALUES (?)", [("y" * 100,)] * 1000)
    conn.close()
    raw = bytearray(path.read_bytes())
    raw[2048:] = b"\xff" * (len(raw) - 2048)
    path.write_bytes(raw)
    space.attach(path, "other.db")
    with pytest.raises(BadInput, match="damaged"):
        list(space.table("a").rows())


def test_broken_text_of_another_program_is_shown_not_fatal(space: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE a (x)")
        conn.execute("INSERT INTO a VALUES (CAST(x'41ff' AS TEXT))")
    conn.close()
    space.attach(path, "other.db")
    assert answer(space, "SELECT x FROM a") == [["A\ufffd"]]


def test_too_many_columns_are_refused(space: Workspace) -> None:
    with pytest.raises(BadInput, match=r"wide.csv cannot be loaded: too many columns"):
        space.load("wide.csv", [f"c{i}" for i in range(40_000)], [])


def summed(space: Workspace, rows: Sequence[Sequence[object]]) -> list[tuple[object, ...]]:
    return [row for block in space.sum_up(2, 2, [rows]) for row in block]


def test_lines_are_added_up_and_the_first_says_the_rest(space: Workspace) -> None:
    rows = [
        ("B", "2", 10, None, "first of 2"),
        ("A", "1", 5, 1, "first of 1"),
        ("B", "2", 20, 5, "second of 2"),
        (None, "3", 7, 7, "nobody's"),
        ("A", "1", -2, 1, "second of 1"),
        (None, "3", 1, 1, "nobody's again"),
    ]
    assert summed(space, rows) == [
        ("B", "2", 30, None, "first of 2"),
        ("A", "1", 3, 2, "first of 1"),
        (None, "3", 8, 8, "nobody's"),
    ]
    assert summed(space, rows[:1]) == [("B", "2", 10, None, "first of 2")]
    assert summed(space, []) == []
