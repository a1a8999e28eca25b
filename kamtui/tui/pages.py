"""The pages of the app by name, and what the palette offers beside the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from kamtui.domain import filters
from kamtui.i18n import t
from kamtui.ops.core import load_all
from kamtui.store import accounts
from kamtui.tui.app import Kamtui
from kamtui.tui.exporting import export_list
from kamtui.tui.filling import run
from kamtui.tui.forms import FORMS
from kamtui.tui.importing import import_files
from kamtui.tui.palette import Entry, Provider, matching
from kamtui.tui.screens import handover
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.accounts import Accounts
from kamtui.tui.screens.acting import Acting
from kamtui.tui.screens.changes import Changes
from kamtui.tui.screens.duplicates import Duplicates
from kamtui.tui.screens.exceptions import Exceptions
from kamtui.tui.screens.funnel import Funnel
from kamtui.tui.screens.health import HealthPage
from kamtui.tui.screens.log import Log
from kamtui.tui.screens.managers import ManagersPage
from kamtui.tui.screens.movement import MovementPage
from kamtui.tui.screens.page import Page
from kamtui.tui.screens.plan import COMPANY, PlanPage
from kamtui.tui.screens.portfolio import PortfolioPage
from kamtui.tui.screens.proposals import Proposals
from kamtui.tui.screens.review import Review
from kamtui.tui.screens.service import Service
from kamtui.tui.screens.week import Week

START = "review"

PAGES: dict[str, type[Page]] = {
    "review": Review,
    "accounts": Accounts,
    "movement": MovementPage,
    "portfolio": PortfolioPage,
    "proposals": Proposals,
    "health": HealthPage,
    "week": Week,
    "service": Service,
    "funnel": Funnel,
    "log": Log,
    "exceptions": Exceptions,
    "changes": Changes,
    "duplicates": Duplicates,
    "managers": ManagersPage,
}

FOUND = 20
"""Accounts that the palette offers for what was typed."""

OTHERS: dict[str, Callable[[Acting], object]] = {
    "import.apply": import_files,
    "export.note": export_list,
    "account.handover": handover.ask,
}
"""Operations that ask in a way of their own."""

OF_FILES = frozenset({"import.apply", "export.note"})
"""Operations on files where kamtui runs; over the gate the files are at the other end: `ssh … import`."""


def providers(app: Kamtui) -> list[Provider]:
    """Every operation that has a form, and accounts by name or pinyin."""
    return [partial(_operations, app), partial(_company, app), partial(_accounts, app)]


def _operations(app: Kamtui, query: str) -> Iterable[Entry]:
    """The operations that need no key; none where nothing may be written."""

    def ask(name: str) -> None:
        if isinstance(app.screen, Acting):
            OTHERS[name](app.screen) if name in OTHERS else run(app.screen, FORMS[name])

    if app.book.only_looks:
        return []
    asked = {*FORMS, *OTHERS} - (OF_FILES if app.profile.gated else frozenset())
    labels = {name: operation.label for name, operation in load_all().items() if name in asked}
    return matching(query, [Entry(t(label), "", partial(ask, name), name) for name, label in labels.items()])


def _company(app: Kamtui, query: str) -> Iterable[Entry]:
    """The plan of the whole book."""
    company = Entry(t("Company plan"), "", lambda: app.push_screen(PlanPage(COMPANY)), t("mission to strategy"))
    return matching(query, [company])


def _accounts(app: Kamtui, query: str) -> Iterable[Entry]:
    if not query.strip():
        return []
    book = app.book
    chosen = filters.parse_leniently(query, me=book.who)
    found = accounts.rows(book.conn, accounts.ids(book.conn, chosen, on=book.today())[:FOUND])
    return [
        Entry(row.name, "", partial(app.push_screen, AccountPage(row.id)), f"#{row.id} {row.owner}") for row in found
    ]
