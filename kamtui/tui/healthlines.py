"""Health as lines of (text, role): one line for the header of an account, and the parts as bars."""

from __future__ import annotations

from kamtui.domain.costs import NOTHING
from kamtui.domain.health import Health, Move, Part
from kamtui.domain.periods import trailing_year
from kamtui.domain.stages import Stage, anew, stage
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render import health as told
from kamtui.render.chart.barchart import bar
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean, fit, width
from kamtui.store import costs, health, policies
from kamtui.store.accounts import AccountRow
from kamtui.store.book import Book
from kamtui.store.departures import Departures
from kamtui.tui.accountlines import contradiction, events, header, wrapped
from kamtui.tui.text import Bit, Line
from kamtui.tui.tierlayout import hanging, paragraph

ROOMY = 70
"""Cells from which what a part rests on stands behind its bar."""

NAMES = 20
"""Cells for the names in a question: more would leave no room for the answer."""

BAR, BAR_NARROW = 20, 12
"""Cells of a full bar."""


def condition(book: Book, row: AccountRow, glyphs: Glyphs) -> list[Line]:
    """Parts of a header: health, what holds it down, what speaks against the status, what building it takes of us.

    Nothing of the health of an archived account.
    """
    moves = health.moves(book.conn, book.today(), [row.id])
    parts = [line for move in moves for line in _short(move, glyphs)]
    return [*parts, *contradiction(book, row), *_spent(book, row, glyphs)]


def around(book: Book, row: AccountRow, cells: int, height: int, glyphs: Glyphs) -> list[Line]:
    """Where the account stands otherwise, and as much of its stream as there is room for."""
    lines = header(row, book.today(), cells, glyphs, contradiction(book, row))
    for event in events(book, row.id, glyphs, limit=max(height, 0)):
        lines += wrapped([(" ", ""), *event.line], cells, indent=7, most=3)
    return lines[:height]


def brief(move: Move, cells: int, height: int, glyphs: Glyphs) -> list[Line]:
    """What stands beside the list: the value, each part as a bar with its ground, and what is red."""
    now = move.now
    known = f"  {t('{known:.0f} % of it known', known=now.known)}" if now.missing else ""
    lines: list[Line] = [[*_value(move, glyphs), (known, "muted")]]
    is_roomy = cells >= ROOMY
    size = BAR if is_roomy else BAR_NARROW
    room = max(width(told.part_word(part)) for part in Part)
    for part in Part:
        lines += _part(move, part, room, size, cells, glyphs, is_roomy=is_roomy)
    held = told.held_down(now)
    for number, text in enumerate(held):
        left = len(held) - number - 1
        if left and height - len(lines) <= 1:
            return [*lines, [(" ! ", "error"), (f"{fit(text, cells - 8).rstrip()} +{left}", "")]]
        lines += hanging([(" ! ", "error")], text, "", cells)
    return lines


def new_start(left: Departures, tasks: int) -> str:
    """The question before a relationship starts anew: who left, and what will be done."""
    first, *others = map(clean, left.names)
    named = fit(first, min(width(first), NAMES)) + (f" +{len(others)}" if others else "")
    steps = n("{count} task", "{count} tasks", tasks)
    told = {"names": named, "share": 100 * left.share, "grade": t(anew(left.lost)), "tasks": steps}
    return t("{names} left ({share:.0f} % of contact): anew as {grade}, {tasks}?", **told)


def role(found: Health) -> str:
    """How a value is coloured: only what is held down stands out, for no number says by itself that it is bad."""
    return "error" if found.capped_by is not None else "strong"


def moved(move: Move, glyphs: Glyphs) -> Bit:
    """The change with the role of its direction."""
    points = move.change
    if points is None or not round(points):
        return told.change(points, glyphs), "muted"
    return told.change(points, glyphs), "up" if points > 0 else "down"


def _spent(book: Book, row: AccountRow, glyphs: Glyphs) -> list[Line]:
    """Our time of twelve months where a relationship is being built, which costs the most (R21)."""
    if stage(row.status, row.grade) is not Stage.BUILD:
        return []
    policy = policies.in_force(book.conn, book.today())
    currency, year = book.info().currency, trailing_year(book.today())
    spent = costs.costs(book.conn, *year, currency, policy, [row.id]).get(row.id, NOTHING)
    told = t("{time} of ours in 12 months", time=format.minutes(spent.minutes))
    cost = "" if spent.time is None else f": {format.amount_short(spent.time, currency, glyphs)} {currency}"
    return [[(f"{told}{cost}", "muted")]]


def _short(move: Move, glyphs: Glyphs) -> list[Line]:
    held = told.held_down(move.now)[:1]
    return [_value(move, glyphs)[1:], *([("! ", "error"), (text, "")] for text in held)]


def _value(move: Move, glyphs: Glyphs) -> list[Bit]:
    text, way = moved(move, glyphs)
    number: Bit = (told.score(move.now.value, glyphs), role(move.now))
    within = t(" in {days}d", days=health.DAYS)
    return [(" ", ""), (f"{t('health')} ", "muted"), number, (f"  {text}", way), (within, "muted")]


def _part(move: Move, part: Part, room: int, size: int, cells: int, glyphs: Glyphs, *, is_roomy: bool) -> list[Line]:
    """Solid up to what it is, dotted up to what it was where it fell."""
    found = move.now.parts[part]
    before = None if move.before is None else move.before.parts[part].score
    known = found.score is not None
    solid = bar(found.score or 0, 100, size, glyphs.bar)
    lost = max(round((before or 0) / 100 * size) - len(solid), 0) if known else 0
    head: list[Bit] = [
        (f" {fit(told.part_word(part), room)} ", ""),
        (f"{told.score(found.score, glyphs):>4}  ", "strong" if known else "warn"),
        (solid, "accent"),
        (glyphs.partial * lost, "partial"),
        (" " * (size - len(solid) - lost), ""),
    ]
    ground = told.ground(found)
    if is_roomy:
        return hanging([*head, ("  ", "")], ground, "" if known else "muted", cells)
    return [head, *paragraph(ground, cells, "muted")]
