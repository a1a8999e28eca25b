from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kamtui.domain.touches import Kind, TouchState
from kamtui.errors import BadInput
from kamtui.ops.transfer.asked import Asked, Wishes
from kamtui.ops.transfer.plan import Plan, read_plan
from kamtui.ops.transfer.targets import TARGETS, AccountRow, ContactRow, SaleRow, TouchRow
from tests.ops.transfer.helpers import TODAY, asked, only_question, plan_of, rows, written


def codes(plan: Plan) -> list[str]:
    return [notice.code for notice in plan.notices]


def test_a_customer_list_gives_accounts_and_their_people(tmp_path: Path) -> None:
    text = "CustomerID,CompanyName,ContactName,ContactTitle,City,Phone,Fax\n7,Acme Ltd,Ann Lee,CEO,Wuhan,027-1,9\n"
    with plan_of(tmp_path, "customers.csv", text) as plan:
        assert rows(plan, "accounts") == [
            AccountRow("7", "Acme Ltd", None, None, None, None, None, None, None, None, "Wuhan", None, "027-1", None,
                       None, None, None)
        ]  # fmt: skip
        assert rows(plan, "contacts") == [
            ContactRow(None, "7", "Acme Ltd", "Ann Lee", "CEO", None, None, None, "027-1", None, None, None)
        ]
        (found,) = plan.detected
        assert found.ignored == ("Fax",)
        assert found.mapping["contacts"]["name"] == "ContactName"
        assert found.sample[0]["CompanyName"] == "Acme Ltd"
        assert plan.expected() == {**dict.fromkeys(TARGETS, 0), "accounts": 1, "contacts": 1}


def test_sales_are_typed(tmp_path: Path) -> None:
    text = 'account,number,date,amount,currency,profit,kind\nA,1,2026-03-31,"1,234.50",eur,10,\nA,2,2026-04-01,-5,,,\n'
    with plan_of(tmp_path, "s.csv", text) as plan:
        assert rows(plan, "sales") == [
            SaleRow("A", None, "1", dt.date(2026, 3, 31), 12_345_000, "EUR", 100_000, "order", None, None),
            SaleRow("A", None, "2", dt.date(2026, 4, 1), -50_000, None, None, "return", None, None),
        ]


def test_touches_are_typed(tmp_path: Path) -> None:
    text = (
        "account,contact,timestamp,activity_type,status,duration,comment,owner\n"
        'A,Ann,1/31/2024 15:30,Phone Call,Completed,1h30,"first\nsecond",li.wei\n'
    )
    plan = read_plan([written(tmp_path, "t.csv", text)], Asked(today=TODAY, zone=ZoneInfo("Asia/Shanghai")))
    at = dt.datetime(2024, 1, 31, 7, 30, tzinfo=dt.UTC)
    assert rows(plan, "touches") == [
        TouchRow("A", None, "Ann", at, Kind.CALL, 90, TouchState.DONE, "first\nsecond", "li.wei", None)
    ]


def test_a_touch_without_a_state_is_done_or_lies_ahead(tmp_path: Path) -> None:
    text = "account,at,kind\nA,2026-11-20,call\nA,2026-12-24,call\n"
    with plan_of(tmp_path, "t.csv", text) as plan:
        assert [row.state for row in rows(plan, "touches")] == [TouchState.DONE, TouchState.SCHEDULED]
    text = "account,at,kind\nA,2026-11-20T23:00:00Z,call\nA,2026-12-24T08:00:00Z,call\n"
    with plan_of(tmp_path, "u.csv", text) as plan:
        assert [row.state for row in rows(plan, "touches")] == [TouchState.DONE, TouchState.SCHEDULED]


def test_a_touch_needs_somebody(tmp_path: Path) -> None:
    text = "account,contact,at,kind\n,,2026-11-20,call\n,Ann,2026-11-20,call\nA,,2026-11-20,call\n"
    with plan_of(tmp_path, "t.csv", text) as plan:
        assert len(rows(plan, "touches")) == 2
        assert [(bad.line, bad.reason) for bad in plan.rejected] == [(2, "neither account nor contact")]
    with plan_of(tmp_path, "u.csv", "contact,at,kind\nAnn,2026-11-20,call\n,2026-11-20,call\n") as plan:
        assert len(rows(plan, "touches")) == 1
    with plan_of(tmp_path, "v.csv", "account,at,kind\nA,2026-11-20,call\n,2026-11-20,call\n") as plan:
        assert len(rows(plan, "touches")) == 1


