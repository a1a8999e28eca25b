"""A page as HTML for mail programs, which drop style sheets: every style stands at its element, nothing is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kamtui.render.chart.lines import Span
from kamtui.render.document.page import Page, Row, Section
from kamtui.render.text import BLOCK_LIMIT, clean

FONT = "font-family:'Noto Sans','PingFang SC','Microsoft YaHei',Arial,sans-serif;font-size:14px;line-height:1.45"

# no ground is set, so that a dark program keeps its own: all of these are read on white and on black
STYLES = {
    "error": "color:#d1242f;font-weight:bold",
    "warn": "color:#b08800;font-weight:bold",
    "up": "color:#2f8f4e",
    "strong": "font-weight:bold",
    "muted": "color:#768390",
}

HEADING = "font-size:15px;margin:16px 0 4px;border-bottom:1px solid #768390;padding-bottom:2px"
SIGN = "vertical-align:top;padding:2px 8px 2px 0;white-space:nowrap"
CELL = "vertical-align:top;padding:2px 0"


def mail(page: Page, language: str = "en") -> str:
    """The page as a whole document; each of its rows is a sign, which may be empty, and a text."""
    sections = "\n".join(map(_section, page.sections))
    return f"""<!DOCTYPE html>
<html lang="{_safe(language)}">
<head><meta charset="utf-8"><title>{_safe(page.title)}</title></head>
<body style="margin:0;padding:8px;{FONT}">
<h1 style="font-size:18px;margin:0">{_safe(page.title)}</h1>
<p style="margin:2px 0 0;{STYLES["muted"]}">{_safe(page.about)}</p>
{sections}
<p style="margin:16px 0 0;font-size:12px;{STYLES["muted"]}">{_safe(page.foot)}</p>
</body>
</html>
"""


def _section(section: Section) -> str:
    rows = "".join(map(_row, section.rows))
    note = f'<p style="margin:4px 0 0;{STYLES["muted"]}">{_safe(section.note)}</p>' if section.note else ""
    table = f'<table role="presentation" cellpadding="0" cellspacing="0" style="{FONT}">{rows}</table>'
    return f'<h2 style="{HEADING}">{_safe(section.heading)}</h2>{table}{note}'


def _row(row: Row) -> str:
    sign, *text = row
    if not sign.text:
        return f'<tr><td colspan="2" style="{CELL}">{_spans(text)}</td></tr>'
    return f'<tr><td style="{SIGN}">{_spans([sign])}</td><td style="{CELL}">{_spans(text)}</td></tr>'


def _spans(spans: Sequence[Span]) -> str:
    return "".join(
        f'<span style="{STYLES[span.role]}">{_safe(span.text)}</span>' if span.role in STYLES else _safe(span.text)
        for span in spans
    )


def _safe(text: str) -> str:
    return escape(clean(text, BLOCK_LIMIT))
