"""Stored text to shown text: what a terminal may be told, and how many cells it takes there."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

Align = Literal["left", "right", "center"]

LINE_LIMIT = 200
"""Characters of one value in a list."""
BLOCK_LIMIT = 4000
"""Characters of one text in a view; a megabyte in one widget freezes the screen for seconds."""
MORE = "…"
NEWLINE = " ⏎ "

# The patterns are text, which `re` compiles when the first value comes that plain ASCII is not.

# Characters that take no cell and only hide differences, or that terminals measure differently:
# soft hyphen, fillers, joiners, variation selectors (VS16 too), invisible operators, skin tones, tags.
_INVISIBLE = (
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]+"
)
_ENDS_OF_PLANES = "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
# C0, DEL, C1, bidi marks and overrides, line separators, annotations, surrogates, noncharacters.
_CONTROL = (
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb"
    f"\ud800-\udfff\ufdd0-\ufdef{_ENDS_OF_PLANES}]"
)
# What may be a combining mark: no letter, digit or space, but the Hangul vowels and finals combine too.
_MARK = r"(?:[^\w\s]|[\u1160-\u11ff\ud7b0-\ud7fb])"
_PILE = _MARK + "{5,}"
_STRAY = r"(?<!\S)" + _MARK
_MARKS_IN_A_ROW = 4
# Latin, our own signs and lines, kana, Han, Hangul, full-width forms: nothing in here needs cleaning.
_HARMLESS = (
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u2193\u2500-\u25fc"
    "\u3000-\u3029\u3030-\u3098\u309b-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]*"
)

_LAST_LATIN = "\u02ff"

_NOT_FIRST = frozenset(",.;:!?%)]}…，。、；：！？）》」』】〉’”·～％")
_NOT_LAST = frozenset("([{（《「『【〈‘“￥$")


def clean(value: object, limit: int = LINE_LIMIT) -> str:
    """`value` as one safe line of at most `limit` characters; the only way stored text reaches a screen.

    Control codes become visible (␛, ␡, � for C1, bidi and broken characters), newlines ` ⏎ ` and tabs
    spaces; what takes no cell is dropped, at most four combining marks stay in a row. None is "".
    Cleaning twice changes nothing more. Files written for machines keep the text as it is.
    """
    text = value if isinstance(value, str) else "" if value is None else str(value)
    if len(text) <= limit and (_is_printable_latin(text) or re.fullmatch(_HARMLESS, text)):
        return text
    # The work is bounded before it starts: a value may be megabytes long.
    bounded = text[: 4 * limit]
    shown = _visible(bounded)
    if len(bounded) == len(text) and len(shown) <= limit:
        return shown
    return shown[: limit - 1].rstrip(" ") + MORE if limit > 0 else ""


def _is_printable_latin(text: str) -> bool:
    """Whether it is harmless without asking a pattern, which takes a millisecond to compile."""
    return text.isprintable() and (text.isascii() or max(text) <= _LAST_LATIN)


def clean_block(value: object, limit: int = BLOCK_LIMIT) -> list[str]:
    """`value` as safe lines of at most `limit` characters in all, blank lines at both ends dropped.

    Tabs become four spaces; a text that was cut ends with "…".
    """
    text = value if isinstance(value, str) else "" if value is None else str(value)
    cut = len(text) > limit
    text = text[: limit - 1] if cut else text
    text = text.replace("\r\n", "\n").replace("\t", "    ")
    lines = [_visible(line).rstrip(" ") for line in text.split("\n")]
    if cut:
        lines[-1] += MORE
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return lines


def width(text: str) -> int:
    """Terminal cells that `text` (already clean) takes."""
    if text.isascii():
        return len(text)
    # imported late: a table of all characters, which plain ASCII does without
    from rich.cells import cell_len

    return cell_len(text)


def fit(text: str, cells: int, align: Align = "left", more: str = MORE) -> str:
    """`text` cleaned and made exactly `cells` wide: padded, or cut with `more`, never inside a character."""
    if cells <= 0:
        return ""
    if len(text) <= cells and align != "center" and text.isascii() and text.isprintable():
        # most of a list: nothing to clean, and as many cells as characters
        return text.ljust(cells) if align == "left" else text.rjust(cells)
    text = clean(text, max(LINE_LIMIT, 8 * cells))
    size = width(text)
    if size > cells:
        text = text[: _head(text, cells - width(more))] + more
        size = width(text)
    blank = " " * (cells - size)
    if align == "right":
        return blank + text
    if align == "center":
        half = len(blank) // 2
        return blank[:half] + text + blank[half:]
    return text + blank


def wrap(text: str, cells: int) -> list[str]:
    """`text` cleaned and broken into lines of at most `cells` (2 or more), at spaces and between Han.

    Closing punctuation never begins a line; a word longer than a line is broken. "" is no line.
    """
    cells = max(cells, 2)
    lines: list[str] = []
    line = gap = ""
    for piece in _pieces(clean(text, BLOCK_LIMIT)):
        if piece[0] == " ":
            gap = piece if line or not lines else ""
            continue
        if width(line) + width(gap) + width(piece) <= cells:
            line += gap + piece
        else:
            if line:
                lines.append(line)
            line = piece
            while width(line) > cells:
                head = _head(line, cells)
                lines.append(line[:head])
                line = line[head:]
        gap = ""
    return [*lines, line] if line else lines


def _visible(text: str) -> str:
    """`text` as one line with nothing hidden in it, of any length."""
    text = re.sub(_INVISIBLE, "", text).replace("\t", " ")
    if "\n" in text:
        parts = (part.strip(" ") for part in text.replace("\r\n", "\n").split("\n"))
        text = NEWLINE.join(part for part in parts if part)
    text = re.sub(_CONTROL, _picture, text)
    return re.sub(_STRAY, _with_letter, re.sub(_PILE, _few_marks, text))


@cache
def _cells(character: str) -> int:
    """Terminal cells of one character."""
    # imported late, as in `width`
    from rich.cells import get_character_cell_size

    return get_character_cell_size(character)


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\ufffd"


def _few_marks(found: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in found[0]:
        marks = marks + 1 if _cells(character) == 0 else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def _with_letter(found: re.Match[str]) -> str:
    """A mark without a letter would sit on whatever stands to its left, another column perhaps."""
    return found[0] if _cells(found[0]) else "◌" + found[0]


def _head(text: str, cells: int) -> int:
    """How many characters of `text` fit into `cells`, marks with the letter they belong to."""
    used = 0
    for index, character in enumerate(text):
        used += _cells(character)
        if used > cells:
            return index
    return len(text)


def _pieces(text: str) -> list[str]:
    """`text` cut wherever a line may end: runs of spaces, words, single wide characters."""
    pieces: list[str] = []
    for character in text:
        if pieces and _joins(pieces[-1], character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _joins(piece: str, character: str) -> bool:
    last = piece[-1]
    if character == " " or last == " ":
        return character == last
    cells = _cells(character)
    if cells == 0 or character in _NOT_FIRST or last in _NOT_LAST:
        return True
    return cells == 1 and _cells(last) < 2
