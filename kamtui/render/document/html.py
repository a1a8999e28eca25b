"""A page as one HTML file: no script, nothing from elsewhere, every text escaped; a sheet prints on one A4 page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from kamtui.render.chart.lines import Span
from kamtui.render.document import pictures
from kamtui.render.document.page import Page, Row, Section, Style, numeric
from kamtui.render.text import BLOCK_LIMIT, clean, width

LOUD = frozenset(("error", "warn", "up", "strong", "muted", "key", "declining", "defending"))
"""Roles that look different on paper."""

SHORT = 8
"""Cells of a text that stays on one line."""

LONGEST = 20
"""Characters of a word from which it may be broken."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d")

CSS = """
@page { size: A4; margin: 11mm 12mm; }
* { box-sizing: border-box; }
html { color-scheme: light dark; }
body { margin: 0 auto; padding: 1rem; max-width: 62rem; background: #fff; color: #1b1f24;
  font: 13px/1.4 "Noto Sans", "Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC",
  "Source Han Sans SC", sans-serif; }
header { border-bottom: 2px solid #1b1f24; margin-bottom: .5rem; }
h1 { font-size: 1.55em; margin: 0; }
header p { margin: 0 0 .3rem; color: #57606a; }
.sheet main { columns: 2; column-gap: 1.4rem; }
.report { max-width: 52rem; }
.report section { margin-bottom: 1.1rem; break-inside: auto; }
.report h2 { font-size: 1.15em; margin-bottom: .3rem; }
.report svg { max-width: 34rem; }
.leaf + .leaf { break-before: page; margin-top: 2.5rem; }
section { break-inside: avoid; margin: 0 0 .6rem; }
section.people, section.touches { break-inside: auto; }
h2 { font-size: 1em; margin: 0 0 .15rem; border-bottom: 1px solid #afb8c1; break-after: avoid; }
table { width: 100%; border-collapse: collapse; font-size: .95em; }
th, td { text-align: left; vertical-align: top; padding: .05rem .45rem .05rem 0; }
tr { break-inside: avoid; }
thead th, dt, footer, .muted { color: #57606a; font-weight: normal; }
thead th { font-size: .85em; }
td.short { white-space: nowrap; }
th.right { white-space: nowrap; }
.movers td:nth-child(2) { white-space: nowrap; }
th.right, td.right { text-align: right; font-variant-numeric: tabular-nums; }
section > p { margin: .15rem 0 0; }
td.long { overflow-wrap: anywhere; }
dl { margin: 0; display: grid; grid-template-columns: max-content 1fr; column-gap: .6rem; }
dd { margin: 0; overflow-wrap: anywhere; }
ul { margin: 0; padding: 0; list-style: none; }
li { padding-left: 1.3em; text-indent: -1.3em; overflow-wrap: anywhere; }
li.bare { padding-left: 0; text-indent: 0; }
li > b:first-child, li > i:first-child { display: inline-block; width: 1.3em; text-indent: 0; }
i.box::before { content: ""; display: inline-block; width: .7em; height: .7em; border: 1px solid #57606a; }
.closing { margin: .3rem 0 0; font-weight: bold; }
.strong, .key { font-weight: bold; }
.error, .declining { color: #a40e26; font-weight: bold; }
.warn, .defending { color: #7d4e00; font-weight: bold; }
.up { color: #116329; font-weight: bold; }
svg { display: block; width: 100%; height: auto; margin-top: .2rem; }
footer { border-top: 1px solid #afb8c1; margin-top: .4rem; font-size: .85em; }
@media screen and (prefers-color-scheme: dark) {
  body { background: #0d1117; color: #e6edf3; } header { border-color: #e6edf3; }
  header p, thead th, dt, footer, .muted { color: #9da7b1; } svg text { fill: #b6c0ca; }
  h2, footer { border-color: #484f58; } svg line, svg rect[fill=none] { stroke: #6e7681; }
  svg rect[fill="#fff"] { fill: #0d1117; } svg [stroke="#a40e26"], svg line[stroke="#a40e26"] { stroke: #ff7b72; }
  .error, .declining { color: #ff7b72; } .warn, .defending { color: #e3b341; } .up { color: #56d364; } }
@media (max-width: 46rem) { .sheet main { columns: 1; } }
@media print { body { padding: 0; max-width: none; font-size: 9.5pt; }
  .sheet { font-size: 8.6pt; line-height: 1.28; } .sheet main { columns: 2; } }
"""