def test_what_cannot_be_imported_is_listed_with_line_reason_and_cells(tmp_path: Path) -> None:
    text = "account,number,date,amount\nA,1,2026-03-31,5\nA,2,soon,5\nA,3\nA,4,2026-03-31,\nA,5,2026-03-31,x\n,,,\n"
    with plan_of(tmp_path, "s.csv", text) as plan:
        assert len(rows(plan, "sales")) == 1
        file = str(tmp_path / "s.csv")
        assert [tuple(bad) for bad in plan.rejected] == [
            (file, 4, "cells: 2; the header has 4", ("A", "3")),
            (file, 3, "date: 'soon' is not a date", ("A", "2", "soon", "5")),
            (file, 5, "no amount", ("A", "4", "2026-03-31", "")),
            (file, 6, plan.rejected[3].reason, ("A", "5", "2026-03-31", "x")),
        ]
        assert "'x' is not an amount" in plan.rejected[3].reason
        assert (plan.read, plan.rejected_count) == (5, 4)
        rows(plan, "sales")
        assert plan.rejected_count == 4


def test_rejected_rows_do_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kamtui.ops.transfer.feeds.KEPT_REJECTED", 2)
    with plan_of(tmp_path, "a.csv", "name,city\n" + ",x\n" * 5 + "Acme,y\n") as plan:
        assert len(rows(plan, "accounts")) == 1
        assert (len(plan.rejected), plan.rejected_count) == (2, 5)


def test_batches_carry_the_lines_and_the_cells(tmp_path: Path) -> None:
    with plan_of(tmp_path, "a.csv", 'name,note\nAcme,"x\ny"\n,z\nBolt,q\n') as plan:
        (batch,) = plan.accounts()
        assert list(batch.lines) == [2, 5]
        assert batch.raw == [["Acme", "x\ny"], ["Bolt", "q"]]


def test_sales_lines_of_one_number_are_one_document(tmp_path: Path) -> None:
    text = (
        "Order ID,Customer ID,Customer Name,Order Date,Sales,Profit\n"
        "1,A,Acme,2026-01-02,10.5,1\n2,B,Bolt,2026-01-03,3,1\n1,A,Acme,2026-01-02,2.25,-3\n1,B,Bolt,2026-01-05,-4,\n"
        ",B,Bolt,2026-01-06,1,1\n,B,Bolt,2026-01-06,1,1\n"
    )
    with plan_of(tmp_path, "s.csv", text) as plan:
        (batch,) = plan.sales()
        assert [(r.account, r.number, r.amount, r.profit, r.kind) for r in batch.rows] == [
            ("A", "1", 127_500, -20_000, "order"),
            ("B", "2", 30_000, 10_000, "order"),
            ("B", "1", -40_000, None, "return"),
            ("B", None, 10_000, 10_000, "order"),
            ("B", None, 10_000, 10_000, "order"),
        ]
        assert batch.rows[0].date == dt.date(2026, 1, 2)
        assert batch.rows[0].account_name == "Acme"
        assert list(batch.lines) == [2, 3, 5, 6, 7]
        assert batch.raw[0][2] == "1"
        assert "lines_added_up" in codes(plan)


def test_a_kind_that_was_given_stays_when_lines_are_added_up(tmp_path: Path) -> None:
    text = "account,number,date,amount,kind\nA,1,2026-01-02,-5,order\nA,1,2026-01-02,-5,order\n"
    with plan_of(tmp_path, "s.csv", text) as plan:
        assert [row.kind for row in rows(plan, "sales")] == ["order"]


def test_profit_follows_from_cost(tmp_path: Path) -> None:
    text = "account,date,amount,cost\nA,2026-01-02,10,4\nA,2026-01-03,10,\n"
    with plan_of(tmp_path, "s.csv", text) as plan:
        assert [row.profit for row in rows(plan, "sales")] == [60_000, None]


def test_months_are_summaries_dated_on_their_last_day(tmp_path: Path) -> None:
    with plan_of(tmp_path, "s.csv", "account,month,revenue\nA,2026-02,10\nA,2026-03,-1\n") as plan:
        assert [(row.date.isoformat(), row.kind) for row in rows(plan, "sales")] == [
            ("2026-02-28", "summary"),
            ("2026-03-31", "summary"),
        ]


