"""A page as Markdown (CommonMark with tables), in which no stored text is markup, a link or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kamtui.render.document.page import Bars, Page, Section, Style, numeric

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~&$^=]")
"""What is markup wherever it stands: emphasis, code, links, HTML, entities, tables, formulas."""

_FIRST = re.compile(r"^(\s*)([#+\-:]|\d+(?=[.)]))")
"""What is markup at the beginning: headings, lists, rules."""

_ADDRESS = re.compile(r"(?i)(?<=\bwww)\.|:(?=//)|(?<=mailto):|(?<=xmpp):|@")
"""What makes programs turn a text into a link."""


def markdown(page: Page) -> str:
    """The page, ending in a line feed."""
    lines = [f"# {escaped(page.title)}", "", escaped(page.about), ""]
    for section in page.sections:
        lines += [f"## {escaped(section.heading)}", "", *_rows(section), *_pictured(section), *_noted(section), ""]
    return "\n".join([*lines, f"*{escaped(page.foot)}*", ""])


def escaped(text: str) -> str:
    """One line of text that Markdown shows as it is, also at the beginning of a line."""
    return _FIRST.sub(_disarmed, _within(text))


def _within(text: str) -> str:
    """The same behind something else on its line, and in a cell."""
    return _ADDRESS.sub(lambda found: f"&#{ord(found[0])};", _SPECIAL.sub(r"\\\g<0>", text.replace("\n", " ").strip()))


def _disarmed(found: re.Match[str]) -> str:
    sign = found[2]
    return f"{found[1]}{sign[:-1]}&#{ord(sign[-1])};" if sign.isdigit() else f"{found[1]}\\{sign}"


def _rows(section: Section) -> Iterator[str]:
    match section.style:
        case Style.FACTS:
            for label, *text in section.rows:
                yield f"- **{_within(label.text)}**: {_within(''.join(span.text for span in text))}"
        case Style.TABLE | Style.FIGURES:
            yield _cells(section.columns)
            is_figures = section.style is Style.FIGURES
            yield "|" + "".join(" ---: |" if right and is_figures else " --- |" for right in numeric(section.rows))
            yield from (_cells([span.text for span in row]) for row in section.rows)
        case Style.LIST:
            for sign, *text in section.rows:
                yield f"- {_strong(sign.text) if sign.text else ''}{escaped(''.join(span.text for span in text))}"
        case Style.ASK:
            *asks, (_, *closing) = section.rows
            yield from (f"- [ ] {escaped(''.join(span.text for span in text))}" for _, *text in asks)
            yield ""
            yield escaped("".join(span.text for span in closing))


def _cells(texts: Sequence[str]) -> str:
    return "|" + "".join(f" {_within(text)} |" for text in texts)


def _strong(sign: str) -> str:
    return f"**{escaped(sign)}** "


def _pictured(section: Section) -> Iterator[str]:
    """Bars as a list of figures; what is drawn as steps stands in the text beside it."""
    if isinstance(section.picture, Bars) and section.picture.columns:
        columns = section.picture.columns
        listed = " · ".join(f"{each.label} {each.shown}{' …' if each.partial else ''}" for each in columns)
        if section.style is not Style.FACTS:
            yield ""
        yield f"- **{escaped(section.picture.label)}**: {escaped(listed)}"


def _noted(section: Section) -> list[str]:
    return ["", escaped(section.note)] if section.note else []
