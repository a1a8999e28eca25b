"""What speaks for and against promising a delivery: one plain sentence, and below it what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kamtui.domain.deliverychecks import Against, DeliveryCheck
from kamtui.domain.money import Money
from kamtui.domain.severity import Severity
from kamtui.i18n import n, t
from kamtui.render.chart.lines import Line, Span, line
from kamtui.render.deliveryrows import Part, amount, bars, in_one_line, owes, owes_nothing, rows
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.text import clean, fit, width, wrap

SIGNS = {Severity.RED: ("!", "error"), Severity.AMBER: ("~", "warn"), Severity.INFO: (" ", "")}

SHORT = 36
"""Cells for what speaks against it where there is little room."""

MOST, EVERYTHING = 2, 99
"""Lines that the sentence may take, and those that a row may where all of it is wanted."""


def verdict(check: DeliveryCheck, glyphs: Glyphs = UNICODE, *, cells: int | None = None) -> Span:
    """Whether a delivery may be promised, in one sentence: what speaks against it, that nothing does, or is unknown.

    In as many things as fit on `MOST` lines of so many `cells`; None: all of them.
    """
    found = check.against
    if found:
        sign, role = SIGNS[found[0].severity]
        told = [said(each) for each in found]
        for kept in range(len(told), 0, -1):
            text = "; ".join([*told[:kept], *([f"+{len(told) - kept}"] if kept < len(told) else [])])
            if cells is None or len(wrap(f"{sign} {text}", cells)) <= MOST:
                break
        return Span(f"{sign} {text}", role)
    if check.is_unknown:
        missing = ", ".join(map(t, check.unknown))
        return Span(f"? {t('nothing known speaks against a delivery; unknown: {what}', what=missing)}", "warn")
    return Span(f"{glyphs.check} {t('nothing speaks against a delivery')}", "ok")


def said(each: Against) -> str:
    """Something that speaks against it, with its numbers."""
    return t(each.text, **_worded(each.fields))


def in_short(check: DeliveryCheck) -> list[Line]:
    """What speaks against it as a part of a header: how much that is, or where none of it is grave the first of it.

    What is grave stands in a header already, as what holds the health down.
    """
    found = check.against
    if not found:
        return []
    sign, role = SIGNS[found[0].severity]
    if found[0].severity is Severity.RED:
        text = n("{count} thing against a delivery", "{count} things against a delivery", len(found))
        return [[Span(f"{sign} {text}", role)]]
    text = said(found[0])
    more = f" +{len(found) - 1}" if len(found) > 1 else ""
    return [[Span(f"{sign} {fit(text, min(width(text), SHORT))}", role), Span(more, "muted")]]


def lines(check: DeliveryCheck, cells: int, glyphs: Glyphs = UNICODE, *, whole: bool = False) -> list[Line]:
    """The sentence, then what is owed, and a line for each thing that one looks at beside it.

    `whole`: as many lines as everything takes.
    """
    most = EVERYTHING if whole else 1
    named = [(t(label), parts) for label, parts in rows(check, glyphs)]
    label = t("owes")
    room = max(width(name) for name in (label, *(name for name, _ in named))) + 2
    told = [*sentence(check, cells, glyphs, whole=whole), []]
    indent, rest = Span(" " * (room + 1)), cells - room - 2
    if len(check.owed) == 1:
        told += _row(label, owes(check, check.owed[0]), room, cells, most + 1)
        told += [[indent, *each] for each in bars(check.owed[0], rest, glyphs)]
    elif not check.owed:
        told += _row(label, [owes_nothing(check)], room, cells, most)
    for number, each in enumerate(check.owed if len(check.owed) > 1 else ()):
        told += _row("" if number else label, owes(check, each), room, cells, most)
        if each.open:
            told.append([indent, *in_one_line(each, rest, glyphs)])
    for name, parts in named:
        told += _row(name, parts, room, cells, most)
    return told


def sentence(check: DeliveryCheck, cells: int, glyphs: Glyphs = UNICODE, *, whole: bool = False) -> list[Line]:
    """The verdict on at most two lines, and below it what is unknown where it does not say so."""
    found = verdict(check, glyphs, cells=None if whole else cells - 3)
    parts = wrap(found.text, cells - 3)
    told: list[Line] = [[Span(f" {'  ' if place else ''}{text}", found.role)] for place, text in enumerate(parts)]
    if found.text.startswith("?") or not check.unknown:
        return told
    missing = t("unknown: {what}", what=", ".join(map(t, check.unknown)))
    return [*told, [Span(f" ? {fit(missing, cells - 4, more=glyphs.more).rstrip()}", "muted")]]


def _row(label: str, parts: Sequence[Part], room: int, cells: int, most: int) -> list[Line]:
    """A label, and parts beside it on at most so many lines; of what has no room it is said how many there are."""
    head = [(f" {fit(label, room)}", "muted")]
    made: list[list[tuple[str, str]]] = [[*head]]
    used, place = room + 1, 0
    for place, part in enumerate(parts):
        size = sum(width(clean(text)) for text, _ in part)
        more = f"  +{len(parts) - place}" if place < len(parts) - 1 or used > room + 1 else ""
        if used > room + 1 and used + 2 + size > cells - (width(more) if len(made) == most else 0):
            if len(made) == most:
                made[-1].append((more, "muted"))
                return [line(each) for each in made]
            made.append([(" " * (room + 1), "")])
            used = room + 1
        gap = "  " if used > room + 1 else ""
        made[-1] += [(gap, ""), *part]
        used += width(gap) + size
    return [line(each) for each in made]


def _worded(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields of a message as they stand in it."""
    return {
        name: amount(value) if isinstance(value, Money) else clean(value) if isinstance(value, str) else value
        for name, value in fields.items()
    }
