"""The briefing as text, Markdown and HTML: what it says, and that no stored text is more than text in it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kamtui.domain.briefings import Ask, Briefing
from kamtui.render.briefing import sections
from kamtui.render.chart import plain
from kamtui.render.document import text
from kamtui.render.document.html import html
from kamtui.render.document.markdown import escaped, markdown
from kamtui.render.document.page import Bars, Page, Steps
from kamtui.render.document.pictures import bars, picture, steps
from kamtui.render.glyphs import ASCII
from kamtui.render.text import clean, width
from tests.briefed import EMPTY, full
from tests.render.hostile import HOSTILE

MARKUP = {
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "closing tags": "</td></table></style></main></html>",
    "attribute": "\" onmouseover='alert(1)",
    "entity": "&lt;b&gt; &#60;b&#62; &amp;copy;",
    "comment": "<!-- --> <![CDATA[ ]]> <?php ?>",
    "heading": "# Heading",
    "heading below": "===",
    "rule": "---",
    "bullet": "- item",
    "number": "1. item",
    "other number": "12) item",
    "quote": "> quote",
    "code": "`code` ```block```",
    "fence": "~~~",
    "emphasis": "*a* _b_ **c** __d__ ~~e~~",
    "link": "[text](http://evil.test) ![](x)",
    "reference": "[a]: http://evil.test 'x'",
    "footnote": "[^1] [^1]: note",
    "bare link": "http://evil.test https://evil.test www.evil.test ftp://evil.test",
    "mail": "evil@evil.test mailto:evil@evil.test <evil@evil.test>",
    "table": "a | b || c \\| d",
    "formula": "$a$ $$b$$ \\(c\\)",
    "backslashes": "\\\\ \\n \\",
    "task": "[x] done",
    "template": "{{ x }} {% y %} ${z} {0}",
    "markup of ours": "[/] [red]x[/red]",
}

TEXTS = {**HOSTILE, **MARKUP}

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "h1", "p", "main", "section", "h2", "footer"),
    *("dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "b", "i", "span"),
    *("svg", "rect", "text", "line", "path", "circle"),
}
"""What our own page is made of."""


def lines_of(known: Briefing | None = None, cells: int = 80) -> list[str]:
    return plain(text.lines(sections.page(known or full()), cells))


def test_the_text_says_everything_that_is_known() -> None:
    assert lines_of() == [
        "plain",
        "plain · plain · plain · dealer · part of plain",
        "Who they are ───────────────────────────────────────────────────────────────────",
        " tier    key since 2025-10-16 · plain",
        " status  ◕ solid (very solid, stage: strengthen) since 05-04 · plain",
        " owner   plain · last touch 11-17, 3d ago",
        "People ─────────────────────────────────────────────────────────────────────────",
        " plain  exec  management  silent 130d  plain",
        " plain  ?     –           never        plain",
        " plain  mid   purchasing  left 10-21   plain, retired",
        "Last touches ───────────────────────────────────────────────────────────────────",
        " 11-17  visit  (-)  plain, plain  plain, chen.jing: plain → plain",
        "Open promises ──────────────────────────────────────────────────────────────────",
        " we    11-15   5d late  plain  plain",
        " they  no day           plain  plain",
        "Numbers ────────────────────────────────────────────────────────────────────────",
        " 12 months   revenue 240,000 CNY, profit unknown",
        " rank        2 of 9 by revenue, 25% of it",
        " trend       2026-08 to 2026-10 at 70 % of last year (70,000 CNY after 100,000",
        "             CNY)",
        " last order  11-12, 8d ago",
        " wallet      960,000 CNY a year, ours 25% (estimated 2025-10-16, 400d ago,",
        "             plain, low confidence)",
        " ██    ▆▆    ▃▃",
        " 26Q2  26Q3  26Q4…",
        " 120k  90k   30k",
        "Terms and service ──────────────────────────────────────────────────────────────",
        " rhythm       a touch every 7d, at most 14d, next due 11-20",
        " service      since 11-10: plain, plain",
        " concessions  5,000 CNY in 12 months",
        " granted      10-11 plain: plain",
        "What they say of us ────────────────────────────────────────────────────────────",
        " plain (mid)  plain  4 of 10, before 9  11-11  confidential: plain",
        "Why now ────────────────────────────────────────────────────────────────────────",
        " ! 5d late: plain",
        "Ahead ──────────────────────────────────────────────────────────────────────────",
        " 11-20  today  event  plain  plain",
        "What to ask ────────────────────────────────────────────────────────────────────",
        " Leave with an answer to: Who is the customer? What do they want? How is the",
        " account managed?",
        "Briefing as of 2026-11-20",
    ]


def test_what_is_unknown_is_said_to_be_and_never_zero() -> None:
    shown = lines_of(EMPTY)
    for said in (
        " tier    no tier yet",
        " status  · not rated",
        " owner   nobody owns it · never touched",
        " nobody is known there",
        " nothing was ever logged",
        " 12 months  never bought anything that is in the book",
        " wallet     unknown",
        " concessions  none are recorded",
        " unknown: nobody was asked",
    ):
        assert said in shown
    assert not [line for line in shown if re.search(r"\b0\b", line)]
    assert not [line for line in shown if line.startswith(("Why now", "Ahead"))]


def test_questions_have_a_box_to_tick_and_carry_their_numbers() -> None:
    inner = Ask("called solid, but {count} active person", {"count": 1})
    asks = [
        Ask("Is the relationship what we say? {why}.", {"why": inner}),
        Ask("{level} level: Silent", {"level": "mid"}),
    ]
    known = EMPTY._replace(asks=asks)
    assert " [ ] Is the relationship what we say? called solid, but 1 active person." in lines_of(known)
    assert "- [ ] Is the relationship what we say? called solid, but 1 active person." in markdown(sections.page(known))
    assert html(sections.page(known)).count('<i class="box"></i>') == 2


def test_wide_screens_show_two_columns_and_the_same_words() -> None:
    wide = lines_of(cells=140)
    assert len(wide) < len(lines_of())
    assert any(re.match(r"Who they are ─+   \w", line) for line in wide)
    words = {word for line in lines_of() for word in line.split() if not word.startswith("─")}
    assert words <= set(" ".join(wide).split())


@pytest.mark.parametrize(
    "cells", [40, 80, pytest.param(136, marks=pytest.mark.slow), pytest.param(200, marks=pytest.mark.slow)]
)
def test_no_line_is_wider_than_the_paper(cells: int) -> None:
    for stored in ("plain", "word " * 60, "长" * 200, "x" * 500):
        assert max(map(width, lines_of(full(stored), cells))) <= cells


def test_a_terminal_without_unicode_gets_ascii() -> None:
    page = sections.page(full(), ASCII)
    assert "\n".join(plain(text.lines(page, 80, ASCII))).isascii()


@pytest.mark.parametrize("name", TEXTS)
def test_no_stored_text_moves_the_cursor(name: str) -> None:
    page = sections.page(full(TEXTS[name]))
    for shown in ("".join(plain(text.lines(page))), markdown(page).replace("\n", ""), html(page).replace("\n", "")):
        bad = [character for character in shown if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")]
        assert not bad


@pytest.mark.parametrize("name", TEXTS)
def test_no_stored_text_is_html(name: str) -> None:
    page = html(sections.page(full(TEXTS[name])), "zh")
    reader = _Tags()
    reader.feed(page)
    reader.close()
    assert reader.tags <= TAGS
    assert not [key for key in reader.attributes if key.startswith("on") or key in ("href", "src", "style", "action")]
    assert reader.skeleton == _skeleton(full()) or not TEXTS[name]
    assert "http" not in re.sub(r"http-equiv|https?://evil\.test", "", page)
    page.encode("utf-8")


@pytest.mark.parametrize("name", TEXTS)
def test_no_stored_text_is_markdown(name: str) -> None:
    stored = TEXTS[name]
    found = _parsed(markdown(sections.page(full(stored))))
    assert not stored or [token.type for token in found] == [
        token.type for token in _parsed(markdown(sections.page(full())))
    ]
    for token in found:
        for child in token.children or ():
            assert child.type in (
                "text",
                "strong_open",
                "strong_close",
                "em_open",
                "em_close",
                "softbreak",
                "text_special",
            )


@pytest.mark.parametrize("name", TEXTS)
def test_markdown_shows_a_text_as_it_is(name: str) -> None:
    shown = clean(TEXTS[name])
    inline = [child for token in _parsed(escaped(shown)) for child in token.children or ()]
    assert "".join(child.content for child in inline) == shown.strip()
    assert not [child for child in inline if child.type not in ("text", "text_special")]


def test_the_page_is_one_file_that_runs_nothing() -> None:
    page = html(sections.page(full()), "zh")
    assert page.startswith("<!DOCTYPE html>")
    assert '<html lang="zh">' in page
    assert "default-src 'none'" in page
    assert "@page { size: A4" in page
    assert "<script" not in page
    assert "url(" not in page


def test_pictures_are_whole_xml_and_say_their_numbers_in_words() -> None:
    sold, held = _pictures(sections.page(full()))
    sales, tier = bars(sold), steps(held)
    for drawn in (sales, tier):
        ElementTree.fromstring(drawn)
    assert sales.count("<rect") == 3
    assert sales.count("stroke-dasharray") == 1
    assert ">120k<" in sales
    assert ">26Q2<" in sales
    assert ">regular<" in tier
    assert ">key<" in tier
    assert [picture(each) for each in _pictures(sections.page(EMPTY))] == ["", ""]


def test_losses_and_returns_hang_below_the_line() -> None:
    sold, _ = _pictures(sections.page(full()))
    losses = sold._replace(columns=[each._replace(value=-each.value) for each in sold.columns])
    heights = [float(found) for found in re.findall(r'y="([\d.]+)" width', bars(losses))]
    assert heights[0] == heights[1] == heights[2]


class _Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.skeleton: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.skeleton.append(tag)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def _pictures(page: Page) -> tuple[Bars, Steps]:
    """The two pictures of a briefing."""
    found = {type(section.picture): section.picture for section in page.sections}
    sold, held = found[Bars], found[Steps]
    assert isinstance(sold, Bars)
    assert isinstance(held, Steps)
    return sold, held


def _skeleton(known: Briefing) -> list[str]:
    reader = _Tags()
    reader.feed(html(sections.page(known)))
    return reader.skeleton


def _parsed(source: str) -> list[Token]:
    return MarkdownIt("gfm-like").parse(source)


@pytest.mark.parametrize("cells", [80, 140])
def test_long_notes_leave_it_a_page_and_dates_in_one_piece(cells: int) -> None:
    known = full("plain")
    told = tuple(
        each._replace(on=dt.date(2025, 3, 10 + place), summary="word " * 400, people=("Edward Rodriguez",))
        for place, each in enumerate(known.touches)
    )
    shown = lines_of(known._replace(touches=told), cells)
    assert all(any(str(each.on) in text for text in shown) for each in told)
    assert len(shown) < len(lines_of(known, cells)) + 8 * len(told)
