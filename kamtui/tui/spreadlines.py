"""How much hangs on how few customers, and what would go with the account at the cursor (R51)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kamtui.domain.concentration import Concentration, hhi_level, top_level
from kamtui.domain.severity import Severity
from kamtui.domain.whatif import Loss
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.chart.barchart import bar
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean, fit
from kamtui.render.text import width as cell_width
from kamtui.tui.accountlines import flowed
from kamtui.tui.portfoliogroups import TOPS
from kamtui.tui.portfoliolines import marked, signed
from kamtui.tui.portfolioread import Curves, Money
from kamtui.tui.text import Line, beside
from kamtui.tui.tierlayout import section

LOSS = 4
"""Lines of what would go with an account."""

NAMED = 3
"""Customers that are named as the largest."""

WORDS = {Severity.AMBER: "high", Severity.RED: "critical"}
"""A level in words."""


def lines(money: Money, found: Curves, names: Mapping[int, str], group: str, cells: int, g: Glyphs) -> list[Line]:
    """The shares of the largest customers by sales and by profit; `names` are those of the largest by sales."""
    half = (cells - 3) // 2
    left = _spread(t("sales"), found.revenue, money, group, half, g)
    right = _spread(t("gross profit"), found.profit, money, "", half, g, "" if found.knows_profit else t("part known"))
    return [*beside(left, right, half, [("  ", "")]), *_largest(found.revenue, names, cells)]


def loss(name: str, found: Loss, money: Money, cells: int, g: Glyphs) -> list[Line]:
    """What goes when an account and everything below it go, always of the whole book."""
    head = section(t("if {name} left: what the whole book loses", name=clean(name)), cells, g)
    amounts = {
        "revenue": format.amount_short(found.revenue, money.currency, g),
        "share": format.percentage(found.revenue_percent, g),
        "profit": format.amount_short(found.profit, money.currency, g),
        "of_profit": format.percentage(found.profit_percent, g),
    }
    parts: list[Line] = [
        [(t("sales {revenue} ({share})", **amounts), "strong")],
        [(t("profit unknown") if found.profit is None else t("profit {profit} ({of_profit})", **amounts), "strong")],
        [(_recovery(found, money, g), "")],
    ]
    if found.exposure is not None:
        parts.append([(t("owes {amount}", amount=format.amount_short(found.exposure, money.currency, g)), "")])
    if money.anew and found.customers:
        anew = format.amount_short(money.anew * found.customers, money.currency, g)
        parts.append([(t("as many anew cost {amount}", amount=anew), "")])
    before, after, rules = found.before, found.after, money.policy.concentration
    shares: list[Line] = [
        [
            (f"{t('top 1')} {format.percentage(before.top(1), g)} {g.arrow} {format.percentage(after.top(1), g)}", ""),
            signed(top_level(after.top(1), rules)),
        ],
        [(f"HHI {_index(before.hhi, g)} {g.arrow} {_index(after.hhi, g)}", ""), signed(hhi_level(after.hhi, rules))],
        [(f"{t('effective')} {_few(before.effective, g)} {g.arrow} {_few(after.effective, g)}", "")],
    ]
    return [head, *flowed(parts, cells - 1), *flowed(shares, cells - 1)][:LOSS]


def _spread(
    title: str, found: Concentration, money: Money, group: str, cells: int, g: Glyphs, note: str = ""
) -> list[Line]:
    """Top 1, 3 and 5 as bars with their marks, then the sum of squares and what it means."""
    rules, label = money.policy.concentration, 9
    head = f"{title} {format.amount_short(found.total, money.currency, g)} {money.currency}"
    head += f", {note}" if note else ""
    drawn: list[Line] = [[(f"   {fit(head, cells - 3)}", "head")]]
    size = max(cells - label - 13, 4)
    for name, count in TOPS.items():
        share = found.top(count)
        level = top_level(share, rules) if count == 1 else None
        drawn.append(
            [
                (" ", ""),
                marked(name, group, g),
                (f" {fit(t(name), label)}{format.percentage(share, g):>5} ", "strong" if name == group else ""),
                (fit(bar(share or 0.0, 100.0, size, g.bar), size), "key"),
                signed(level),
            ]
        )
    drawn.append(
        [
            (f"   {fit('HHI', label)}{_index(found.hhi, g):>5} ", ""),
            (fit(bar((found.hhi or 0.0), 1.0, size, g.bar), size), "regular"),
            signed(hhi_level(found.hhi, rules)),
        ]
    )
    said = t("of {n}", n=found.n)
    drawn.append(
        [
            (f"   {fit(t('effective'), label)}{_few(found.effective, g):>5} {said}", ""),
            ("" if found.level is None else f": {t(WORDS[found.level])}", _role(found.level)),
        ]
    )
    return drawn


def _largest(found: Concentration, names: Mapping[int, str], cells: int) -> Iterator[Line]:
    """Who the largest customers are."""
    if found.holders:
        shown = ", ".join(
            f"{clean(names.get(holder.account_id, '?'))} {format.percentage(holder.percent)}"
            for holder in found.holders[:NAMED]
        )
        yield [(f"   {t('largest:')} ", "muted"), (fit(shown, max(cells - 5 - cell_width(t("largest:")), 0)), "")]


def _recovery(found: Loss, money: Money, g: Glyphs) -> str:
    """How long new business takes to make up for it."""
    if found.months_to_recover is None:
        return t("nothing makes up for it: no new business in a year") if found.revenue > 0 else t("nothing is lost")
    months = n("{count} month", "{count} months", max(round(found.months_to_recover), 1))
    rate = format.amount_short(found.new_a_month, money.currency, g)
    return t("{months} of new business ({rate} a month)", months=months, rate=rate)


def _role(level: Severity | None) -> str:
    return "" if level is None else {Severity.RED: "error"}.get(level, "warn")


def _index(index: float | None, g: Glyphs) -> str:
    return g.dash if index is None else f"{index:.2f}" if index >= 0.01 else "<0.01"


def _few(count: float | None, g: Glyphs) -> str:
    return g.dash if count is None else f"{count:.1f}" if count < 10 else f"{count:.0f}"
