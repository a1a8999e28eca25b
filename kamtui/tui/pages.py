"""The pages of the app by name, and what the palette offers beside the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module

from kamtui.domain import filters
from kamtui.i18n import t
from kamtui.ops.core import load_all
from kamtui.store import accounts
from kamtui.tui.app import Kamtui
from kamtui.tui.opening import Then
from kamtui.tui.palette import Entry, Provider, matching
from kamtui.tui.screens.acting import Acting
from kamtui.tui.screens.page import Page

START = "review"

_CLASSES = {
    "review": "Review",
    "accounts": "Accounts",
    "movement": "MovementPage",
    "portfolio": "PortfolioPage",
    "proposals": "Proposals",
    "health": "HealthPage",
    "week": "Week",
    "service": "Service",
    "funnel": "Funnel",
    "log": "Log",
    "exceptions": "Exceptions",
    "changes": "Changes",
    "duplicates": "Duplicates",
    "managers": "ManagersPage",
}
"""Page -> its class in the module of the same name, which is imported when somebody goes there."""


def page_class(name: str) -> type[Page]:
    """The class of a page."""
    found: type[Page] = getattr(import_module(f"kamtui.tui.screens.{name}"), _CLASSES[name])
    return found


def _made(name: str) -> Page:
    return page_class(name)()


PAGES: dict[str, Callable[[], Page]] = {name: partial(_made, name) for name in _CLASSES}

FOUND = 20
"""Accounts that the palette offers for what was typed."""


def _import_files(page: Acting) -> None:
    # imported late, as what the other entries of the palette need
    from kamtui.tui.importing import import_files

    import_files(page)


def _export_list(page: Acting) -> None:
    from kamtui.tui.exporting import export_list

    export_list(page)


def _hand_over(page: Acting) -> None:
    from kamtui.tui.screens import handover

    handover.ask(page)


OTHERS: dict[str, Callable[[Acting], object]] = {
    "import.apply": _import_files,
    "export.note": _export_list,
    "account.handover": _hand_over,
}
"""Operations that ask in a way of their own."""


def _begin_import(app: Kamtui) -> None:
    if isinstance(app.screen, Acting):
        OTHERS["import.apply"](app.screen)


AFTERWARDS: dict[Then, Callable[[Kamtui], object]] = {Then.IMPORT: _begin_import}
"""What may begin as soon as the app is open."""

OF_FILES = frozenset({"import.apply", "export.note"})
"""Operations on files where kamtui runs; over the gate the files are at the other end: `ssh … import`."""


def providers(app: Kamtui) -> list[Provider]:
    """Every operation that has a form, and accounts by name or pinyin."""
    return [partial(_operations, app), partial(_company, app), partial(_reports, app), partial(_accounts, app)]


def _operations(app: Kamtui, query: str) -> Iterable[Entry]:
    """The operations that need no key; none where nothing may be written."""
    if app.book.only_looks:
        return []
    # imported late: every form, for who opens the palette
    from kamtui.tui.filling import run
    from kamtui.tui.forms import FORMS

    def ask(name: str) -> None:
        if isinstance(app.screen, Acting):
            OTHERS[name](app.screen) if name in OTHERS else run(app.screen, FORMS[name])

    asked = {*FORMS, *OTHERS} - (OF_FILES if app.profile.gated else frozenset())
    labels = {name: operation.label for name, operation in load_all().items() if name in asked}
    return matching(query, [Entry(t(label), "", partial(ask, name), name) for name, label in labels.items()])


def _company(app: Kamtui, query: str) -> Iterable[Entry]:
    """The plan of the whole book."""

    def show() -> object:
        # imported late, as above
        from kamtui.tui.screens.plan import COMPANY, PlanPage

        return app.push_screen(PlanPage(COMPANY))

    return matching(query, [Entry(t("Company plan"), "", show, t("mission to strategy"))])


def _reports(app: Kamtui, query: str) -> Iterable[Entry]:
    """Pages for people who never open a terminal; over the gate no file can be written."""
    if app.profile.gated:
        return []

    def ask() -> None:
        # imported late, as above
        from kamtui.tui.reporting import write_report

        if isinstance(app.screen, Acting):
            write_report(app.screen)

    return matching(query, [Entry(t("Write a report page"), "", ask, t("portfolio, movement or pyramid, as HTML"))])


def _accounts(app: Kamtui, query: str) -> Iterable[Entry]:
    if not query.strip():
        return []

    def show(account: int) -> object:
        # imported late, as above
        from kamtui.tui.screens.account import AccountPage

        return app.push_screen(AccountPage(account))

    book = app.book
    chosen = filters.parse_leniently(query, me=book.who)
    found = accounts.rows(book.conn, accounts.ids(book.conn, chosen, on=book.today())[:FOUND])
    return [Entry(row.name, "", partial(show, row.id), f"#{row.id} {row.owner}") for row in found]
