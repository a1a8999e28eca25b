"""The pages of the app by name, and what the palette offers beside the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from textual.screen import Screen

from kamtui.domain import filters
from kamtui.i18n import t
from kamtui.store import accounts
from kamtui.tui.app import Kamtui
from kamtui.tui.forms import FORMS, run
from kamtui.tui.palette import Entry, Provider, matching
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.accounts import Accounts
from kamtui.tui.screens.acting import Acting
from kamtui.tui.screens.changes import Changes
from kamtui.tui.screens.log import Log
from kamtui.tui.screens.movement import MovementPage
from kamtui.tui.screens.review import Review

START = "review"

PAGES: dict[str, Callable[[], Screen[int | None]]] = {
    "review": Review,
    "accounts": Accounts,
    "movement": MovementPage,
    "log": Log,
    "changes": Changes,
}

FOUND = 20
"""Accounts that the palette offers for what was typed."""


def providers(app: Kamtui) -> list[Provider]:
    """Every operation that has a form, and accounts by name or pinyin."""
    return [partial(_operations, app), partial(_accounts, app)]


def _operations(app: Kamtui, query: str) -> Iterable[Entry]:
    def fill(name: str) -> None:
        if isinstance(app.screen, Acting):
            run(app.screen, FORMS[name])

    return matching(query, [Entry(t(form.label), "", partial(fill, name), name) for name, form in FORMS.items()])


def _accounts(app: Kamtui, query: str) -> Iterable[Entry]:
    if not query.strip():
        return []
    book = app.book
    chosen = filters.parse_leniently(query, me=book.who)
    found = accounts.rows(book.conn, accounts.ids(book.conn, chosen, on=book.today())[:FOUND])
    return [
        Entry(row.name, "", partial(app.push_screen, AccountPage(row.id)), f"#{row.id} {row.owner}") for row in found
    ]
