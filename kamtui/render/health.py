"""Health as text: what a part rests on, why it moved, what is not known."""

from __future__ import annotations

from kamtui.domain.health import Health, Known, Move, Part
from kamtui.domain.stages import Stage
from kamtui.i18n import t
from kamtui.render import reasoned
from kamtui.render.glyphs import UNICODE, Glyphs

WEAK = 50
"""Below this the weakest part is what there is to say of an account that did not lose."""


def part_word(part: Part) -> str:
    """A part in the user's language."""
    match part:
        case Part.CONTACT:
            return t("recency")
        case Part.COVERAGE:
            return t("coverage")
        case Part.SATISFACTION:
            return t("satisfaction")
        case Part.TREND:
            return t("sales trend")
        case Part.CASH:
            return t("cash")


def stage_word(stage: Stage) -> str:
    """A stage in the user's language."""
    match stage:
        case Stage.BUILD:
            return t("build")
        case Stage.STABILISE:
            return t("stabilise")
        case Stage.STRENGTHEN:
            return t("strengthen")


def ground(found: Known) -> str:
    """What a part rests on, or why it is unknown."""
    return t(found.text, **found.fields)


def score(value: float | None, glyphs: Glyphs = UNICODE) -> str:
    """0-100 without decimals: they would be false precision."""
    return glyphs.dash if value is None else f"{value:.0f}"


def change(points: float | None, glyphs: Glyphs = UNICODE) -> str:
    """Points gained or lost: "+12", "-3", "0"; the dash where nobody knows."""
    if points is None:
        return glyphs.dash
    return f"{whole:+d}" if (whole := round(points)) else "0"


def why(move: Move, glyphs: Glyphs = UNICODE) -> str:
    """The one thing to know: what caps it, else what it lost by, else what is weakest."""
    now = move.now
    if now.never_touched:
        return t("never touched")
    if now.capped_by is not None:
        return reasoned.why(now.capped_by)
    if (fallen := move.fallen) is not None and (move.change or 0) < 0:
        assert move.before is not None
        then, is_now = (score(each.parts[fallen].score, glyphs) for each in (move.before, now))
        lost = {"part": part_word(fallen), "before": then, "now": is_now, "ground": ground(now.parts[fallen])}
        return t("{part} {before} {arrow} {now}: {ground}", arrow=glyphs.arrow, **lost)
    if now.red:
        return reasoned.why(now.red[0])
    scores = {part: found.score for part, found in now.parts.items() if found.score is not None}
    weakest = min(scores, key=lambda part: scores[part]) if scores else None
    if weakest is None:
        return t("nothing is known of it yet")
    if scores[weakest] >= WEAK:
        return t("holds")
    found = {"part": part_word(weakest), "score": score(scores[weakest]), "ground": ground(now.parts[weakest])}
    return t("{part} {score}: {ground}", **found)


def missing(found: Health) -> str:
    """The parts that were left out, and what the others weigh together; "" where all are known."""
    if not found.missing:
        return ""
    names = ", ".join(map(part_word, found.missing))
    return t("left out, because unknown: {names}; {known:.0f} % of the weight is known", names=names, known=found.known)


def held_down(found: Health) -> list[str]:
    """Each red reason, and whether it is what caps the value."""
    lines = []
    for reason in found.red:
        text, whole = reasoned.why(reason), score(found.uncapped)
        if reason is found.capped_by and whole != score(float(found.cap)):
            lines.append(t("capped at {cap}, else {value}: {why}", cap=found.cap, value=whole, why=text))
        else:
            lines.append(t("red: {why}", why=text))
    return lines