def test_signs_in_the_amounts_name_the_currency(tmp_path: Path) -> None:
    with plan_of(tmp_path, "s.csv", "account;date;amount\nA;31.1.2026;5,00 €\n") as plan:
        assert rows(plan, "sales")[0].currency == "EUR"
        assert rows(plan, "sales")[0].amount == 50_000
        assert plan.detected[0].readings["amount"] == "decimal comma"


def test_several_currencies_without_a_column_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="several currencies"):
        plan_of(tmp_path, "s.csv", "account,date,amount\nA,2026-01-31,$5\nA,2026-01-31,5 €\n")


def test_sheets_of_a_file_that_are_nothing_we_know_are_left_out(tmp_path: Path) -> None:
    text = '{"accounts": [{"id": 1, "name": "Acme"}], "settings": [{"key": 5}]}'
    with plan_of(tmp_path, "a.json", text) as plan:
        assert [row.name for row in rows(plan, "accounts")] == ["Acme"]
        assert "not imported" in plan.detected[1].notes[0]
    with pytest.raises(BadInput, match=r"nothing in these tables can be imported as it is: x, y"):
        plan_of(tmp_path, "b.json", '{"x": [{"key": 5}], "y": [{"key": 5}]}')


def test_sql_shapes_the_rows(tmp_path: Path) -> None:
    orders = written(tmp_path, "orders.csv", "no;kund;day\n1;7;31.1.2026\n2;8;1.2.2026\n3;x\n")
    lines = written(tmp_path, "lines.csv", "no,qty,price\n1,2,0.5\n1,3,1.25\n2,1,9\n")
    sql = (
        "SELECT kund AS account, o.no AS number, day AS date, sum(qty * price) AS amount"
        " FROM orders o JOIN lines l USING (no) GROUP BY o.no"
    )
    with read_plan([orders, lines], Asked(today=TODAY, sql=sql)) as plan:
        assert [(r.account, r.date.isoformat(), r.amount) for r in rows(plan, "sales")] == [
            ("7", "2026-01-31", 47_500),
            ("8", "2026-02-01", 90_000),
        ]
        assert [(bad.file, bad.line) for bad in plan.rejected] == [(orders, 4)]
        assert plan.rejected_count == 1
        assert plan.detected[0].file == "--sql"


def test_sql_waits_for_open_questions_about_the_files(tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", "name\nDvořák Plzeň\n", "cp1250")
    plan = read_plan([file], Asked(today=TODAY, sql="SELECT name FROM a"))
    assert only_question(plan).key == f"encoding:{file}"
    again = read_plan(
        [file], Asked(today=TODAY, sql="SELECT name, 1 AS id FROM a", answers={f"encoding:{file}": "cp1250"})
    )
    assert rows(again, "accounts")[0].name == "Dvořák Plzeň"


def test_sql_reads_other_programs_sqlite_files(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE invoice (buyer INTEGER, total REAL, day TEXT)")
        conn.execute("INSERT INTO invoice VALUES (7, 1.234, '2026-01-31 00:00:00')")
    conn.close()
    with read_plan(
        [str(path)], Asked(today=TODAY, sql="SELECT buyer AS account, total AS amount, day AS date FROM invoice")
    ) as plan:
        assert rows(plan, "sales")[0][:5] == ("7", None, None, dt.date(2026, 1, 31), 12_340)


def test_constants_and_values_of_the_map_file_are_used(tmp_path: Path) -> None:
    file = written(tmp_path, "t.csv", "who;wann;art;text\nA;31.1.2026;Tel.;x\n")
    wishes = Wishes(
        targets=("touches",),
        columns={"account": ("who",), "at": ("wann",), "kind": ("art",), "summary": ("text",)},
        constants={"by": "li.wei", "minutes": "1h"},
        values={"kind": {"Tel.": "call"}},
    )
    with read_plan([file], Asked(today=TODAY, map=wishes)) as plan:
        (row,) = rows(plan, "touches")
        assert (row.kind, row.by, row.minutes, row.summary) == (Kind.CALL, "li.wei", 60, "x")
        assert plan.detected[0].mapping["touches"]["by"] == "= li.wei"


def test_constants_of_every_kind_are_typed(tmp_path: Path) -> None:
    constants = {"date": "31.1.2026", "amount": "5", "currency": "eur", "owner": "li.wei"}
    with plan_of(tmp_path, "s.csv", "account,number\nA,1\n", targets=("sales",), constants=constants) as plan:
        assert rows(plan, "sales") == [
            SaleRow("A", None, "1", dt.date(2026, 1, 31), 50_000, "EUR", None, "order", "li.wei", None)
        ]


def test_a_wrong_constant_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="kind: 'gift' is not a kind of touch"):
        plan_of(tmp_path, "t.csv", "account,at\nA,2026-01-31\n", targets=("touches",), constants={"kind": "gift"})


def test_names_in_two_columns_are_put_together(tmp_path: Path) -> None:
    text = "Contact ID,First Name,Last Name,Account ID\n1,Carine ,Schmitt,7\n2,伟,王,7\n3,,Lee,7\n"
    with plan_of(tmp_path, "c.csv", text) as plan:
        assert [row.name for row in rows(plan, "contacts")] == ["Carine Schmitt", "王伟", "Lee"]


def test_day_and_time_and_subject_and_text_are_put_together(tmp_path: Path) -> None:
    text = (
        "account,type,start date,start time,subject,description\n"
        "A,call,31.1.2026,09:30,Price,Price\nA,call,1.2.2026,,Hi,there\n"
    )
    with plan_of(tmp_path, "t.csv", text) as plan:
        first, second = rows(plan, "touches")
        assert first.at == dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)
        assert second.at == dt.date(2026, 2, 1)
        assert (first.summary, second.summary) == ("Price", "Hi\nthere")


