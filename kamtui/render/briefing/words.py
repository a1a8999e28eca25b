"""How a briefing writes single values: stored texts made safe, amounts, days, words of the trade, questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from kamtui.domain.briefings import Ask
from kamtui.domain.money import SCALE, Money, grouped
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.chart.lines import Span
from kamtui.render.document.page import Row
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean

LONG = 1_000
"""Characters of one stored text on a page."""

SHORT = 280
"""Characters of what a touch was about: the page has five of them."""

LARGE = 1_000
"""From so many units of a currency on its decimals say nothing."""


def said(ask: Ask) -> str:
    """A question in the user's language."""
    return t(ask.text, **{name: _field(name, value) for name, value in ask.fields.items()})


def fact(label: str, *text: Span) -> Row:
    """A row of facts."""
    return [Span(label, "muted"), *text]


def since(on: dt.date | None, day: Callable[[dt.date], str]) -> list[Span]:
    """From when on; nothing where nobody knows."""
    return [] if on is None else [Span(t(" since {on}", on=day(on)))]


def because(text: str, glyphs: Glyphs) -> list[Span]:
    """What is added to a fact, where there is something."""
    return [Span(f" {glyphs.dot} {text}")] if text else []


def policy(text: str) -> str:
    """A text of the policy, which has a translation where it is one of ours."""
    return safe(t(text)) if text else ""


def day(on: dt.date, glyphs: Glyphs) -> Callable[[dt.date], str]:
    """Writes days as lists do, without the year where it is that of `on`; another year is written in full."""
    return lambda each: format.date_short(each, on, glyphs) if each.year == on.year else each.isoformat()


def names(people: Sequence[str]) -> str:
    """Several people in one line."""
    return ", ".join(map(safe, people))


def safe(text: object) -> str:
    """A stored text as one line that may be shown."""
    return clean(text, LONG)


def short(text: object) -> str:
    """The beginning of a stored text, as much as five of them may take on one page."""
    return clean(text, SHORT)


def word(name: str) -> str:
    """A word of the trade as people write it."""
    return t(name).replace("_", " ")


def amount(money: Money) -> str:
    """An amount as people read it, in whole units where it is large."""
    if abs(money.amount) < LARGE * SCALE:
        return f"{grouped(money.amount, money.currency)} {money.currency}"
    whole = (abs(money.amount) + SCALE // 2) // SCALE
    return f"{'-' if money.amount < 0 else ''}{whole:,} {money.currency}"


def _field(name: str, value: object) -> object:
    """A field of a question: a question within it, an amount, a word of ours, or somebody's text."""
    match value:
        case Ask():
            return said(value) if value.fields else policy(value.text)
        case Money():
            return amount(value)
        case str():
            return t(value.replace("_", " ")) if name in ("level", "criterion") else safe(value)
        case _:
            return value
