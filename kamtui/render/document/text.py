"""A page as lines for a terminal and for plain paper: one column, two side by side where there is room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from kamtui.render.chart.lines import Line, Span, line
from kamtui.render.chart.sparkline import heights, scale
from kamtui.render.document.page import Bars, Page, Row, Section, Style, numeric
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.text import fit, width, wrap

PAPER = 80
"""Cells of a line on paper."""

SIDE_BY_SIDE = 136
"""Cells from which the sections stand in two columns."""

LEFT_PERCENT = (49, 55)
"""How wide the left column may be; the one that makes the page shorter is taken."""

BETWEEN = "   "

GAP = 2

LAST_COLUMN = (16, 24, 32, 40, 48)
"""Cells that the last column of a table may have at least, where the others give way."""

CELL_MIN = 10
"""Cells of a column that does not give way any more: a date stays on one line."""

CELL_TIGHT = 6
"""The same where there is little room."""

TIGHT = 56
"""Cells below which there is."""

BOX = "[ ]"


def lines(page: Page, cells: int = PAPER, glyphs: Glyphs = UNICODE) -> list[Line]:
    """The page, no line wider than `cells`."""
    head = [*_wrapped([Span(page.title, "strong")], cells), *_wrapped([Span(page.about, "muted")], cells)]
    foot = _wrapped([Span(page.foot, "muted")], cells)
    if cells < SIDE_BY_SIDE or not page.is_sheet:
        blocks = [_block(section, cells, glyphs) for section in page.sections]
        return [*head, *(each for block in blocks for each in block), *foot]
    tries = [_two_columns(page, cells, cells * percent // 100, glyphs) for percent in LEFT_PERCENT]
    return [*head, *min(tries, key=len), *foot]


def _two_columns(page: Page, cells: int, left: int, glyphs: Glyphs) -> list[Line]:
    """The sections in two columns, in their order, cut where the longer one is shortest."""
    lefts, rights = (
        [_block(section, size, glyphs) for section in page.sections] for size in (left, cells - left - len(BETWEEN))
    )
    here, there = ([len(block) for block in blocks] for blocks in (lefts, rights))
    cut = min(range(len(here) + 1), key=lambda place: max(sum(here[:place]), sum(there[place:])))
    one = [each for block in lefts[:cut] for each in block]
    other = [each for block in rights[cut:] for each in block]
    return _beside(one, other, left)


def _block(section: Section, cells: int, glyphs: Glyphs) -> list[Line]:
    """A section under its heading."""
    rule = glyphs.rule * max(cells - width(section.heading) - 1, 0)
    head = line([(fit(section.heading, min(width(section.heading), cells)), "head"), (" ", ""), (rule, "axis")])
    drawn = _bars(section.picture, cells, glyphs) if isinstance(section.picture, Bars) else []
    noted = _wrapped([Span(section.note, "muted")], cells, indent=1) if section.note else []
    return [head, *_rows(section, cells), *drawn, *noted]


def _rows(section: Section, cells: int) -> list[Line]:
    match section.style:
        case Style.FACTS:
            return _facts(section.rows, cells)
        case Style.TABLE:
            return _table(section.rows, cells)
        case Style.FIGURES:
            return _figures(section, cells)
        case Style.LIST:
            return _listed(section.rows, cells)
        case Style.ASK:
            *asks, closing = section.rows
            boxed = [[Span(BOX), *text] for _, *text in asks]
            return [*_listed(boxed, cells), *_wrapped(closing, cells, indent=1)]


def _facts(rows: Sequence[Row], cells: int) -> list[Line]:
    """Labels on the left, what is said to the right of them."""
    label = min(max(width(row[0].text) for row in rows), cells // 3)
    return [
        each
        for row in rows
        for each in _beside(
            [[Span(f" {fit(row[0].text, label)}", "muted")]], _wrapped(row[1:], cells - label - 3), label + 1, "  "
        )
    ]


def _listed(rows: Iterable[Row], cells: int) -> list[Line]:
    """Signs on the left, texts to the right of them."""
    made: list[Line] = []
    for sign, *text in rows:
        first = [Span(f" {sign.text}", sign.role)]
        margin = 1 + (width(sign.text) + 1 if sign.text else 0)
        made += _beside([first], _wrapped(text, cells - margin), margin, "")
    return made


def _table(rows: Sequence[Row], cells: int) -> list[Line]:
    """Columns, each cell on as many lines as it needs; as wide each as makes the fewest lines."""
    natural = [max(width(row[place].text) for row in rows) for place in range(len(rows[0]))]
    room = cells - 1 - GAP * (len(natural) - 1)
    if sum(natural) <= room:
        return _laid_out(rows, natural)
    tries = [_laid_out(rows, _narrowed(natural, room, last)) for last in LAST_COLUMN]
    return min(tries, key=len)


def _figures(section: Section, cells: int) -> list[Line]:
    """A table with its headings; numbers stand on the right, where there is room for all in one line each."""
    rows: list[Row] = [[Span(column, "muted") for column in section.columns], *section.rows]
    widths = [max(width(row[place].text) for row in rows) for place in range(len(section.columns))]
    if sum(widths) + 1 + GAP * (len(widths) - 1) > cells:
        return _table(rows, cells)
    right = numeric(section.rows)
    made = []
    for row in rows:
        bits = [(" ", "")]
        for cell, size, is_number in zip(row, widths, right, strict=True):
            blank = (" " * (size - width(cell.text)), "")
            bits += [blank, cell, (" " * GAP, "")] if is_number else [cell, blank, (" " * GAP, "")]
        made.append(line(bits[:-1]))
    return made


def _narrowed(natural: Sequence[int], room: int, last: int) -> list[int]:
    """Widths that together take `room`: the widest give way until the last column has its `last` cells."""
    *widths, text = natural
    least = CELL_TIGHT if room < TIGHT else CELL_MIN
    while widths and sum(widths) > room - min(text, last):
        widest = max(range(len(widths)), key=lambda place: widths[place])
        if widths[widest] <= least:
            break
        widths[widest] -= 1
    return [*widths, max(room - sum(widths), 2)]


def _laid_out(rows: Sequence[Row], widths: Sequence[int]) -> list[Line]:
    made: list[Line] = []
    for row in rows:
        columns = [_wrapped([cell], size) or [[]] for cell, size in zip(row, widths, strict=True)]
        for parts in zip_longest(*columns, fillvalue=list[Span]()):
            bits = [bit for part, size in zip(parts, widths, strict=True) for bit in _padded(part, size + GAP)]
            made.append(line([(" ", ""), *bits]))
    return made


def _bars(picture: Bars, cells: int, glyphs: Glyphs) -> list[Line]:
    """Periods as columns: heights above, then names and amounts; the oldest go where there is no room."""
    quarters = picture.columns
    if not quarters:
        return []
    size = max(5, *(max(width(each.label), width(each.shown)) for each in quarters)) + 1
    shown = quarters[-max((cells - 1) // size, 1) :]
    between = scale([0.0, *(each.value for each in shown)])
    bars = "".join(fit(2 * heights([each.value], between, glyphs), size) for each in shown)
    names = "".join(fit(each.label + (glyphs.more if each.partial else ""), size) for each in shown)
    amounts = "".join(fit(each.shown, size) for each in shown)
    return [line([(f" {text}", role)]) for text, role in ((bars, "mark"), (names, "axis"), (amounts, ""))]


def _beside(left: Sequence[Line], right: Sequence[Line], cells: int, between: str = BETWEEN) -> list[Line]:
    """Two blocks side by side, the left one `cells` wide."""
    rows = zip_longest(left, right, fillvalue=list[Span]())
    return [line([*_padded(one, cells), (between, ""), *other]) for one, other in rows]


def _padded(spans: Sequence[Span], cells: int) -> list[tuple[str, str]]:
    used = sum(width(span.text) for span in spans)
    return [*spans, (" " * (cells - used), "")]


def _wrapped(spans: Sequence[Span], cells: int, *, indent: int = 0) -> list[Line]:
    """Spans as one text on as many lines as it needs, each character with its role."""
    text = "".join(span.text for span in spans)
    if text and width(text) <= cells - indent and text == text.strip(" "):
        return [line([(" " * indent, ""), *spans])]
    roles = [span.role for span in spans for _ in span.text]
    made: list[Line] = []
    at = 0
    for piece in wrap(text, cells - indent):
        bits = [(" " * indent, "")]
        for character in piece:
            found = text.find(character, at)
            # a blank at the end of a line is dropped, nothing else is
            at = found if found >= 0 else at
            bits.append((character, roles[min(at, len(roles) - 1)]))
            at += found >= 0
        made.append(line(bits))
    return made