def html(page: Page, language: str = "en", more: Sequence[Page] = ()) -> str:
    """The page as a whole document, `more` behind it on paper of their own; `language` is that of the words."""
    kind, body = ("pack", "\n".join(map(_leaf, (page, *more)))) if more else (_kind(page), _laid_out(page))
    return f"""<!DOCTYPE html>
<html lang="{_safe(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>{_safe(page.title)}</title>
<style>{CSS}</style>
</head>
<body class="{kind}">
{body}
</body>
</html>
"""


def _leaf(page: Page) -> str:
    return f'<div class="leaf {_kind(page)}">\n{_laid_out(page)}\n</div>'


def _kind(page: Page) -> str:
    return "sheet" if page.is_sheet else "report"


def _laid_out(page: Page) -> str:
    sections = "\n".join(map(_section, page.sections))
    return f"""<header><h1>{_safe(page.title)}</h1><p>{_safe(page.about)}</p></header>
<main>
{sections}
</main>
<footer>{_safe(page.foot)}</footer>"""


def _section(section: Section) -> str:
    match section.style:
        case Style.FACTS:
            inner = f"<dl>{''.join(_fact(row) for row in section.rows)}</dl>"
        case Style.TABLE:
            inner = _table(section.columns, section.rows)
        case Style.FIGURES:
            inner = _table(section.columns, section.rows, _aligned(section.rows))
        case Style.LIST:
            inner = f"<ul>{''.join(_item(row) for row in section.rows)}</ul>"
        case Style.ASK:
            *asks, (_, *closing) = section.rows
            boxes = "".join(f'<li><i class="box"></i>{_spans(text)}</li>' for _, *text in asks)
            inner = f'<ul>{boxes}</ul><p class="closing">{_spans(closing)}</p>'
    drawn = pictures.picture(section.picture)
    noted = f'<p class="muted">{_safe(section.note)}</p>' if section.note else ""
    return f'<section class="{_safe(section.name)}"><h2>{_safe(section.heading)}</h2>{inner}{noted}{drawn}</section>'


def _fact(row: Row) -> str:
    return f"<dt>{_safe(row[0].text)}</dt><dd>{_spans(row[1:])}</dd>"


def _item(row: Row) -> str:
    sign, *text = row
    if not sign.text:
        return f'<li class="bare">{_spans(text)}</li>'
    return f"<li><b{_class(sign.role)}>{_safe(sign.text)}</b>{_spans(text)}</li>"


def _table(columns: Sequence[str], rows: Sequence[Row], aligned: Sequence[str] = ()) -> str:
    sides = aligned or [""] * len(columns)
    heads = "".join(f"<th{_css(side)}>{_safe(column)}</th>" for column, side in zip(columns, sides, strict=True))
    body = "".join(f"<tr>{''.join(map(_cell, row, sides))}</tr>" for row in rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _aligned(rows: Sequence[Row]) -> list[str]:
    """Which columns stand on the right: those of numbers."""
    return ["right" if is_number else "" for is_number in numeric(rows)]


def _cell(cell: Span, side: str) -> str:
    """Dates and single words stay on one line; a word that no column has room for is broken anywhere."""
    longest = max(map(len, cell.text.split()), default=0)
    is_short = side or width(cell.text) <= SHORT or _DATE.fullmatch(cell.text)
    size = "short" if is_short else "long" if longest > LONGEST else ""
    return f"<td{_css(size, side)}>{_spans([cell])}</td>"


def _css(*names: str) -> str:
    said = " ".join(filter(None, names))
    return f' class="{said}"' if said else ""


def _spans(spans: Sequence[Span]) -> str:
    return "".join(
        f"<span{_class(span.role)}>{_safe(span.text)}</span>" if span.role in LOUD else _safe(span.text)
        for span in spans
    )


def _class(role: str) -> str:
    return f' class="{role}"' if role in LOUD else ""


def _safe(text: str) -> str:
    """A text as HTML shows it; what no page may hold has been made visible."""
    return escape(clean(text, BLOCK_LIMIT))
