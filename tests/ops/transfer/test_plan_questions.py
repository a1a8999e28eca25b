"""What a file leaves open is asked, and the answer is used."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kamtui.domain.touches import Kind
from kamtui.ops.transfer.asked import Asked
from kamtui.ops.transfer.plan import Plan, read_plan
from kamtui.ops.transfer.questions import Question, Undecided
from kamtui.ops.transfer.targets import TARGETS
from tests.ops.transfer.helpers import TODAY, only_question, plan_of, rows


def answered(folder: Path, name: str, question: Question, answer: str, *more: tuple[str, str]) -> Plan:
    answers = {question.key: answer, **dict(more)}
    return read_plan([str(folder / name)], Asked(today=TODAY, answers=answers))


def test_an_open_date_order_is_asked_and_the_answer_is_used(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "s.csv", "account,date,amount\nA,03/04/2026,5\nA,05/06/2026,5\n")
    question = only_question(plan)
    assert {choice.value for choice in question.choices} == {"dmy", "mdy"}
    with pytest.raises(Undecided, match="in which order do the dates of date stand") as error:
        plan.settled()
    assert error.value.exit_code == 2
    assert "choices" in str(error.value.details())
    again = answered(tmp_path, "s.csv", question, "mdy").settled()
    assert rows(again, "sales")[0].date == dt.date(2026, 3, 4)
    assert again.detected[0].readings["date"] == "month before day"


def test_another_column_of_the_file_settles_the_date_order(tmp_path: Path) -> None:
    text = "account,date,amount,Ship Date,due text\nA,03/04/2026,5,13/04/2026,x\nA,05/06/2026,5,07/06/2026,y\n"
    with plan_of(tmp_path, "s.csv", text) as plan:
        assert rows(plan, "sales")[0].date == dt.date(2026, 4, 3)
    text = "account,date,amount,a,b\nA,03/04/2026,5,13/04/2026,04/13/2026\n"
    assert plan_of(tmp_path, "t.csv", text).questions
    text = "account,date,amount,a\nA,03/04/2026,5,05/04/2026\n"
    assert plan_of(tmp_path, "u.csv", text).questions


def test_the_user_can_say_the_date_order(tmp_path: Path) -> None:
    text = "account,date,amount\nA,03/04/2026,5\n"
    for wishes in ({"date_order": "mdy"}, {"date_orders": {"date": "mdy"}}):
        with plan_of(tmp_path, "s.csv", text, **wishes) as plan:
            assert rows(plan, "sales")[0].date == dt.date(2026, 3, 4)


def test_excel_day_numbers_are_asked_about(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "s.csv", "account,date,amount\nA,45631.0,5\nA,20001,5\n")
    again = answered(tmp_path, "s.csv", only_question(plan), "serial")
    assert rows(again, "sales")[0].date == dt.date(2024, 12, 5)


def test_an_open_decimal_sign_is_asked(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "s.csv", "account,date,amount\nA,2026-01-31,1.234\nA,2026-01-31,498\n")
    question = only_question(plan)
    assert [choice.preview for choice in question.choices] == ["1.234 = 1.234", "1.234 = 1234"]
    assert rows(answered(tmp_path, "s.csv", question, ","), "sales")[0].amount == 12_340_000
    percent = only_question(plan_of(tmp_path, "p.csv", "account,date,amount\nA,2026-01-31,1.234%\n"))
    assert percent.choices[0].preview == "1.234%"


def test_a_missing_column_is_asked_for(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "s.csv", "OrderID,CustomerID,OrderDate,Freight\n1,A,2026-01-31,5\n")
    question = only_question(plan)
    assert question.key.endswith(":amount")
    assert [tuple(choice) for choice in question.choices] == [("Freight", "5")]
    assert rows(answered(tmp_path, "s.csv", question, "Freight"), "sales")[0].amount == 50_000


def test_two_columns_that_could_be_the_amount_are_asked_about(tmp_path: Path) -> None:
    text = "customer,date,Net Total,Gross,Total\nA,2026-01-31,5,6,7\n"
    question = only_question(plan_of(tmp_path, "s.csv", text))
    assert [choice.value for choice in question.choices] == ["Net Total", "Total"]
    with plan_of(tmp_path, "t.csv", "customer,date,amount,Total\nA,2026-01-31,5,7\n") as plan:
        assert rows(plan, "sales")[0].amount == 50_000


def test_a_column_that_holds_no_dates_or_amounts_is_asked_about(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "s.csv", "customer,date,amount,when\nA,soon,5,2026-01-31\n")
    assert "holds no date" in only_question(plan).text
    assert rows(answered(tmp_path, "s.csv", only_question(plan), "when"), "sales")
    plan = plan_of(tmp_path, "t.csv", "customer,date,amount\nA,2026-01-31,much\n")
    assert "holds no amount" in only_question(plan).text


def test_touches_without_a_kind_ask_for_one(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "t.csv", "account,date,summary\nA,2026-01-31,x\n", targets=("touches",))
    question = only_question(plan)
    assert question.key.startswith("constant:")
    again = answered(tmp_path, "t.csv", question, "visit", (f"target:{tmp_path / 't.csv'}", "touches"))
    assert rows(again, "touches")[0].kind is Kind.VISIT


def test_words_that_nobody_knows_are_asked_about_when_they_are_many(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "t.csv", "account,at,kind\nA,2026-01-31,Blorp\nA,2026-01-31,call\n")
    question = only_question(plan)
    assert "'Blorp' (1)" in question.text
    again = answered(tmp_path, "t.csv", question, "visit")
    assert [row.kind for row in rows(again, "touches")] == [Kind.VISIT, Kind.CALL]


def test_a_few_unknown_words_are_rejected_rows(tmp_path: Path) -> None:
    text = "account,at,kind\n" + "A,2026-01-31,call\n" * 20 + "A,2026-01-31,Blorp\n"
    with plan_of(tmp_path, "t.csv", text) as plan:
        assert len(rows(plan, "touches")) == 20
        assert plan.rejected[0].line == 22
        assert "'Blorp' is not a kind of touch" in plan.rejected[0].reason


def test_unknown_classifications_are_left_out_and_said(tmp_path: Path) -> None:
    with plan_of(tmp_path, "c.csv", "account,name,level\nA,Ann,Guru\nA,Bo,exec\n") as plan:
        assert [row.level for row in rows(plan, "contacts")] == [None, "exec"]
        (notice,) = plan.notices
        assert "'Guru' is not a level" in notice.text
        assert not plan.rejected


def test_rows_nobody_can_place_are_asked_about(tmp_path: Path) -> None:
    question = only_question(plan_of(tmp_path, "x.csv", "foo,bar\n1,2\n"))
    assert "what are these rows" in question.text
    assert [choice.value for choice in question.choices] == list(TARGETS)
    again = answered(tmp_path, "x.csv", question, "sales")
    assert {asked.key.rpartition(":")[2] for asked in again.questions} == {"account", "date", "amount"}
