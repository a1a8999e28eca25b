"""Opportunities as lines and rows: the levels of the funnel, one in full, and those of an account on its money page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from kamtui.domain.funnel import Gap, Standing, standings
from kamtui.domain.opportunities import Level, Opportunity
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.coded import worded
from kamtui.render.funnel import amount
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import fit, wrap
from kamtui.store import opportunities, policies
from kamtui.store.book import Book
from kamtui.tui.accountlines import flowed
from kamtui.tui.text import Bit, Line
from kamtui.tui.views import Key, Verb, View
from kamtui.tui.widgets.columns import Column

WORD = 16
"""Cells for the name of a level."""

BAR = 12
"""Cells of the bar that shows how many stand on a level."""

DECIDED = 50
"""Decided opportunities that are listed at an account, the latest."""

ROLES: Mapping[Level, str] = {Level.BEST_FEW: "ok", Level.IN: "accent"}
"""Level -> the role of its name; the others are not at work yet."""


def level_lines(found: Sequence[Standing], cells: int, glyphs: Glyphs) -> list[Line]:
    """The four levels, a line each: how many, what they are worth, the hours they need, how many are stale."""
    most = max((each.size for each in found), default=0)
    return [_level(each, most, cells, glyphs) for each in found]


def _level(each: Standing, most: int, cells: int, glyphs: Glyphs) -> Line:
    long = -(-each.size * BAR // most) if most else 0
    whole = [amount(money) for money in each.value]
    short = [f"{format.amount_short(money.amount, money.currency, glyphs)} {money.currency}" for money in each.value]
    worth = " · ".join(whole if len(whole) == 1 else short) or glyphs.dash
    bits: list[Bit] = [
        (f" {fit(t(each.level.label), WORD)}", ROLES.get(each.level, "")),
        (f"{each.size:>5}  ", "strong"),
        (fit(glyphs.rule * long, BAR), "accent"),
        (f" {fit(worth, 20, 'right')}", ""),
        (fit(t("{hours} h", hours=f"{each.hours:,.0f}"), 11, "right"), "muted"),
    ]
    more = []
    if each.stale:
        more.append(n("{count} stale", "{count} stale", each.stale))
    if each.without_value and cells > 100:
        more.append(n("{count} without value", "{count} without value", each.without_value))
    return [*bits, (f"  {', '.join(more)}", "warn")]


def gap_line(gap: Gap | None, glyphs: Glyphs) -> Line:
    """What is missing to the quota, in a line."""
    if gap is None:
        return [(f" {t('no quota is set for the year; : quota sets one')}", "muted")]

    def short(value: int | None) -> str:
        return format.amount_short(value, gap.quota.currency, glyphs)

    said = t(
        "{year} {currency}: quota {quota}, brought {brought}, to bring {required}",
        year=gap.label,
        currency=gap.quota.currency,
        quota=short(gap.quota.amount),
        brought=short(gap.brought),
        required=short(gap.required),
    )
    if gap.missing is None:
        return [(f" {said}", ""), (f"  {t('no win rate yet')}", "muted")]
    head: list[Bit] = [(f" {said}, {t('expected {amount}', amount=short(gap.expected))}", "")]
    if gap.short_hours:
        return [*head, (f"  {t('{hours} h short', hours=f'{gap.short_hours:,.0f}')}", "warn")]
    return [*head, (f"  {t('missing {amount}', amount=short(gap.missing))}" if gap.missing else "", "warn")]


def columns(today: dt.date, glyphs: Glyphs, *, account: bool, patience: int | None) -> list[Column[Opportunity]]:
    """The columns of a list of opportunities; `account`: with whose it is; `patience`: days until one is stale."""

    def state(row: Opportunity) -> Bit:
        if row.is_open:
            return t(row.level.short), ROLES.get(row.level, "")
        return t(row.outcome), "ok" if row.outcome == "won" else "muted"

    def value(row: Opportunity) -> Bit:
        if row.value is None:
            return glyphs.dash, "muted"
        short = f"{format.amount_short(row.value.amount, row.value.currency, glyphs)} {row.value.currency}"
        return (f"~{short}", "muted") if row.is_estimated else (short, "")

    def when(row: Opportunity) -> Bit:
        if not row.is_open:
            return format.date_short(row.closed_on, today, glyphs), "muted"
        return format.date_short(row.expected_on, today, glyphs), "error" if row.late_days(today) else ""

    def idle(row: Opportunity) -> Bit:
        if not row.is_open:
            return "", ""
        count = row.idle_days(today)
        return format.days(count, glyphs), "warn" if patience is not None and count > patience else "muted"

    found = [
        Column("level", 10, state),
        Column("opportunity", 0, lambda row: (row.name, "strong" if row.is_key else "")),
        Column("value", 10, value, align="right"),
        Column("expected", 8, when),
        Column("idle", 5, idle, align="right", drop=2),
        Column("owner", 9, lambda row: (row.owner, "muted"), drop=3),
    ]
    if account:
        found.insert(1, Column("account", 14, lambda row: row.account or (t("nobody yet"), "muted")))
    return found


def detail(one: Opportunity, cells: int, glyphs: Glyphs) -> list[Line]:
    """One opportunity: what it is, since when, what it still needs, what was noted."""
    head = [t(one.kind.replace("_", " ")), one.product, str(worded("origin", one.origin or "")), one.owner]
    whole: list[Line] = [[(one.name, "strong")], [(one.account or t("nobody yet"), "muted")]]
    lines = flowed(whole, cells)
    lines += [[(f" {part}", "")] for part in wrap(" · ".join(filter(None, head)), cells - 2)]
    said = [t("opened {on}", on=one.opened_on)]
    if not one.opened_said:
        said = [t("known since {on}", on=one.opened_on)]
    if one.is_open:
        said.append(t("on this level since {on}", on=one.level_on))
    else:
        when = one.closed_on
        said.append(t("won on {on}", on=when) if one.outcome == "won" else t("lost on {on}", on=when))
    if one.expected_on is not None:
        said.append(t("expected {on}", on=one.expected_on))
    if one.is_estimated:
        said.append(t("its value is a list price"))
    if one.minutes is not None:
        said.append(t("{hours:g} h still needed", hours=one.minutes / 60))
    lines += [[(f" {part}", "muted")] for part in wrap(" · ".join(said), cells - 2)]
    for text in filter(None, (one.reason, one.note)):
        lines += [[(f" {part}", "")] for part in wrap(text, cells - 2)]
    return lines


def _above(book: Book, account: int, cells: int, glyphs: Glyphs) -> list[Line]:
    today = book.today()
    rules = policies.in_force(book.conn, today).funnel
    found = [each for each in standings(opportunities.open_at(book.conn, account), rules, today) if each.size]
    return level_lines(found, cells, glyphs) or [[(f" {t('no opportunity is open')}", "muted")]]


def _rows(book: Book, account: int) -> list[Opportunity]:
    """What is open, the nearest to the end of the funnel first, then what was decided last."""
    conn = book.conn
    still = opportunities.ids(conn, account=account)
    # open ones come first
    over = opportunities.ids(conn, account=account, outcome=None)[len(still) : len(still) + DECIDED]
    return opportunities.rows(conn, [*still, *over])


def _known(row: Any) -> Mapping[str, Any] | None:
    return None if row is None else {"opportunity": row.id}


def _open(row: Any) -> Mapping[str, Any] | None:
    return {"opportunity": row.id} if row is not None and row.is_open else None


def _over(row: Any) -> Mapping[str, Any] | None:
    return {"opportunity": row.id} if row is not None and not row.is_open else None


DEALS: View[Opportunity] = View(
    "Deals",
    _above,
    rows=_rows,
    columns=lambda today, glyphs: columns(today, glyphs, account=False, patience=None),
    detail=detail,
    empty="no opportunity yet; a adds one",
    verbs={
        Key.ADD: (Verb("opportunity", "opportunity.add"),),
        Key.DONE: (Verb("won", "opportunity.win", _open), Verb("lost", "opportunity.lose", _open)),
        Key.EDIT: (Verb("level", "opportunity.move", _open), Verb("field", "opportunity.edit", _known)),
        Key.DROP: (Verb("lost", "opportunity.lose", _open), Verb("open again", "opportunity.reopen", _over)),
    },
)
"""What may be sold to the account, and what came of it."""
