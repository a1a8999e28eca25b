"""Scores as lines of (text, role): the bars with what is not known yet, every criterion, the way of two years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kamtui.domain.policy import AXES, Policy
from kamtui.domain.scorecards import Input, Scorecard, Scored
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.chart.barchart import bar
from kamtui.render.chart.sparkline import heights, scale
from kamtui.render.explained import LETTERS, axis_word, ground, word
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import fit, width
from kamtui.store.tiers import TierDecision
from kamtui.tui.accountlines import wrapped
from kamtui.tui.text import Bit, Line

BEHIND, BEHIND_NARROW = 25, 8
"""Cells behind a bar: how much is known, and where there is room the range and the age of the oldest input."""

ROOMY = 62
"""Cells from which there is room for them."""

SMALL = 10
"""Cells of the bar of one criterion: one for each point."""


def number(score: float | None, glyphs: Glyphs) -> str:
    """A score 0-100 without decimals: they would be false precision."""
    return glyphs.dash if score is None else f"{score:.0f}"


def points(score: float | None, glyphs: Glyphs) -> str:
    """A score 0-10 of one criterion."""
    return glyphs.dash if score is None else f"{score:.1f}".removesuffix(".0")


def bars(card: Scorecard, policy: Policy, line: float | None, on: dt.date, cells: int, glyphs: Glyphs) -> list[Line]:
    """The three axes and the score that only ranks: solid up to the worst that may come out, dotted up to the best.

    `line` is that of the newest review by scorecard. The line of an axis stands where the policy asks for strong axes.
    """
    labels = {axis: axis_word(axis) for axis in AXES}
    room = max(width(label) for label in (*labels.values(), t("score")))
    is_roomy = cells >= ROOMY
    size = max(cells - room - (BEHIND if is_roomy else BEHIND_NARROW) - 8, 8)
    wanted = policy.tiers.axis_line if policy.tiers.axes_needed else None
    rows: list[tuple[str, Scored | Scorecard, float | None, float | None]] = [
        (labels[axis], card.axes[axis], card.axes[axis].score, wanted) for axis in AXES
    ]
    rows.append((t("score"), card, card.composite, line))
    lines: list[Line] = [[(f" {fit('', room)}  {'':>3}  {_ruler(size)}{_headings(is_roomy=is_roomy)}", "muted")]]
    for label, scored, score, at in rows:
        lines.append(
            [
                (f" {fit(label, room)}", ""),
                (f"  {number(score, glyphs):>3}  ", "strong"),
                *_drawn(scored.low, score, scored.high, at, size, glyphs),
                (_behind(scored, on, glyphs, is_roomy=is_roomy), "muted"),
            ]
        )
    return lines


def criteria(card: Scorecard, cells: int, glyphs: Glyphs) -> list[Line]:
    """Every input of the three axes: weight, score, and the figure or the judgement that it rests on."""
    names = [word(each.criterion.name) for axis in AXES for each in card.axes[axis].inputs]
    room = min(max(map(width, names), default=0), max(cells // 3, 12))
    lines: list[Line] = []
    for axis in AXES:
        weight = t("{weight} % of the score", weight=card.weights[axis])
        lines.append([(f" {axis_word(axis)}", "strong"), (f"  {weight}", "muted")])
        inputs = card.axes[axis].inputs
        lines += [line for each in inputs for line in _criterion(each, room, cells, glyphs)]
        if not inputs:
            lines.append([(f"   {t('no criterion')}", "muted")])
    return lines


def grounds(each: Input) -> list[Bit]:
    """What the score of an input rests on, since when, and who said so."""
    found = ground(each)
    if found is None:
        return [(t("unknown"), "warn")]
    text, source = found
    return [(text, ""), ("".join(f"  {part}" for part in (each.on, source) if part), "muted")]


def timeline(trend: Sequence[tuple[dt.date, Scorecard]], cells: int, glyphs: Glyphs) -> list[Line]:
    """The score and its three axes at the ends of the last quarters, each row on a scale of its own."""
    if not trend:
        return [[(f" {t('not known yet')}", "muted")]]
    rows = {t("score"): [card.composite for _, card in trend]}
    for axis in AXES:
        rows[axis_word(axis)] = [card.axes[axis].score for _, card in trend]
    room = max(map(width, rows))
    is_wide = cells >= room + 7 * len(trend) + 3
    days = [day.isoformat()[2:7] for day, _ in trend]
    head = "".join(f" {day}" for day in days) if is_wide else f" {days[0]} {glyphs.arrow} {days[-1]}"
    lines: list[Line] = [[(f" {fit('', room)}  {'':>{len(trend)}} {head}", "muted")]]
    for label, values in rows.items():
        numbers = [number(value, glyphs) for value in values]
        told = "".join(f" {text:>5}" for text in numbers) if is_wide else _ends(numbers, glyphs)
        spark = heights(values, scale(values), glyphs)
        lines.append([(f" {fit(label, room)}  ", ""), (spark, "accent"), (f" {told}", "")])
    return lines


def at_decision(decision: TierDecision, glyphs: Glyphs) -> str:
    """The scores that were written down with a decision: "score 71  A 80  P 62  R 70"."""
    if decision.score is None:
        return ""
    axes = (decision.attractiveness, decision.potential, decision.relationship)
    told = "  ".join(f"{letter} {number(score, glyphs)}" for letter, score in zip(LETTERS.values(), axes, strict=True))
    return f"{t('score {score}', score=number(decision.score, glyphs))}  {told}"


def _ends(numbers: Sequence[str], glyphs: Glyphs) -> str:
    return f" {numbers[0]:>5} {glyphs.arrow} {numbers[-1]:>5}"


def _ruler(size: int) -> str:
    half = size // 2 - 1
    return fit("0", half) + fit("50", size - half - 3) + "100"


def _headings(*, is_roomy: bool) -> str:
    further = (t("range"), t("oldest")) if is_roomy else ()
    return fit(t("known"), 8, "right") + "".join(fit(text, 8, "right") for text in further)


def _behind(scored: Scored | Scorecard, on: dt.date, glyphs: Glyphs, *, is_roomy: bool) -> str:
    known = f"{f'{scored.coverage:.0f} %':>8}"
    if not is_roomy:
        return known
    between = f"{scored.low:.0f}{glyphs.dash}{scored.high:.0f}"
    age = glyphs.dash if scored.oldest is None else format.days((on - scored.oldest).days)
    return f"{known}{between:>8}{fit(age, 8, 'right')}"


def _drawn(low: float, score: float | None, high: float, line: float | None, size: int, glyphs: Glyphs) -> list[Bit]:
    """Solid, dotted, blank; the score stands in the dotted part, the line wherever it is."""
    solid = bar(low, 100, size, glyphs.bar)
    end = max(round(high / 100 * size), len(solid))
    cells: list[Bit] = [(each, "accent") for each in solid]
    cells += [(glyphs.partial, "partial")] * (end - len(solid)) + [(" ", "")] * (size - end)
    if line is not None:
        cells[_cell(line, size)] = (glyphs.wall, "warn")
    if score is not None and end > len(solid):
        cells[_cell(score, size)] = (glyphs.end, "mark")
    bits: list[Bit] = []
    for text, role in cells:
        if bits and bits[-1][1] == role:
            bits[-1] = (bits[-1][0] + text, role)
        else:
            bits.append((text, role))
    return bits


def _cell(value: float, size: int) -> int:
    return min(int(value / 100 * size), size - 1)


def _criterion(each: Input, room: int, cells: int, glyphs: Glyphs) -> list[Line]:
    drawn = "" if each.score is None else bar(each.score, 10, SMALL, glyphs.bar)
    head: list[Bit] = [
        (f" {f'{each.criterion.weight} %':>5}  ", "muted"),
        (f"{fit(word(each.criterion.name), room)}  ", ""),
        (f"{points(each.score, glyphs):>4}  ", "strong" if each.score is not None else "warn"),
    ]
    if cells < ROOMY:
        return [[*head, *grounds(each)]]
    line = [*head, (fit(drawn, SMALL), "accent"), ("  ", ""), *grounds(each)]
    return wrapped(line, cells - 1, indent=8 + room + 2 + 6 + SMALL + 2, most=3)
