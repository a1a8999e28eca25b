"""A report page from within the app, into a file for people who never open a terminal; who took it is noted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kamtui.domain import periods
from kamtui.domain.bookreports import Whose
from kamtui.errors import BadInput
from kamtui.i18n import spoken, t
from kamtui.ops.exports import note_export
from kamtui.ops.transfer.wholefile import whole
from kamtui.render.chart import plain
from kamtui.render.document import html, markdown, text
from kamtui.render.document.page import Page
from kamtui.render.reports import movement, portfolio, pyramid
from kamtui.store import bookreports
from kamtui.store.book import Book
from kamtui.store.sqlite import Connection, one_moment
from kamtui.tui.screens.acting import Acting, one_of

EVERYBODY, MINE = "everybody", "mine"


def _portfolio(conn: Connection, of: Whose) -> Page:
    return portfolio.page(bookreports.portfolio_report(conn, of))


def _movement(conn: Connection, of: Whose) -> Page:
    return movement.page(bookreports.movement_report(conn, of, periods.add_months(of.on, -12), of.on))


def _pyramid(conn: Connection, of: Whose) -> Page:
    return pyramid.page(bookreports.pyramid_report(conn, of))


REPORTS: Mapping[str, Callable[[Connection, Whose], Page]] = {
    "portfolio": _portfolio,
    "movement": _movement,
    "pyramid": _pyramid,
}
"""What a report is called -> how it is made; the same names as on the command line."""

WRITTEN: Mapping[str, Callable[[Page], str]] = {
    ".html": lambda page: html.html(page, spoken()),
    ".md": markdown.markdown,
    ".txt": lambda page: "\n".join([*plain(text.lines(page)), ""]),
}
"""Ending of a file -> what is written into it."""


def write_report(page: Acting) -> None:
    """Ask which report, about whose accounts, and into which file, on a page."""
    page.run_worker(_ask(page), exit_on_error=True)


async def _ask(page: Acting) -> None:
    names, everybody_or_me = list(REPORTS), [EVERYBODY, MINE]
    what = await page.choose(t("which report? (Tab: choose)"), one_of(names), names)
    if what is None:
        return
    whose = await page.choose(t("about whose accounts? (Tab: choose)"), one_of(everybody_or_me), everybody_or_me)
    if whose is None:
        return
    path = await page.bottom.ask(t("into which file? .html, .md or .txt"), key="report")
    if not path or not path.strip():
        return
    taken = await page.app.do(_take, what, whose == MINE, Path(path.strip()).expanduser())
    if taken is not None:
        page.app.say(t("{title}: written to {path}", title=taken, path=path.strip()))


def _take(book: Book, what: str, is_mine: bool, path: Path) -> str:
    """Write a report into a new file, and note it; its title. Raises BadInput."""
    if path.suffix.lower() not in WRITTEN:
        raise BadInput(t("'{file}' has none of the endings .txt, .md and .html", file=path))
    if path.exists() or path.is_symlink():
        raise BadInput(t("{path} exists already; name another file", path=path))
    of = Whose(book.info().name, book.who if is_mine else None, book.today())
    with one_moment(book.conn):
        made = REPORTS[what](book.conn, of)
    if not book.readonly:
        note_export(book, f"report {what}: {made.title}")
    with whole(path) as file:
        file.write(WRITTEN[path.suffix.lower()](made))
    return made.title
