"""`kamtui keys`: the table of keys, read from the bindings of the pages and the user's own keymap."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.binding import Binding
from textual.dom import DOMNode

from kamtui import i18n, paths, settings
from kamtui.i18n import t
from kamtui.render.table import Column, table
from kamtui.tui import keygroups
from kamtui.tui.app import Kamtui
from kamtui.tui.keymap import Chain, mistakes
from kamtui.tui.keys import key_label
from kamtui.tui.pages import PAGES, page_class
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.importing import ImportPage
from kamtui.tui.screens.money import MoneyPage
from kamtui.tui.screens.page import Page
from kamtui.tui.screens.people import PeoplePage
from kamtui.tui.screens.plan import PlanPage
from kamtui.tui.screens.settings import SettingsPage
from kamtui.tui.screens.tier import TierPage
from kamtui.tui.widgets.rowlist import RowList

OTHER_PAGES = (AccountPage, ImportPage, MoneyPage, PeoplePage, PlanPage, SettingsPage, TierPage)
"""Pages that are opened from others."""


class Key(NamedTuple):
    """One binding as a person reads it."""

    group: str
    keys: str
    says: str
    id: str


def run(arguments: Sequence[str]) -> int:
    """Print the table; `--markdown` as the README has it, `--check` what is wrong with the user's own keys instead."""
    chosen = settings.load(paths.settings(), _complain)
    i18n.use(chosen.language or i18n.language_of_environment())
    if "--check" in arguments:
        found = mistakes(chosen.keys, chains())
        print("\n".join(found) or t("the keys are in order"))
        return 2 if found else 0
    if "--markdown" in arguments:
        print(markdown())
    else:
        columns = [Column(t("group")), Column(t("keys")), Column(t("what")), Column(t("id for settings"))]
        print("\n".join(table(columns, list(keys(chosen.keys)))))
    return 0


def _complain(mistake: str) -> None:
    print(mistake, file=sys.stderr)


def keys(keymap: dict[str, str] | None = None) -> list[Key]:
    """Every binding of every page once, by group."""
    found: dict[str, Key] = {}
    for binding in _bindings():
        if binding.id and binding.description and binding.id not in found:
            group = binding.group or keygroups.OTHER
            pressed = (keymap or {}).get(binding.id, binding.key).split(",")
            shown = " ".join(key_label(key.strip()) for key in pressed)
            found[binding.id] = Key(t(group.description), shown, t(binding.tooltip or binding.description), binding.id)
    order = [t(group.description) for group in keygroups.ORDER]
    return sorted(found.values(), key=lambda key: order.index(key.group))


def chains() -> list[Chain]:
    """The classes whose keys are in force together, for every page."""
    pages: list[type[Page]] = [*map(page_class, PAGES), *OTHER_PAGES]
    return [(Kamtui, page, RowList) for page in pages]


def keys_of(name: str) -> str:
    """The keys of a binding id by default, separated by commas."""
    return next((binding.key for binding in _bindings() if binding.id == name), "")


def markdown() -> str:
    """The table for the README."""
    rows = [f"| {key.group} | `{key.keys}` | {key.says} |" for key in keys()]
    return "\n".join(["| group | keys | what |", "|---|---|---|", *rows])


def _bindings() -> Iterator[Binding]:
    for node in (*map(page_class, PAGES), *OTHER_PAGES, RowList, Kamtui):
        assert isinstance(node, type)
        for base in node.__mro__:
            if issubclass(base, DOMNode) and base.__module__.startswith("kamtui."):
                yield from (
                    binding
                    for binding in vars(base).get("BINDINGS", [])
                    if isinstance(binding, Binding) and binding.action not in _absent()
                )


def _absent() -> set[str]:
    """Keys that are kept for pages of a later version."""
    return {f"go('{name}')" for name in ("portfolio", "exceptions")} - {f"go('{name}')" for name in PAGES}
