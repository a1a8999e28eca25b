"""One account as lines of (text, role): its header, its tier over time, its touches and decisions in one stream."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kamtui.domain import periods
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.chart import steps
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean
from kamtui.store import accounts, sales, statuses, tasks, tiers, touches
from kamtui.store.accounts import AccountRow
from kamtui.store.book import Book
from kamtui.store.tiers import TierDecision
from kamtui.tui.text import Bit, Line

CHART_MONTHS = 24


class Event(NamedTuple):
    """One line of the stream."""

    on: dt.date
    rank: int
    """Order within a day."""
    line: Line


def preview_lines(book: Book, account: int, cells: int, height: int, glyphs: Glyphs) -> list[Line]:
    """Header, tier steps and as much of the stream as fits into `height` lines."""
    found = accounts.rows(book.conn, [account])
    if not found:
        return []
    name: Line = [(f" {clean(found[0].name)}", "strong"), (f"  #{account}", "muted")]
    lines = [name, header(found[0], book.today(), glyphs), *tier_chart(book, account, cells, glyphs)]
    left = max(height - len(lines), 0)
    return lines + [[(" ", ""), *line] for line in stream(book, account, glyphs, limit=left)[:left]]


def header(row: AccountRow, today: dt.date, glyphs: Glyphs) -> Line:
    """Owner, tier and status with their dates, twelve months of sales."""
    bits: list[Bit] = [(f" {clean(row.owner) or t('no owner')}  ", "")]
    bits.append((format.tier_word(row.tier), row.tier or "muted"))
    if row.tier_on is not None:
        bits.append((t(" since {on}", on=format.date_short(row.tier_on, today, glyphs)), "muted"))
    bits.append(("  " + format.status_word(row.status, glyphs), row.status or "muted"))
    if row.revenue_12m is not None:
        amount = format.amount_short(row.revenue_12m, row.currency, glyphs)
        bits.append((t("  {amount} {currency} in 12 months", amount=amount, currency=row.currency), ""))
    return bits


def tier_chart(book: Book, account: int, cells: int, glyphs: Glyphs, *, score: bool = False) -> list[Line]:
    """The tier over the last two years; with `score` the trailing twelve months of sales below it."""
    today = book.today()
    first = periods.add_months(today, -CHART_MONTHS)
    changes = [(decision.on, decision.tier) for decision in tiers.history(book.conn, account) if decision.on <= today]
    series = _trailing_sales(book, account, first, today) if score else None
    return [[(" ", ""), *line] for line in steps(changes, first, today, cells - 1, glyphs, series, t("sales 12m, k"))]


def stream(book: Book, account: int, glyphs: Glyphs, limit: int | None = None) -> list[Line]:
    """Touches, tier and status decisions and tasks in one stream, newest first."""
    events = [*_touches(book, account, limit), *_decisions(book, account, glyphs), *_tasks(book, account, glyphs)]
    events.sort(key=lambda event: (event.on, event.rank), reverse=True)
    return [event.line for event in events[:limit]]


def tier_reasons(decisions: Sequence[TierDecision], today: dt.date, glyphs: Glyphs) -> list[Line]:
    """Every tier decision with who took it and why, newest first."""
    lines: list[Line] = []
    for decision in reversed(decisions):
        before = format.tier_word(decision.before) if decision.before else t("first")
        up = decision.before is not None and decision.tier.rank < decision.before.rank
        sign = (glyphs.up, "up") if up else (glyphs.down if decision.before else " ", "down")
        lines.append(
            [
                (f"{decision.on}  ", "muted"),
                sign,
                (f" {before} {glyphs.arrow} ", ""),
                (format.tier_word(decision.tier), decision.tier),
                ("" if decision.score is None else t("  score {score}", score=f"{decision.score:.0f}"), "muted"),
                (f"  {clean(decision.reason)}", ""),
                (f"  {clean(decision.decided_by)}", "muted"),
            ]
        )
    return lines


def _trailing_sales(book: Book, account: int, first: dt.date, last: dt.date) -> list[tuple[dt.date, float]]:
    """The sales of the twelve months up to each month's end: what the first-cut tiers rank."""
    row = accounts.row(book.conn, account)
    if row.revenue_12m is None:
        return []
    since = periods.add_months(periods.month_start(first), -12)
    months = sales.by_month(book.conn, account, since, last, row.currency)
    result = []
    for end in [*periods.month_ends(first, last), last]:
        window = [periods.add_months(periods.month_start(end), -count).isoformat()[:7] for count in range(12)]
        result.append((end, sum(months[month][1] for month in window if month in months) / 10_000_000))
    return result


def _touches(book: Book, account: int, limit: int | None) -> Iterator[Event]:
    for touch in touches.rows(book.conn, touches.ids(book.conn, account=account, limit=limit)):
        people = ", ".join(person.name for person in touch.people)
        state = "" if touch.state == "done" else t(" ({state})", state=t(touch.state))
        line: Line = [
            (f"{format.date_short(touch.on, book.today())} ", "muted"),
            (f"{t(touch.kind)}{state} ", "accent"),
            (f"{clean(people)}  " if people else "", "strong"),
            (clean(touch.summary), ""),
            (f"  {clean(touch.by)}", "muted"),
        ]
        yield Event(touch.on, 0, line)


def _decisions(book: Book, account: int, glyphs: Glyphs) -> Iterator[Event]:
    for tier in tiers.history(book.conn, account):
        text = t(
            "tier {before} {arrow} {after}", before=tier.before or glyphs.dash, arrow=glyphs.arrow, after=tier.tier
        )
        yield Event(tier.on, 1, _decided(book, tier.on, text, tier.tier, tier.reason, tier.decided_by))
    for status in statuses.history(book.conn, account):
        before, after = status.before or glyphs.dash, status.status or t("not rated")
        text = t("status {before} {arrow} {after}", before=before, arrow=glyphs.arrow, after=after)
        yield Event(
            status.on, 2, _decided(book, status.on, text, status.status or "", status.reason, status.decided_by)
        )


def _decided(book: Book, on: dt.date, text: str, role: str, reason: str, who: str) -> Line:
    return [
        (f"{format.date_short(on, book.today())} ", "muted"),
        (text, role),
        (f"  {clean(reason)}" if reason else "", ""),
        (f"  {clean(who)}", "muted"),
    ]


def _tasks(book: Book, account: int, glyphs: Glyphs) -> Iterator[Event]:
    for task in tasks.rows(book.conn, tasks.ids(book.conn, account=account)):
        if task.due_on is None:
            continue
        late = task.due_on <= book.today()
        line: Line = [
            (f"{format.date_short(task.due_on, book.today())} ", "muted"),
            (t("to do") + " ", "warn" if late else "accent"),
            (clean(task.title), ""),
            (f"  {clean(task.owner)}", "muted"),
        ]
        yield Event(task.due_on, 3, line)
