"""The matrix as characters: how attractive accounts are to us against how strong we are there (R19)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.portfolio import CUT, Group, Quadrant, Spot
from kamtui.i18n import t
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import fit
from kamtui.render.text import width as cell_width
from kamtui.store.portfolio import Row
from kamtui.tui.portfoliogroups import NOT_PLACED
from kamtui.tui.portfoliolines import marked
from kamtui.tui.portfolioread import Places
from kamtui.tui.text import Bit, Line, fitted

MARGIN = 5
"""Cells for the numbers of the upright axis."""

LEGEND = 29
"""Cells for what stands beside the matrix."""

HEADROOM = 4
"""Lines that hold no accounts: the names above and below, the cut, the axis."""

ROLES = {
    Quadrant.STRATEGIC: "key",
    Quadrant.PROACTIVE: "regular",
    Quadrant.MAINTAIN: "prospect",
    Quadrant.OPPORTUNISTIC: "muted",
}

TREATED = (Group.LOYAL, Group.WAVERING, Group.POTENTIAL, Group.DRAINING)

SINGLE = 1
"""One account alone in its place has no number but a dot, or a question mark."""


class Axis(NamedTuple):
    """Scores laid over places; those at the cut or above it are on its upper side."""

    low: float
    high: float
    cut: float
    below: int
    """Places below the cut."""
    above: int

    def place(self, score: float) -> int:
        """The place of a score, counted from the low end."""
        if score < self.cut:
            return min(int((score - self.low) / (self.cut - self.low) * self.below), self.below - 1)
        span = self.high - self.cut
        return self.below + (min(int((score - self.cut) / span * self.above), self.above - 1) if span > 0 else 0)


class Bin(NamedTuple):
    """The accounts of one place."""

    accounts: int
    guesses: int


class Grid(NamedTuple):
    """The accounts counted on a matrix of so many places; made once, and drawn with any of them pointed at."""

    x: Axis
    y: Axis
    bins: Mapping[tuple[int, int], Bin]
    spots: Mapping[int, Spot]
    quadrants: Mapping[Quadrant | None, int]
    treated: Mapping[Group, int]
    size: int
    """Cells of a place."""
    guesses: int
    blind: int
    """Accounts of which nothing says how strong we are there."""
    dull: int
    """Accounts of which neither attractiveness nor potential is known."""


def grid(places: Places, among: Iterable[Row], cells: int, rows: int) -> Grid:
    """The matrix of some accounts on `rows` lines of `cells` cells, legend and names included."""
    shown = list(among)
    spots = {row.account.account_id: row.placed.spot for row in shown}
    known = [spot for spot in spots.values() if spot.x is not None and spot.y is not None]
    height = max(rows - HEADROOM, 2)
    y = _axis([spot.y for spot in known if spot.y is not None], places.matrix.cut_y, height)
    size = 3
    while True:
        across = max((cells - MARGIN - LEGEND - 1) // size, 2)
        x = _axis([spot.x for spot in known if spot.x is not None], places.matrix.cut_x, across)
        bins = _counted(known, x, y)
        wanted = max((cell_width(_said(each)) for each in bins.values()), default=1) + 1
        if wanted <= size or across <= 2:
            break
        size = wanted
    return Grid(
        x=x,
        y=y,
        bins=bins,
        spots=spots,
        quadrants=Counter(row.placed.quadrant for row in shown),
        treated=Counter(row.group for row in shown),
        size=size,
        guesses=sum(spot.is_guess for spot in known),
        blind=sum(spot.x is None for spot in spots.values()),
        dull=sum(spot.y is None for spot in spots.values()),
    )


def lines(found: Grid, account: int | None, group: str, cells: int, g: Glyphs) -> list[Line]:
    """The matrix with the account at the cursor pointed at, and what lies nowhere on it counted beside."""
    spot = None if account is None else found.spots.get(account)
    at = None
    if spot is not None and spot.x is not None and spot.y is not None:
        at = (found.x.place(spot.x), found.y.place(spot.y))
    drawn: list[Line] = [_named(found, Quadrant.PROACTIVE, Quadrant.STRATEGIC, group, g)]
    for row in reversed(range(found.y.below + found.y.above)):
        drawn.append(_row(found, row, at, g))
        if row == found.y.below:
            drawn.append(_cut(found, g))
    if not found.bins:
        drawn[2] = [(" " * MARGIN + t("nobody is placed yet: 1-4 rate a relationship"), "muted")]
    drawn += [_named(found, Quadrant.OPPORTUNISTIC, Quadrant.MAINTAIN, group, g), _ground(found, g)]
    room = max(cells - LEGEND, MARGIN)
    legend = _legend(found, group, g)
    beside = [*legend, *[[]] * (len(drawn) - len(legend))]
    return [[*fitted(one, room), *other] for one, other in zip(drawn, beside, strict=False)]


def _axis(scores: Sequence[float], cut: float, places: int) -> Axis:
    """An axis from 0 to 100, or over the scores alone where their median parts them because they lie close."""
    low, high = (0.0, 100.0) if cut == CUT or not scores else (min(scores), max(scores))
    low, high = min(low, cut), max(high, cut)
    share = (cut - low) / (high - low) if high > low else 0.5
    below = max(1, min(places - 1, round(places * share)))
    return Axis(low if low < cut else cut - 1, high, cut, below, places - below)


def _counted(spots: Iterable[Spot], x: Axis, y: Axis) -> dict[tuple[int, int], Bin]:
    counts: Counter[tuple[int, int]] = Counter()
    guesses: Counter[tuple[int, int]] = Counter()
    for spot in spots:
        if spot.x is not None and spot.y is not None:
            at = (x.place(spot.x), y.place(spot.y))
            counts[at] += 1
            guesses[at] += spot.is_guess
    return {at: Bin(count, guesses[at]) for at, count in counts.items()}


def _said(found: Bin, single: str = "o") -> str:
    """How many accounts are in a place, with a question mark where one of them at least is our own guess."""
    mark = "?" if found.guesses else ""
    if found.accounts == SINGLE:
        return mark or single
    count = found.accounts
    return (str(count) if count < 1000 else f"{count // 1000}k") + mark


def _row(found: Grid, row: int, at: tuple[int, int] | None, g: Glyphs) -> Line:
    top = found.y.below + found.y.above - 1
    label = f"{found.y.high:.0f}" if row == top else f"{found.y.low:.0f}" if row == 0 else ""
    bits: list[Bit] = [(f"{label:>{MARGIN - 1}}", "axis"), (g.wall, "axis")]
    for column in range(found.x.below + found.x.above):
        if column == found.x.below:
            bits.append((g.wall, "axis"))
        here = found.bins.get((column, row))
        if here is None:
            bits.append((" " * found.size, ""))
            continue
        quadrant = _quadrant(column >= found.x.below, row >= found.y.below)
        is_at = at == (column, row)
        text = fit(_said(here, g.end), found.size - 1, "right")
        blank = len(text) - len(text.lstrip(" "))
        bits += [
            (" " * blank, ""),
            (g.cursor if is_at else " ", "mark"),
            (text[blank:], "mark" if is_at else ROLES[quadrant]),
        ]
    return bits


def _cut(found: Grid, g: Glyphs) -> Line:
    left, right = g.rule * found.x.below * found.size, g.rule * found.x.above * found.size
    return [(f"{found.y.cut:>{MARGIN - 1}.0f}{g.wall}{left}{g.cross}{right}", "axis")]


def _quadrant(is_strong: bool, is_attractive: bool) -> Quadrant:
    if is_attractive:
        return Quadrant.STRATEGIC if is_strong else Quadrant.PROACTIVE
    return Quadrant.MAINTAIN if is_strong else Quadrant.OPPORTUNISTIC


def _named(found: Grid, left: Quadrant, right: Quadrant, group: str, g: Glyphs) -> Line:
    """The names of two quadrants, each with its number of accounts."""
    bits: list[Bit] = [(" " * (MARGIN - 1) + g.wall, "axis")]
    for quadrant, places in ((left, found.x.below), (right, found.x.above)):
        text = f"{t(quadrant)} {found.quadrants[quadrant]}"
        if quadrant is right:
            bits.append((g.wall, "axis"))
        bits += [
            marked(quadrant, group, g),
            (fit(text, places * found.size - 1), "strong" if quadrant == group else ROLES[quadrant]),
        ]
    return bits


def _ground(found: Grid, g: Glyphs) -> Line:
    """The axis to the right, with its ends and where it is cut."""
    left, right = found.x.below * found.size, found.x.above * found.size
    weak, strong = f"{found.x.low:.0f} {t('weak')}", f"{t('strong')} {found.x.high:.0f}"
    cut = f"{found.x.cut:.0f}"
    middle = max(left + 1 - cell_width(weak), 1)
    after = max(right - len(cut) - cell_width(strong), 1)
    return [
        (f"{'':{MARGIN}}{weak}{cut:>{middle + len(cut) - 1}}{'':{after}}{strong}", "axis"),
    ]


def _legend(found: Grid, group: str, g: Glyphs) -> list[Line]:
    """What the signs say, who lies nowhere, and how customers want to be treated."""
    nowhere = found.quadrants[None]
    lines: list[Line] = [
        [(f"   {g.up} {t('attractive to us')}", "muted")],
        [(f"   {g.arrow} {t('our strength there')}", "muted")],
        [(f"   {g.end} {t('the customer said so')}", "")],
        [("   ? ", ""), (t("our own guess: {count}", count=found.guesses), "")],
        [
            ("  ", ""),
            marked(NOT_PLACED, group, g),
            (t("{count} not placed; unknown:", count=nowhere), "warn" if nowhere else ""),
        ],
        [(f"     {t('strength {blind}, value {dull}', blind=found.blind, dull=found.dull)}", "muted")],
    ]
    return lines + [_treated(found, each, group, g) for each in TREATED]


def _treated(found: Grid, each: Group, group: str, g: Glyphs) -> Line:
    word = f"{fit(t(each), 10)}{found.treated[each]:>6}"
    return [("  ", ""), marked(each, group, g), (word, "strong" if each == group else "")]
