"""One account as lines of (text, role): its header, its tier over time, its touches and decisions in one stream."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kamtui.domain import periods
from kamtui.domain.stages import stage
from kamtui.domain.statuses import Status
from kamtui.i18n import t
from kamtui.render import format, reasoned
from kamtui.render.chart import steps
from kamtui.render.glyphs import Glyphs
from kamtui.render.health import stage_word
from kamtui.render.text import clean, fit, wrap
from kamtui.store import accounts, contacts, reviews, sales, statuses, tasks, tiers, touches
from kamtui.store.accounts import AccountRow
from kamtui.store.book import Book
from kamtui.store.tiers import TierDecision
from kamtui.tui.text import Bit, Line, line_width
from kamtui.tui.touchmarks import joined, learned, reaction

CHART_MONTHS = 24

TALL = 24
"""Lines from which a preview names people and says a touch on several lines."""

PEOPLE = 6
"""People that a preview names."""


class Event(NamedTuple):
    """One line of the stream."""

    on: dt.date
    rank: int
    """Order within a day."""
    line: Line


def preview_lines(book: Book, account: int, cells: int, height: int, glyphs: Glyphs) -> list[Line]:
    """Header, tier steps, people where there is room, and as much of the stream as fits into `height` lines."""
    found = accounts.rows(book.conn, [account])
    if not found:
        return []
    name: Line = [(f" {clean(found[0].name)}", "strong"), (f"  #{account}", "muted")]
    lines = [name, *header(found[0], book.today(), cells, glyphs), *tier_chart(book, account, cells, glyphs)]
    is_tall = height >= TALL
    if is_tall:
        lines += [[], *_people(book, account), []]
    left = max(height - len(lines), 0)
    for event in events(book, account, glyphs, limit=left)[:left]:
        lines += wrapped([(" ", ""), *event.line], cells, indent=7, most=3 if is_tall else 1)
    return lines


def header(row: AccountRow, today: dt.date, cells: int, glyphs: Glyphs, more: Sequence[Line] = ()) -> list[Line]:
    """Owner, tier, status and stage with their dates, twelve months of sales, and more; on as many lines as needed."""
    since = "" if row.tier_on is None else t(" since {on}", on=format.date_short(row.tier_on, today, glyphs))
    parts: list[list[Bit]] = [
        [(clean(row.owner) or t("no owner"), "")],
        [(format.tier_word(row.tier), row.tier or "muted"), (since, "muted")],
        [(format.status_word(row.status, glyphs), row.status or "muted")],
    ]
    if row.status_on is not None:
        parts[-1].append((t(" since {on}", on=format.date_short(row.status_on, today, glyphs)), "muted"))
    if (found := stage(row.status, row.grade)) is not None:
        parts[-1].append((f" {glyphs.dot} {stage_word(found)}", ""))
    if row.green_channel:
        parts.append([(t("green channel"), "ok")])
    if row.revenue_12m is not None:
        amount = format.amount_short(row.revenue_12m, row.currency, glyphs)
        parts.append([(t("{amount} {currency} in 12 months", amount=amount, currency=row.currency), "")])
    return flowed([*parts, *more], cells)


def contradiction(book: Book, row: AccountRow) -> list[Line]:
    """The fact that speaks against the status an account has, as a part of its header; none where nothing does."""
    if row.status is not Status.SOLID:
        return []
    found = reviews.contradictions(book.conn, row.id, book.today())
    return [[("~ ", "warn"), (reasoned.why(reason), "warn")] for reason in found]


def flowed(parts: Sequence[Line], cells: int) -> list[Line]:
    """Parts side by side, two blanks between them, on as many lines as they need."""
    lines: list[list[Bit]] = []
    for part in parts:
        if lines and line_width(lines[-1]) + 2 + line_width(part) <= cells:
            lines[-1] += [("  ", ""), *part]
        else:
            lines.append([(" ", ""), *part])
    return list(lines)


def wrapped(line: Line, cells: int, *, indent: int, most: int) -> list[Line]:
    """A line on at most `most` lines; where it goes on it is indented."""
    if most <= 1 or line_width(line) <= cells:
        return [line]
    text = "".join(part for part, _ in line)
    first = next(iter(wrap(text, cells)), "")
    places: list[tuple[int, int]] = []
    end = 0
    for piece in [first, *wrap(text[len(first) :].lstrip(), cells - indent)]:
        start = text.find(piece, end)
        if start < 0:
            # something in it is drawn otherwise than it is written
            return [line]
        end = start + len(piece)
        places.append((start, end))
    if len(places) > most:
        places[most - 1 :] = [(places[most - 1][0], len(text))]
    rows = [_part(line, *place) for place in places]
    return [rows[0], *([(" " * indent, ""), *row] for row in rows[1:])]


def _part(line: Line, start: int, end: int) -> list[Bit]:
    """The characters of a line from `start` to `end`, each in its role."""
    found: list[Bit] = []
    at = 0
    for text, role in line:
        piece = text[max(start - at, 0) : max(end - at, 0)]
        if piece:
            found.append((piece, role))
        at += len(text)
    return found


def tier_chart(book: Book, account: int, cells: int, glyphs: Glyphs, *, score: bool = False) -> list[Line]:
    """The tier over the last two years; with `score` the trailing twelve months of sales below it."""
    today = book.today()
    first = periods.add_months(today, -CHART_MONTHS)
    changes = [(decision.on, decision.tier) for decision in tiers.history(book.conn, account) if decision.on <= today]
    series = _trailing_sales(book, account, first, today) if score else None
    return [[(" ", ""), *line] for line in steps(changes, first, today, cells - 1, glyphs, series, t("sales 12m, k"))]


def events(book: Book, account: int, glyphs: Glyphs, limit: int | None = None) -> list[Event]:
    """Touches, tier and status decisions and tasks in one stream, newest first."""
    row = accounts.row(book.conn, account)
    found = [
        *_touches(book, account, row.owner, limit),
        *_decisions(book, row, glyphs),
        *_tasks(book, account, row.owner),
    ]
    found.sort(key=lambda event: (event.on, event.rank), reverse=True)
    return found[:limit]


def stream(book: Book, account: int, cells: int, glyphs: Glyphs, limit: int | None = None) -> list[Line]:
    """The events of an account, or the newest of them, each on as many lines as its text needs."""
    lines: list[Line] = []
    for event in events(book, account, glyphs, limit):
        lines += wrapped([(" ", ""), *event.line], cells, indent=7, most=4)
    return lines


def tier_reasons(decisions: Sequence[TierDecision], cells: int, glyphs: Glyphs) -> list[Line]:
    """Every tier decision with who took it, and below it why; newest first."""
    lines: list[Line] = []
    for decision in reversed(decisions):
        before = format.tier_word(decision.before) if decision.before else t("first tier")
        up = decision.before is not None and decision.tier.rank < decision.before.rank
        sign = (glyphs.up, "up") if up else (glyphs.down if decision.before else " ", "down")
        lines.append(
            [
                (f" {decision.on}  ", "muted"),
                sign,
                (f" {before} {glyphs.arrow} ", ""),
                (format.tier_word(decision.tier), decision.tier),
                ("" if decision.score is None else t("  score {score}", score=f"{decision.score:.0f}"), "muted"),
                (f"  {clean(decision.decided_by)}", "muted"),
            ]
        )
        lines += [[(f"   {text}", "")] for text in wrap(decision.reason, cells - 4)]
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


def _people(book: Book, account: int) -> list[Line]:
    """Who is there now, those touched last first."""
    found = {place.contact_id: place for place in contacts.positions(book.conn, account, on=book.today())}
    places = sorted(found.values(), key=lambda place: place.last_touch_on or dt.date.min, reverse=True)
    lines: list[Line] = []
    for place in places[:PEOPLE]:
        days = t("never") if place.last_touch_on is None else format.days((book.today() - place.last_touch_on).days)
        lines.append(
            [
                (f" {fit(days, 5, 'right')}  ", "muted"),
                (clean(place.contact), "strong"),
                (f"  {clean(place.title)}", ""),
                (f"  {t(place.level)}" if place.level else "", "muted"),
            ]
        )
    if len(places) > PEOPLE:
        lines.append([(" " * 8 + t("and {count} more", count=len(places) - PEOPLE), "muted")])
    return lines


def _by(who: str, owner: str) -> Bit:
    """Who it was, where it was not the owner."""
    return ("" if who == owner else f"  {clean(who)}", "muted")


def _touches(book: Book, account: int, owner: str, limit: int | None) -> Iterator[Event]:
    found = touches.rows(book.conn, touches.ids(book.conn, account=account, limit=limit))
    authors = {touch.id: touch.by for touch in found}
    for touch in found:
        people = ", ".join(person.name for person in touch.people)
        state = "" if touch.state == "done" else t(" ({state})", state=t(touch.state))
        line: Line = [
            (f"{format.date_short(touch.on, book.today())} ", "muted"),
            (f"{t(touch.kind)}{state} ", "accent"),
            reaction(touch),
            (f"{clean(people)}  " if people else "", "strong"),
            (clean(touch.summary), ""),
            learned(touch),
            _by(touch.by, owner),
            joined(touch, authors),
        ]
        yield Event(touch.on, 0, line)


def _decisions(book: Book, row: AccountRow, glyphs: Glyphs) -> Iterator[Event]:
    """Tier and status decisions; the status in force with what speaks against it."""
    account, owner = row.id, row.owner
    for tier in reversed(tiers.history(book.conn, account)):
        before = format.tier_word(tier.before) if tier.before else glyphs.dash
        text = t("tier {before} {arrow} {after}", before=before, arrow=glyphs.arrow, after=format.tier_word(tier.tier))
        by = _by(tier.decided_by, owner)
        yield Event(tier.on, 1, _decided(book, tier.on, text, tier.tier, tier.reason, by))
    ratings = statuses.history(book.conn, account)
    in_force = max((one for one in ratings if one.on <= book.today()), key=lambda one: (one.on, one.id), default=None)
    for status in reversed(ratings):
        before, after = t(status.before or glyphs.dash), t(status.status or "not rated")
        if status.grade and str(status.grade) != status.status:
            after += f" ({t(status.grade)})"
        text = t("status {before} {arrow} {after}", before=before, arrow=glyphs.arrow, after=after)
        by = _by(status.decided_by, owner)
        line = _decided(book, status.on, text, status.status or "", status.reason, by)
        if status is in_force:
            line = [*line, *(bit for against in contradiction(book, row) for bit in (("  ", ""), *against))]
        yield Event(status.on, 2, line)


def _decided(book: Book, on: dt.date, text: str, role: str, reason: str, by: Bit) -> Line:
    return [
        (f"{format.date_short(on, book.today())} ", "muted"),
        (text, role),
        (f"  {clean(reason)}" if reason else "", ""),
        by,
    ]


def _tasks(book: Book, account: int, owner: str) -> Iterator[Event]:
    for task in tasks.rows(book.conn, tasks.ids(book.conn, account=account)):
        if task.due_on is None:
            continue
        late = task.due_on <= book.today()
        line: Line = [
            (f"{format.date_short(task.due_on, book.today())} ", "muted"),
            (t("theirs" if task.by_customer else "to do") + " ", "warn" if late else "accent"),
            (clean(task.title), ""),
            _by(task.owner, owner),
        ]
        yield Event(task.due_on, 3, line)