def test_other_fields_in_several_columns_are_joined(tmp_path: Path) -> None:
    with plan_of(
        tmp_path, "a.csv", "name,street,zip\nAcme,Main St,1\n", columns={"address": ("street", "zip")}
    ) as plan:
        assert rows(plan, "accounts")[0].address == "Main St, 1"


def test_sales_of_nobody_are_kept_and_counted(tmp_path: Path) -> None:
    with plan_of(
        tmp_path, "s.csv", "customer id,date,amount\n,2026-01-31,5\nnan,2026-01-31,7\n3,2026-01-31,1\n"
    ) as plan:
        assert [row.account for row in rows(plan, "sales")] == [None, None, "3"]
        (notice,) = plan.notices
        assert notice.text == "2 documents have no account: 12.00 is nobody's"
        assert (notice.lines, notice.rows) == ((2, 3), 2)
        assert plan.detected[0].readings["account"] == "read as blank: 'nan' (1)"


def test_accounts_in_two_countries_are_named(tmp_path: Path) -> None:
    text = (
        "customer id,date,amount,country\n"
        "A,2026-01-31,5,Cyprus\nB,2026-01-31,7,\nA,2026-01-31,1,Austria\nB,2026-01-31,7,Spain\n"
    )
    with plan_of(tmp_path, "s.csv", text) as plan:
        rows(plan, "sales")
        assert [n.text for n in plan.notices] == ["1 accounts appear in several countries: A (Cyprus, Austria)"]
    with plan_of(tmp_path, "a.csv", "id,name,country\n1,Acme,Cyprus\n1,Acme,Austria\n") as plan:
        rows(plan, "accounts")
        assert codes(plan) == ["two_countries"]


def test_a_phone_of_two_accounts_is_pointed_out_once(tmp_path: Path) -> None:
    text = "客户编号,公司名称,联系人姓名,联系电话\n1,甲,王,030-88355547\n2,乙,李,030- 88355547\n3,丙,陈,12\n"
    with plan_of(tmp_path, "c.csv", text) as plan:
        rows(plan, "accounts")
        rows(plan, "contacts")
        assert [n.text for n in plan.notices] == ["phone 030-88355547 is shared by 甲 (1), 乙 (2)"]


