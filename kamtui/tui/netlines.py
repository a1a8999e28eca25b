"""What an account leaves, as lines: revenue down to net, part by part, then quarter by quarter (R26, R50)."""

from __future__ import annotations

from collections.abc import Iterator

from kamtui.domain.costs import Costs, Part
from kamtui.domain.margins import percent
from kamtui.domain.money import grouped
from kamtui.domain.periods import Span, add_months, trailing_year
from kamtui.domain.policy import Policy
from kamtui.domain.returns import Brought, Return
from kamtui.domain.whale import profit_class
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import fit
from kamtui.store import accounts, fiscal, policies, returns
from kamtui.store.accounts import AccountRow
from kamtui.store.book import Book
from kamtui.tui.text import Bit, Line
from kamtui.tui.views import Key, Verb, View

QUARTERS = 8
"""How many are listed."""

LABEL, AMOUNT, SHARE = 18, 18, 9
"""Cells of what a line says, of its amount, and of its part of the revenue."""

SENSIBLE = 1_000
"""A return of so many percent says that hardly any of the costs is known."""


def net(book: Book, account: int, cells: int, glyphs: Glyphs) -> list[Line]:
    """Twelve months from revenue to net, each currency by itself, and the last quarters in that of the account."""
    conn, today = book.conn, book.today()
    year, policy, row = trailing_year(today), policies.in_force(conn, today), accounts.row(conn, account)
    lines: list[Line] = []
    for code in dict.fromkeys([*returns.currencies(conn, account, year), row.currency]):
        found = returns.by_account(conn, year, today, code, policy, [account]).get(account)
        if found is not None:
            lines += [*_currency(found, code, policy, glyphs), []]
    if not lines:
        return [[(f" {t('nothing was bought and nothing spent in twelve months')}", "muted")]]
    return [*lines, *_quarters(book, account, row.currency, policy, glyphs)]


def _currency(found: Return, currency: str, policy: Policy, glyphs: Glyphs) -> Iterator[Line]:
    now, cost = found.now, found.now.costs
    kept = None if now.profit is None else now.profit - (cost.total or 0)
    yield [(f" {t('twelve months to {last}, {currency}', last=found.period.last, currency=currency)}", "strong")]
    yield _line(t("revenue"), now.revenue, now, currency)
    grown = None if found.growth_percent is None else format.change(round(found.growth_percent), glyphs)
    more = "" if grown is None else t("{change}% on the year before", change=grown)
    yield _line(t("gross profit"), now.profit, now, currency, more)
    for part in Part:
        amount = cost.of(part)
        if part is Part.TERMS and amount is None:
            continue
        yield _line(t(part.label), None if amount is None else -amount, now, currency, _rests_on(part, cost, currency))
    word = "" if kept is None else _class(now, kept, policy)
    yield _line(t("net"), kept, now, currency, word, "strong" if (kept or 0) >= 0 else "error")
    if cost.cost_to_serve is None and kept is not None:
        yield [(f" {t('no cost to serve is known: what is left is at most this')}", "warn")]
    if found.per_hour is not None:
        hour = format.amount_short(found.per_hour, currency, glyphs)
        line = t("{amount} {currency} of gross profit an hour of ours", amount=hour, currency=currency)
        shown = found.percent is not None and found.percent < SENSIBLE
        back = t(", {percent:.0f}% on what was put in", percent=found.percent) if shown else ""
        yield [(f" {line}{back}", "")]


def _line(label: str, amount: int | None, now: Brought, currency: str, more: str = "", role: str = "") -> list[Bit]:
    if amount is None:
        return [(f" {fit(label, LABEL)}", ""), (fit(t("unknown"), AMOUNT, "right"), "muted"), (f"  {more}", "muted")]
    share = percent(amount, now.revenue or 0)
    shown = "" if share is None else f"{share:.1f}%"
    return [
        (f" {fit(label, LABEL)}", role),
        (fit(grouped(amount, currency), AMOUNT, "right"), role),
        (fit(shown, SHARE, "right"), "muted"),
        (f"  {more}", "muted"),
    ]


def _rests_on(part: Part, cost: Costs, currency: str) -> str:
    """The figures that a part is computed from."""
    if part is Part.TIME and cost.minutes:
        spent = format.minutes(cost.minutes)
        if not cost.unpriced:
            return spent
        return t("{spent}, {unpriced} of it unpriced", spent=spent, unpriced=format.minutes(cost.unpriced))
    if part is Part.FINANCING and cost.owed is not None:
        return t("owed {amount} on average", amount=grouped(cost.owed, currency))
    return ""


def _class(now: Brought, kept: int, policy: Policy) -> str:
    found = profit_class(now.revenue or 0, kept, policy.profit) if now.revenue or now.profit else None
    return "" if found is None else t(found.value.replace("_", " "))


def _quarters(book: Book, account: int, currency: str, policy: Policy, glyphs: Glyphs) -> Iterator[Line]:
    """The last quarters, the newest first."""
    conn, today = book.conn, book.today()
    start = fiscal.start(conn)
    first = add_months(today, -3 * (QUARTERS - 1))
    found = returns.series(conn, Span.QUARTER.within(first, today, start), today, currency, policy, [account])
    heads = (t("hours"), t("revenue"), t("gross"), t("put in"), t("net"), t("growth"))
    yield [(f" {fit('', LABEL)}", ""), *((fit(head, 10, "right"), "head") for head in heads)]
    for each in reversed(found):
        label = Span.QUARTER.label(each.period.first, start) + (" *" if each.is_partial else "")
        amounts = (each.now.revenue, each.now.profit, each.invested, each.net)
        shown = [format.minutes(each.now.costs.minutes) if each.now.costs.minutes else glyphs.dash]
        shown += [format.amount_short(amount, currency, glyphs) for amount in amounts]
        grown = each.growth_percent
        shown.append(glyphs.dash if grown is None else f"{round(grown):+d}%" if round(grown) else "0%")
        yield [(f" {fit(label, LABEL)}", ""), *((fit(text, 10, "right"), "") for text in shown)]
    if any(each.is_partial for each in found):
        yield [(f" {t('* not whole: it still runs, or the documents begin in it')}", "muted")]


NET: View[AccountRow] = View("Net", net, verbs={Key.ADD: [Verb("cost or figure", "fact.add")]})
