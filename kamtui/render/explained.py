"""Why an account has its tier, as text: three bars, every input, the three methods, and what would move it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from kamtui.domain.counterfactuals import Change, Driver
from kamtui.domain.measures import MEASURES, shown
from kamtui.domain.policy import AXES, Card, Method
from kamtui.domain.proposals import Kind, Ranking, Reviewed, Verdict
from kamtui.domain.scorecards import Input, Scorecard, Scored
from kamtui.domain.tiers import Tier
from kamtui.i18n import t
from kamtui.render.format import days, tier_word
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.table import Column, table
from kamtui.render.text import clean, fit, width, wrap

BAR = 24
"""Cells of a full bar."""

LETTERS = {axis: axis[0].upper() for axis in AXES}

METHODS = {Method.SINGLE: "single indicator", Method.PYRAMID: "pyramid", Method.SCORECARD: "scorecard"}

TESTS = {"fit": "our product fits", "purchasing": "purchasing", "pattern": "buying pattern"}


def word(name: str) -> str:
    """A name of the policy as people say it: profit_share is "profit share"."""
    return clean(t(name.replace("_", " ")))


def axis_word(axis: Card) -> str:
    """An axis behind its letter: "A attractiveness"."""
    return f"{LETTERS[axis]} {word(axis)}"


def bars(card: Scorecard, glyphs: Glyphs = UNICODE) -> list[str]:
    """The three axes and the composite that only ranks.

    Full cells are sure whatever is still unknown, light ones are possible; the wall stands at the score (D5, D10).
    """
    labels = [*map(axis_word, AXES), t("together")]
    weights = [f"{card.weights[axis]} %" for axis in AXES] + [""]
    wide = max(map(width, labels))
    whole = (card.composite, card.coverage, card.low, card.high)
    parts = [(each.score, each.coverage, each.low, each.high) for each in (card.axes[axis] for axis in AXES)]
    lines = []
    for label, weight, (score, coverage, low, high) in zip(labels, weights, [*parts, whole], strict=True):
        number = glyphs.dash if score is None else f"{score:.0f}"
        known = t("known {coverage:.0f} %", coverage=coverage)
        drawn = bar(score, low, high, glyphs)
        span = "" if high - low < 0.5 else f"  {low:.0f}{glyphs.dash}{high:.0f}"
        lines.append(f"{fit(label, wide)} {weight:>5}  {drawn}  {number:>3}  {known}{span}".rstrip())
    return lines


def bar(score: float | None, low: float, high: float, glyphs: Glyphs = UNICODE) -> str:
    """One bar 0-100: sure up to `low`, possible up to `high`, with a wall at the score where it is not sure."""
    sure, most = (round(end * BAR / 100) for end in (low, high))
    cells = [glyphs.bar[-1]] * sure + [glyphs.partial] * (most - sure) + [" "] * (BAR - most)
    if score is not None and most > sure:
        cells[min(round(score * BAR / 100), BAR - 1)] = glyphs.wall
    return "".join(cells)


def inputs(card: Scorecard, on: dt.date, cells: int = 80, glyphs: Glyphs = UNICODE) -> list[str]:
    """Every criterion with its weight, score, what it rests on, the points it brings and how old it is."""
    rows: list[tuple[object, ...]] = []
    for axis in AXES:
        scored = card.axes[axis]
        brought = sum(points(card, axis, each) or 0.0 for each in scored.inputs)
        head = None if scored.score is None else f"{brought:.1f}"
        of_ten = None if scored.score is None else f"{scored.score / 10:.1f}"
        rows.append((axis_word(axis), f"{card.weights[axis]} %", of_ten, head, "", ""))
        for each in scored.inputs:
            made = points(card, axis, each)
            age = "" if each.on is None else days((on - each.on).days)
            score = None if each.score is None else f"{each.score:.1f}"
            brings = None if made is None else f"{made:.1f}"
            name = f"  {word(each.criterion.name)}"
            rows.append((name, f"{each.criterion.weight} %", score, brings, rests_on(each), age))
    columns = [
        Column(t("input"), min=14),
        Column(t("weight"), align="right"),
        Column(t("score"), align="right"),
        Column(t("points"), align="right"),
        Column(t("rests on")),
        Column(t("age"), align="right", drop=1),
    ]
    return table(columns, rows, width=cells, glyphs=glyphs)


def points(card: Scorecard, axis: Card, entry: Input) -> float | None:
    """What a criterion brings to the composite; None: it is unknown."""
    return None if entry.score is None else card.share(axis, entry) * entry.score


def rests_on(entry: Input) -> str:
    """What a score rests on: a figure with its unit, or who judged and who said so."""
    found = ground(entry)
    return t("unknown") if found is None else ", ".join(part for part in found if part)


def ground(entry: Input) -> tuple[str, str] | None:
    """A figure with its unit, or who judged; then who said so, "" where nobody is named. None: it is unknown."""
    if entry.figure is not None and entry.criterion.measure is not None:
        return shown(entry.criterion.measure, entry.figure), ""
    if entry.judgement is not None:
        return clean(entry.judgement.by), word(entry.judgement.source) if entry.judgement.source else ""
    return None


def verdict(said: Verdict, tier: Tier | None) -> str:
    """What the reviews say, in one sentence."""
    match said.kind:
        case Kind.PROMOTE:
            return t("promote to {tier}: {why}", tier=tier_word(said.to), why=said.why)
        case Kind.DEMOTE:
            return t("demote to {tier}: {why}", tier=tier_word(said.to), why=said.why)
        case Kind.COLLECT:
            return t("collect first: {why}", why=said.why)
        case Kind.HOLD if tier is None:
            return t("no tier yet: {why}", why=said.why)
        case Kind.HOLD:
            return t("stays {tier}: {why}", tier=tier_word(tier), why=said.why)


def reviewed(found: Iterable[Reviewed]) -> str:
    """The quarterly reviews that must agree, the newest first: "2026-09-30 84.2 above the line, 81.0"."""
    parts = []
    for each in found:
        if each.score is None or each.line is None:
            parts.append(t("{on} no score", on=each.on))
        elif each.is_above:
            parts.append(t("{on} {score:.1f} above the line, {line:.1f}", on=each.on, score=each.score, line=each.line))
        else:
            parts.append(t("{on} {score:.1f} below the line, {line:.1f}", on=each.on, score=each.score, line=each.line))
    return "; ".join(parts)


def driver(found: Driver) -> str:
    """What moved a composite: "rank by profit 41 % → 88 % (+19 points)"."""
    if found.measure is not None:
        name, measure = t(MEASURES[found.measure].label), found.measure
        before, after = (t("unknown") if each is None else shown(measure, each) for each in found.figures)
    else:
        name = word(found.criterion)
        before, after = (t("unknown") if score is None else f"{score:.1f}" for score in (found.before, found.after))
    gained = f"{found.points:+.0f}" if abs(found.points) >= 1 else f"{found.points:+.1f}"
    return t("{name} {before} → {after} ({gained} points)", name=name, before=before, after=after, gained=gained)


def largest(found: Sequence[Driver], *, up: bool) -> str | None:
    """The driver with the largest effect in the direction that an account moved, else the largest of all, in words."""
    along = [each for each in found if (each.points > 0) is up]
    return driver((along or found)[0]) if found else None


def changes(wanted: Iterable[Change]) -> str:
    """What would have to change: "wallet headroom 40 % → 52 %"; a judgement by its score of ten."""
    parts = []
    for each in wanted:
        if each.figure is not None and each.measure is not None:
            before = each.figure_before
            now = "" if before is None else f"{shown(each.measure, before)} "
            parts.append(f"{t(MEASURES[each.measure].label)} {now}→ {shown(each.measure, each.figure)}")
        else:
            parts.append(
                t("{name} {before:.1f} → {after:.1f}", name=word(each.criterion), before=each.before, after=each.after)
            )
    return t(" and ").join(parts)


def move(
    to: Tier, score: float | None, target: float | None, wanted: Sequence[Change], note: str, *, is_there: bool
) -> str:
    """The nearest way to another tier: "score 78.0 needs 81.0: wallet we do not have 40 % → 52 %"."""
    if score is None or target is None:
        return note
    if is_there:
        said = t("the score of today is enough, once the reviews agree")
    elif wanted:
        said = f"{_across(to, score, target)}: {changes(wanted)}"
    else:
        said = t("{head}; no change of what is known is enough", head=_across(to, score, target))
    return f"{said}; {note}" if note else said


def _across(to: Tier, score: float, target: float) -> str:
    if to is not Tier.KEY:
        return t("score {score:.1f} falls below {target:.1f}", score=score, target=target)
    return t("score {score:.1f} needs {target:.1f}", score=score, target=target)


def methods(
    rankings: Mapping[Method, Ranking],
    scores: Mapping[Method, float],
    results: Mapping[Method, Tier],
    used: Method,
    account: int,
    glyphs: Glyphs = UNICODE,
) -> list[str]:
    """The three ways of finding key accounts side by side; a mark stands at the one that the policy goes by (R09)."""
    rows = []
    for method, found in rankings.items():
        name = f"{glyphs.mark if method is used else ' '} {t(METHODS[method])}"
        score, line = (None if each is None else f"{each:.1f}" for each in (scores.get(method), found.line))
        note = t("tied at the line") if account in found.tied else ""
        rows.append((name, score, line, found.slots, tier_word(results[method]), note))
    columns = [
        Column(t("method")),
        Column(t("score"), align="right"),
        Column(t("line"), align="right"),
        Column(t("places"), align="right"),
        Column(t("says")),
        Column(""),
    ]
    return table(columns, rows, glyphs=glyphs)


def marks(found: Sequence[tuple[Input, bool]], glyphs: Glyphs = UNICODE) -> list[str]:
    """The six marks of a key account: which are there, and what each rests on (R04)."""
    rows = []
    for entry, is_there in found:
        score = None if entry.score is None else f"{entry.score:.1f}"
        there = glyphs.check if is_there else "?" if entry.score is None else glyphs.dash
        rows.append((f"{there} {word(entry.criterion.name)}", score, rests_on(entry)))
    return table([Column(t("mark")), Column(t("score"), align="right"), Column(t("rests on"))], rows, glyphs=glyphs)


def fits(scored: Scored) -> str:
    """A weighed card in one line: its score, and how much of it is known."""
    if scored.score is None:
        return t("unknown")
    return t("{score:.0f} %, known {coverage:.0f} %", score=scored.score, coverage=scored.coverage)


def mean(scored: Scored) -> float | None:
    """The mean 0-10 of the known lines of a card that is not weighed; None where none is known."""
    known = [each.score for each in scored.inputs if each.score is not None]
    return sum(known) / len(known) if known else None


def averaged(scored: Scored) -> str:
    """A card that is not weighed in one line: the mean of its known lines, and each of them (R76)."""
    known = [each for each in scored.inputs if each.score is not None]
    if not known:
        return t("unknown")
    parts = ", ".join(f"{word(each.criterion.name)} {each.score:.1f}" for each in known)
    return t("{mean:.1f} of 10: {parts}", mean=mean(scored), parts=parts)


def item(label: str, text: str, cells: int = 80) -> list[str]:
    """A labelled paragraph: its lines after the first are indented."""
    head = f"{label}: "
    return [("  " if at else head) + line for at, line in enumerate(wrap(text, cells - width(head)))] or [head.rstrip()]