def test_one_name_under_two_ids_is_pointed_out(tmp_path: Path) -> None:
    with plan_of(tmp_path, "a.csv", "Record ID,Company name\n1,Bluebay Ltd\n2,bluebay ltd\n3,Other\n") as plan:
        rows(plan, "accounts")
        assert [n.text for n in plan.notices] == ["Bluebay Ltd appears under several ids: 1, 2"]
    with plan_of(tmp_path, "b.csv", "Company name,City\nAcme,x\nAcme,y\n") as plan:
        rows(plan, "accounts")
        assert [n.text for n in plan.notices] == ["1 accounts stand in several rows: Acme"]
    text = "customer id,customer name,date,amount\n1,Harry,2026-01-31,5\n2,Harry,2026-01-31,7\n"
    with plan_of(tmp_path, "s.csv", text) as plan:
        rows(plan, "sales")
        assert codes(plan) == ["same_name"]


def test_done_touches_in_the_future_are_pointed_out(tmp_path: Path) -> None:
    text = (
        "account,at,kind,state\nA,2027-01-31,call,done\nA,2027-01-31T10:00:00Z,call,done\nA,2027-01-31,call,planned\n"
    )
    with plan_of(tmp_path, "t.csv", text) as plan:
        rows(plan, "touches")
        assert [(n.code, n.lines) for n in plan.notices] == [("done_in_future", (2, 3))]
    with plan_of(tmp_path, "u.csv", "account,at,kind\n" + "A,2026-01-31,call\n") as plan:
        rows(plan, "touches")
        assert plan.notices == []
    with plan_of(tmp_path, "v.csv", "account,at,kind,state\n" + "A,2027-01-31,call,done\n" * 30) as plan:
        rows(plan, "touches")
        assert [(n.rows, len(n.lines)) for n in plan.notices] == [(30, 20), (29, 20)]


def test_rows_that_repeat_are_kept_and_pointed_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "account,number,date,amount\nA,1,2026-01-31,5\nA,2,2026-01-31,5\nA,3,2026-01-30,5\n"
    with plan_of(tmp_path, "s.csv", text) as plan:
        assert len(rows(plan, "sales")) == 3
        assert [(n.code, n.lines) for n in plan.notices] == [("repeated", (3,))]
        monkeypatch.setattr("kamtui.ops.transfer.checks._MANY", -1)
        rows(plan, "sales")
        assert codes(plan) == []


def test_a_typed_sample_can_be_shown(tmp_path: Path) -> None:
    with plan_of(tmp_path, "a.csv", "id,name\n" + "".join(f"{i},N{i}\n" for i in range(5))) as plan:
        assert [row[1] for row in plan.feeds[0].sample()] == ["N0", "N1"]
    text = "account,name,level\n" + "x\n" * 1000 + "A,,Guru\nA,Bo,Guru\n , , \n"
    with plan_of(tmp_path, "c.csv", text) as plan:
        assert [row[3] for row in plan.feeds[0].sample()] == ["Bo"]
        assert plan.notices == []
        assert len(rows(plan, "contacts")) == 1
        assert plan.rejected_count == 1001
    with plan_of(tmp_path, "b.csv", "id,name\n") as plan:
        assert plan.feeds[0].sample() == []
        assert rows(plan, "accounts") == []
        assert plan.detected[0].sample == ()


def test_targets_come_in_the_order_they_refer_to_each_other(tmp_path: Path) -> None:
    touches = written(tmp_path, "t.csv", "account,at,kind\nA,2026-01-31,call\n")
    accounts = written(tmp_path, "a.csv", "id,name\nA,Acme\n")
    with read_plan([touches, accounts], asked()) as plan:
        assert [feed.target.name for feed in plan.feeds] == ["accounts", "touches"]


@pytest.mark.parametrize("wishes", [{"targets": ("deals",)}, {"date_order": "dym"}, {"decimal": ";"}])
def test_options_that_mean_nothing_are_refused(tmp_path: Path, wishes: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="is unknown; use"):
        plan_of(tmp_path, "a.csv", "id,name\n", "utf-8", **wishes)


def test_a_sales_column_called_id_is_left_alone_where_it_has_a_meaning(tmp_path: Path) -> None:
    plan = plan_of(
        tmp_path, "s.csv", "ID,Date,Amount\n1,2026-01-31,5\n", columns={"number": ("ID",)}, targets=("sales",)
    )
    assert only_question(plan).key.endswith(":account")


def test_nothing_to_read_is_refused() -> None:
    with pytest.raises(BadInput, match="name at least one file"):
        read_plan([], asked())


def test_a_plan_that_fails_leaves_no_temporary_files(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="never closed"):
        plan_of(tmp_path, "a.csv", 'id,name\n1,"Acme\n')
