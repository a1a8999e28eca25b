"""Files of figures: what they are recognised by, that a second import changes nothing, and what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kamtui.domain.facts import Confidence, Metric
from kamtui.domain.outcomes.book import Imported
from kamtui.domain.periods import Period
from kamtui.ops.accounts import add_account
from kamtui.ops.core import Done
from kamtui.ops.facts import add_fact
from kamtui.ops.history import redo, undo
from kamtui.ops.transfer.apply import apply_plan
from kamtui.ops.transfer.asked import Asked
from kamtui.ops.transfer.plan import read_plan
from kamtui.store import facts
from kamtui.store.book import Book
from tests.ops.transfer.helpers import asked, only_question, plan_of, rows, written

STOCK = """\
account,period,metric,value,product,unit,currency,source,confidence,on
A1,2026-W11,stock_qty,120,Pump,pieces,,erp,,
A1,2026-03,cost_to_serve,"1,234.50",,,USD,erp,,
A1,2026,wallet_est,5万,,,,customer,high,2026-02-01
B2,2026-Q1,discount_share,12.5,,,,,,
"""


class Importing:
    """Imports texts as files of figures into one book."""

    def __init__(self, book: Book, folder: Path) -> None:
        self.book = book
        self.folder = folder

    def __call__(self, *texts: str, options: Asked | None = None) -> Imported:
        return self.done(*texts, options=options).value

    def done(self, *texts: str, options: Asked | None = None) -> Done[Imported]:
        files = [written(self.folder, f"facts{number}.csv", text) for number, text in enumerate(texts)]
        with read_plan(files, options or asked()) as plan:
            return apply_plan(self.book, plan)

    def known(self) -> list[facts.FactRow]:
        return sorted(facts.rows(self.book.conn, facts.ids(self.book.conn)))


@pytest.fixture
def importing(book: Book, tmp_path: Path) -> Importing:
    add_account(book, "Acme Holdings Ltd", fields={"external_id": "A1"})
    add_account(book, "华兴科技", fields={"external_id": "B2", "currency": "EUR"})
    return Importing(book, tmp_path)


def test_figures_keep_their_period_product_unit_currency_source_and_day(importing: Importing) -> None:
    outcome = importing(STOCK)
    assert outcome.created == {"facts": 4}
    found = [
        (row.account_id, row.metric, row.period, row.product, row.value, row.unit, row.currency, row.source)
        for row in importing.known()
    ]
    assert found == [
        (1, Metric.STOCK_QTY, "2026-W11", "Pump", 120_0000, "pieces", None, "erp"),
        (1, Metric.COST_TO_SERVE, "2026-03", "", 1_234_5000, "", "USD", "erp"),
        (1, Metric.WALLET_EST, "2026", "", 50_000_0000, "", "CNY", "customer"),
        (2, Metric.DISCOUNT_SHARE, "2026-Q1", "", 12_5000, "", None, ""),
    ]
    assert [row.on.isoformat() for row in importing.known()] == ["2026-03-15", "2026-03-31", "2026-02-01", "2026-03-31"]
    assert importing.known()[2].confidence is Confidence.HIGH


def test_the_same_file_again_changes_nothing_on_a_later_day_either(importing: Importing) -> None:
    importing(STOCK)
    before = importing.known()
    again = importing.done(STOCK, options=Asked(dt.date(2027, 5, 1)))
    assert (again.value.created, again.value.updated, again.value.unchanged) == ({}, {}, {"facts": 4})
    assert again.change is None
    assert importing.known() == before


def test_a_file_corrects_what_was_entered_by_hand_and_one_undo_takes_it_back(importing: Importing) -> None:
    period = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    add_fact(importing.book, 1, Metric.WALLET_EST, 1_0000, period=period, unit="a year", source="customer")
    before = importing.known()
    outcome = importing(STOCK)
    assert (outcome.created, outcome.updated) == ({"facts": 3}, {"facts": 1})
    assert (importing.known()[0].value, importing.known()[0].unit) == (50_000_0000, "a year")
    after = importing.known()
    undo(importing.book)
    assert importing.known() == before
    redo(importing.book)
    assert importing.known() == after


def test_a_dry_run_saves_nothing(importing: Importing, tmp_path: Path) -> None:
    with (
        plan_of(tmp_path, "f.csv", STOCK) as plan,
        importing.book.write("import.apply", dry_run=True) as tx,
    ):
        assert apply_plan.within(tx, plan).created == {"facts": 4}
    assert importing.known() == []


def test_a_chinese_file_is_read_by_its_headers_and_words(importing: Importing) -> None:
    text = (
        "客户编号,客户名称,期间,指标,数值,产品,来源\n"
        "B2,华兴科技,2026年3月,库存,1200,泵,经销商\n"
        "C3,新客户,2026年,采购总额,3.5万,,\n"
    )
    outcome = importing(text)
    assert outcome.created == {"accounts": 1, "facts": 2}
    assert [(row.account, row.metric, row.period, row.value // 10_000, row.product) for row in importing.known()] == [
        ("华兴科技", Metric.STOCK_QTY, "2026-03", 1200, "泵"),
        ("新客户", Metric.WALLET_EST, "2026", 35_000, ""),
    ]


def test_periods_written_differently_are_one_and_a_repeated_row_is_known_already(importing: Importing) -> None:
    text = "account,period,metric,value\nA1,2026-03,volume,5\nA1,2026年3月,销量,5\n"
    outcome = importing(text)
    assert (outcome.created, outcome.unchanged) == ({"facts": 1}, {"facts": 1})


def test_another_value_for_the_same_figure_is_refused_inside_a_file_and_corrects_in_another(
    importing: Importing,
) -> None:
    first = "account,period,metric,value\nA1,2026-03,volume,5\nA1,2026-03,volume,6\n"
    for _ in range(2):
        outcome = importing(first)
        assert [(row.line, row.reason) for row in outcome.rejected] == [
            (3, "volume of this period came before in the file with another value")
        ]
        assert [row.value for row in importing.known()] == [5_0000]
    assert importing(first, first.replace(",5\n", ",7\n").replace(",6\n", ",7\n")).updated == {"facts": 1}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A1,last month,volume,5", "period: 'last month' is another period every year; write it with its year"),
        ("A1,Q3,volume,5", "period: 'Q3' is another period every year; write it with its year"),
        ("A1,someday,volume,5", "period: 'someday' is not a period; try"),
        ("A1,2026-03,beauty,5", "metric: 'beauty' is not a metric; use revenue"),
        ("A1,2026-03,orders,2.5", "value: orders is a count: a whole number, not below zero"),
        ("A1,2026-03,discount_share,250", "value: discount_share is a share: 0 to 100 percent"),
        (",2026-03,volume,5", "no account"),
        ("A1,,volume,5", "no period"),
        ("A1,2026-03,volume,", "no value"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(importing: Importing, row: str, reason: str) -> None:
    good = "".join(f"A1,2025-{month:02},volume,1\n" for month in range(1, 13))
    outcome = importing(f"account,period,metric,value\n{row}\n{good}")
    (refused,) = outcome.rejected
    assert refused.line == 2
    assert refused.reason.startswith(reason)
    assert (outcome.created, len(importing.known())) == ({"facts": 12}, 12)


def test_the_sign_of_the_amounts_is_their_currency(importing: Importing) -> None:
    importing("account,period,metric,value\nA1,2026,wallet_est,€500\nA1,2026-03,concession,€20\n")
    assert {row.currency for row in importing.known()} == {"EUR"}


def test_what_is_not_money_has_no_currency_whatever_its_column_says(importing: Importing) -> None:
    importing("account,period,metric,value,currency\nA1,2026-03,orders,5,USD\nA1,2026-03,revenue,5,USD\n")
    assert {row.metric: row.currency for row in importing.known()} == {Metric.ORDERS: None, Metric.REVENUE: "USD"}


def test_rows_that_do_not_say_what_they_measure_are_asked_about(tmp_path: Path) -> None:
    text = "account,period,value\nA1,2026,500\n"
    question = only_question(plan_of(tmp_path, "w.csv", text, targets=("facts",)))
    assert question.text == "what do these rows measure?"
    assert [choice.value for choice in question.choices] == [*Metric]
    path = written(tmp_path, "w.csv", text)
    with read_plan(
        [path], Asked(dt.date(2026, 11, 20), answers={f"target:{path}": "facts", question.key: "wallet_est"})
    ) as plan:
        (row,) = rows(plan, "facts")
    assert (row.metric, row.value) == (Metric.WALLET_EST, 500_0000)


def test_an_import_of_accounts_and_figures_together_places_the_figures(book: Book, tmp_path: Path) -> None:
    files = [
        written(tmp_path, "facts.csv", "account,period,metric,value\nN1,2026,wallet_est,500\n"),
        written(tmp_path, "accounts.csv", "id,name,industry,currency\nN1,Nova GmbH,tools,EUR\n"),
    ]
    with read_plan(files, asked()) as plan:
        assert apply_plan(book, plan).value.created == {"accounts": 1, "facts": 1}
    (row,) = facts.rows(book.conn, facts.ids(book.conn))
    assert (row.account, row.currency) == ("Nova GmbH", "EUR")


def test_many_figures_go_in_as_blocks_and_are_known_again(importing: Importing) -> None:
    days = [dt.date(2020, 1, 1) + dt.timedelta(days=day) for day in range(1_500)]
    lines = (f"A1,{day},stock_qty,{number},P{kind}\n" for number, day in enumerate(days) for kind in range(4))
    text = "account,period,metric,value,product\n" + "".join(lines)
    assert importing(text).created == {"facts": 6_000}
    assert importing(text).unchanged == {"facts": 6_000}
