"""The views of the money page that are lines: what speaks against a delivery now, and the sales by month."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.domain import periods
from kamtui.domain.deliverychecks import DeliveryCheck
from kamtui.i18n import n, t
from kamtui.render import deliverychecks as told
from kamtui.render import format
from kamtui.render.chart import Bar, bars
from kamtui.render.glyphs import Glyphs
from kamtui.store import accounts, deliverychecks, policies, sales
from kamtui.store.accounts import AccountRow
from kamtui.store.book import Book
from kamtui.tui.text import Line
from kamtui.tui.views import Key, Verb, View

MONTHS = 24

WIDE = 120
"""Cells from which nothing is left out: what is wide is high as well, or scrolls."""


def by_month(book: Book, account: int, cells: int, glyphs: Glyphs) -> list[Line]:
    """Twelve months of sales and profit, and each of the last two years' months as a bar."""
    row, today = accounts.row(book.conn, account), book.today()
    if row.revenue_12m is None:
        return [[(f" {t('no sales')}", "muted")]]
    first = periods.add_months(periods.month_start(today), 1 - MONTHS)
    found = sales.by_month(book.conn, account, first, today, row.currency)
    months = [periods.add_months(first, count).isoformat()[:7] for count in range(MONTHS)]
    rows = []
    for month in reversed(months):
        orders, revenue, _ = found.get(month, (0, 0, None))
        shown = format.amount_short(revenue, row.currency, glyphs)
        label = f"{month}  {n('{count} order', '{count} orders', orders):>9}"
        rows.append(Bar(label, revenue / 10_000, shown, partial=month == months[-1]))
    profit = format.amount_short(row.profit_12m, row.currency, glyphs)
    total = t(
        "{revenue} {currency} in 12 months, profit {profit}",
        revenue=format.amount_short(row.revenue_12m, row.currency, glyphs),
        currency=row.currency,
        profit=profit,
    )
    return [[(f" {total}", "strong")], *([(" ", ""), *line] for line in bars(rows, cells - 3, glyphs))]


def against(book: Book, row: AccountRow) -> Sequence[Line]:
    """What speaks against a delivery, as parts of a header; none of an archived account."""
    return [] if row.archived else told.in_short(_check(book, row.id))


def now(book: Book, account: int, cells: int, glyphs: Glyphs) -> Sequence[Line]:
    """What one looks at before promising a delivery, in one screen."""
    return told.lines(_check(book, account), cells, glyphs, whole=cells >= WIDE)


def _check(book: Book, account: int) -> DeliveryCheck:
    conn, today = book.conn, book.today()
    policy = policies.in_force(conn, today)
    return deliverychecks.check(conn, account, today, policy, accounts.row(conn, account).tier)


NOW: View[AccountRow] = View(
    "Now",
    now,
    verbs={
        Key.ADD: [
            Verb("payment", "payment.add"),
            Verb("invoice", "invoice.add"),
            Verb("terms", "terms.add"),
            Verb("credit", "credit.set"),
            Verb("peak", "peak.add"),
            Verb("issue", "issue.add"),
        ],
        Key.DONE: [Verb("credit reviewed", "credit.review")],
    },
)
SALES: View[AccountRow] = View("Sales", by_month, verbs={Key.ADD: [Verb("sale", "sale.add")]})
