"""Who brings how much, as two curves: sales from the largest account down, and profit from the best to the worst."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kamtui.domain.margins import key_earns_less
from kamtui.domain.pareto import A_PERCENT
from kamtui.domain.tiers import Tier
from kamtui.domain.whale import Whale
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.chart.area import area, cell_of, row_of
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean, fit
from kamtui.render.text import width as cell_width
from kamtui.tui.accountlines import flowed
from kamtui.tui.portfoliogroups import CLASSES, PROFITS, UNKNOWN
from kamtui.tui.portfoliolines import marked
from kamtui.tui.portfolioread import Curves, Money
from kamtui.tui.text import Bit, Line, beside

MARGIN = 6
"""Cells for the numbers of the upright axis."""

ROLES = {"A": "key", "B": "regular", "C": "prospect"}

LEAST, MOST = 3, 12
"""Lines of a curve."""

AROUND = 2
"""Lines of a curve that are no curve: its heading, and the line of its mark."""

LOSERS = 5
"""Accounts that lose money and are named."""


class Curve(NamedTuple):
    """A curve in percent, and what is pointed out on it."""

    values: Sequence[float]
    roles: Sequence[str]
    """Of the values."""
    high: float
    level: int
    """What is compared with: a row of dots."""
    mark: int
    """The rank of the account that is pointed at."""
    note: str


def lines(money: Money, found: Curves, group: str, cells: int, rows: int, g: Glyphs) -> list[Line]:
    """Both curves side by side, below them the classes, who loses money, and what is unknown."""
    below = [
        *_classes(found, group, cells, g),
        *_losers(found, money.currency, cells, g),
        *_remarks(money, found, cells),
    ]
    height = max(LEAST, min(MOST, rows - AROUND - len(below)))
    half = (cells - 3) // 2
    left = _sales(found, money.currency, half, height, g)
    right = _profits(found, money.currency, half, height, g)
    return [*beside(left, right, half, [("  ", "")]), *below]


def _sales(found: Curves, currency: str, cells: int, height: int, g: Glyphs) -> list[Line]:
    """The cumulative share of the accounts, with the place where 80 % are reached."""
    ranking = found.pareto
    if not ranking.accounts:
        return _empty(t("no sales in twelve months"), height)
    shares = [100 * row.cumulative_share for row in ranking.accounts]
    needed = next((row.rank for row in ranking.accounts if 100 * row.cumulative_share >= A_PERCENT), ranking.n)
    amount = format.amount_short(ranking.total, currency, g)
    head = t("sales {amount} {currency}, {n} accounts", amount=amount, currency=currency, n=ranking.n)
    note = t("{count} bring {percent}%", count=needed, percent=A_PERCENT)
    classes = [ROLES[row.abc] for row in ranking.accounts]
    return _curve(Curve(shares, classes, 100.0, A_PERCENT, needed, note), head, cells, height, g)


def _profits(found: Curves, currency: str, cells: int, height: int, g: Glyphs) -> list[Line]:
    """The whale curve in percent of the profit that is left in the end, with its peak."""
    curve = found.whale
    if not curve.points:
        return _empty(t("nobody's profit is known"), height)
    total = format.amount_short(curve.total, currency, g)
    gross = t("gross profit") if curve.gross == curve.n else t("net profit")
    head = t("{profit} {total} {currency}, {n} accounts", profit=gross, total=total, currency=currency, n=curve.n)
    if curve.peak_percent is None:
        return _empty(f"{head}: {t('no profit is left')}", height)
    sums = [100 * point.running / curve.total for point in curve.points]
    peak = round(curve.peak_percent)
    note = t("peak {percent}% after {count}", percent=peak, count=curve.peak_at)
    signs = ["ok" if point.rank <= curve.peak_at else "down" for point in curve.points]
    found_curve = Curve(sums, signs, max(curve.peak_percent, 100.0), 100, curve.peak_at, note)
    return _curve(found_curve, head, cells, height, g)


def _curve(drawn: Curve, head: str, cells: int, height: int, g: Glyphs) -> list[Line]:
    """A heading, the curve with its scale, and below it the account that the mark stands at."""
    room = cells - MARGIN - 1
    labels = {height - 1: f"{drawn.high:.0f}%", row_of(drawn.level, drawn.high, height): f"{drawn.level}%", 0: "0%"}
    count = len(drawn.values)
    roles = [drawn.roles[min(cell * count // room, count - 1)] for cell in range(room)]
    lines: list[Line] = [[(f" {fit(head, cells - 1)}", "head")]]
    for number, row in enumerate(area(drawn.values, drawn.high, room, height, g, level=drawn.level, roles=roles)):
        label = labels.get(height - 1 - number, "")
        lines.append([(f"{label:>{MARGIN - 1}}", "axis"), (g.wall, "axis"), *row])
    at = cell_of(drawn.mark, count, room)
    said = fit(drawn.note, min(cell_width(drawn.note), room - 2))
    if at + 2 + cell_width(said) <= room:
        lines.append([(" " * (MARGIN + at), ""), (g.up, "mark"), (f" {said}", "")])
    else:
        before = max(MARGIN + at - 1 - cell_width(said), 0)
        lines.append([(" " * before, ""), (f"{said} ", ""), (g.up, "mark")])
    return lines


def _empty(text: str, height: int) -> list[Line]:
    return [[(f" {text}", "muted")], *([] for _ in range(height + 1))]


def _classes(found: Curves, group: str, cells: int, g: Glyphs) -> list[Line]:
    """How many accounts are in each class of sales and of profit."""
    abc = Counter(row.abc for row in found.pareto.accounts)
    kept = found.whale.classes()
    parts: list[Line] = [_count(name, abc[letter], group, g) for name, letter in CLASSES.items()]
    if found.pareto.top_share_of_top_20pct is not None:
        share = format.percent(found.pareto.top_share_of_top_20pct, g)
        parts.append([(t("the best 20% bring {share}", share=share), "muted")])
    profits: list[Line] = [_count(name, kept[each], group, g) for name, each in PROFITS.items()]
    if found.whale.unknown:
        profits.append(_count(UNKNOWN, len(found.whale.unknown), group, g))
    return [*flowed(parts, cells - 1), *flowed(profits, cells - 1)]


def _count(name: str, count: int, group: str, g: Glyphs) -> list[Bit]:
    return [marked(name, group, g), (f"{t(name)} {count}", "strong" if name == group else "")]


def _losers(found: Curves, currency: str, cells: int, g: Glyphs) -> Iterator[Line]:
    """Who loses most, and how much they take."""
    losing = [point for point in reversed(found.whale.points) if point.value < 0]
    if losing:
        taken = format.amount_short(sum(point.value for point in losing), currency, g)
        said = n(
            "! {count} account loses money, {amount}: ",
            "! {count} accounts lose money, {amount}: ",
            len(losing),
            amount=taken,
        )
        names = ", ".join(
            f"{clean(point.earned.name)} {format.amount_short(point.value, currency, g)}" for point in losing[:LOSERS]
        )
        yield [(f" {said}", "warn"), (fit(names, max(cells - 2 - cell_width(said), 0)), "")]


def _remarks(money: Money, found: Curves, cells: int) -> list[Line]:
    """What the curves rest on, and what keys leave beside regular accounts (R53)."""
    parts: list[Line] = []
    if key_earns_less(found.tiers):
        key, regular = (f"{found.tiers[tier].net_margin or 0:.1f}" for tier in (Tier.KEY, Tier.REGULAR))
        parts.append([(t("! key leaves {key}% of sales, regular {regular}%", key=key, regular=regular), "warn")])
    elif found.whale.gross < found.whale.n:
        parts.append([(t("left of sales: {tiers}", tiers=_left(found)), "muted")])
    if _mixes(found.whale):
        parts.append([(t("{count} without cost to serve: gross profit", count=found.whale.gross), "muted")])
    if money.others:
        text = t("only {currency}, not {others}", currency=money.currency, others=", ".join(money.others))
        parts.append([(text, "muted")])
    return flowed(parts, cells - 1) if parts else []


def _left(found: Curves) -> str:
    """What each tier leaves of its sales."""
    shares = ((tier, result.net_margin) for tier, result in found.tiers.items() if tier is not None)
    return ", ".join(f"{t(tier.value)} {share:.1f}%" for tier, share in shares if share is not None)


def _mixes(curve: Whale) -> bool:
    """Whether some accounts have a cost to serve and others have none."""
    return 0 < curve.gross < curve.n
