"""Issues as lines: one in full, and those of an account with what its respondents' service was like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kamtui.domain import issues as words
from kamtui.domain.issues import Issue, Seen
from kamtui.domain.serviceclocks import Clocks
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.render.service import ROLES, how, severity, when
from kamtui.render.text import clean, fit, wrap
from kamtui.store import issues, policies
from kamtui.store.book import Book
from kamtui.tui.text import Line, line_width

CLOCK = 12
"""Cells of how a clock stands."""

SETTLED = 20
"""Settled issues that are listed at an account, the latest."""

LINES = 3
"""Lines for one text of an issue."""


def seen(book: Book, found: Sequence[Issue]) -> list[Seen]:
    """Issues by how they press now."""
    rules = policies.in_force(book.conn, book.today()).service
    return words.in_turn(found, rules, book.clock.now())


def service(book: Book, account: int, cells: int, glyphs: Glyphs) -> list[Line]:
    """The issues of an account: open ones by how they press, then the latest that were settled."""
    conn = book.conn
    still = seen(book, issues.rows(conn, issues.ids(conn, account=account, is_open=True)))
    settled = issues.ids(conn, account=account, is_open=False)
    done = seen(book, issues.rows(conn, settled[:SETTLED]))
    lines: list[Line] = [[(f" {_count(still)}", "strong")]]
    if not still:
        lines.append([(f"   {t('nothing is open; a adds an issue or a request')}", "muted")])
    for one in still:
        lines += _short(one, book, cells, glyphs)
    if done:
        lines += [[], [(f" {n('{count} settled', '{count} settled', len(settled))}", "strong")]]
        for one in done:
            lines += _short(one, book, cells, glyphs)
    return lines


def _count(still: Sequence[Seen]) -> str:
    late = sum(one.clocks.is_late for one in still)
    text = n("{count} open", "{count} open", len(still))
    return f"{text}, {t('{count} late', count=late)}" if late else text


def _short(one: Seen, book: Book, cells: int, glyphs: Glyphs) -> Iterator[Line]:
    """An issue in two lines or three: how it stands, and what came of it."""
    issue, clock = one.issue, one.clocks.pressing
    kind = t(issue.kind.value) if issue.department is None else f"{t(issue.kind.value)} → {t(issue.department.label)}"
    secret = f"{t('in confidence')} " if issue.confidential else ""
    yield [
        (f" {fit(f'#{issue.id}', 5)}", "muted"),
        (fit(how(clock) if issue.is_open else t("settled"), CLOCK) + " ", ROLES[clock.pace]),
        (f"{format.date_short(issue.on, book.today(), glyphs)} ", "muted"),
        (f"{kind}  ", "accent"),
        (secret + clean(issue.title), "strong"),
        (f"  {clean(issue.owner)}", "muted"),
    ]
    said = [f"{t(label)}: {clean(text)}" for label, text in _texts(issue) if text]
    yield from ([(f"       {line}", "")] for line in wrap(" · ".join(said), cells - 8)[:LINES])


def _texts(issue: Issue) -> list[tuple[str, str]]:
    return [
        ("cause", issue.cause),
        ("answer", issue.answer),
        ("lesson", issue.lesson),
        ("prevented by", issue.prevented_by),
    ]


def detail(one: Seen, cells: int, height: int) -> list[Line]:
    """An issue in full, in so many lines."""
    issue, clocks = one.issue, one.clocks
    head = [f"#{issue.id}", t(issue.kind.value), severity(issue), issue.owner or t("nobody")]
    if issue.department is not None:
        head.append(t("for {department}", department=t(issue.department.label)))
    if issue.contact:
        head.append(issue.contact)
    if issue.confidential:
        head.append(t("in confidence"))
    lines: list[Line] = [[(f" {line}", "strong")] for line in wrap(clean(issue.title), cells - 2)[:LINES]]
    lines += [[(f" {line}", "muted")] for line in wrap(clean(" · ".join(head)), cells - 2)]
    lines += _clocks(clocks, cells)
    texts = [(None, issue.text), ("product", issue.product), *_texts(issue)]
    for label, text in texts:
        if text:
            said = clean(text) if label is None else f"{t(label)}: {clean(text)}"
            lines += [[(f" {line}", "")] for line in wrap(said, cells - 2)[:LINES]]
    return lines[:height]


def _clocks(clocks: Clocks, cells: int) -> list[Line]:
    """Both clocks on a line, or below each other where they do not fit."""
    asked: list[Line] = [
        [(f" {label} ", "muted"), (f"{when(clock.due_at)[5:]} {how(clock)}  ", ROLES[clock.pace])]
        for label, clock in zip((t("answer by"), t("settle by")), clocks, strict=True)
    ]
    fits = sum(map(line_width, asked)) <= cells
    return [[*asked[0], *asked[1]]] if fits else asked
