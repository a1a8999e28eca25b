"""Settings: what each is for, where its value comes from, and another value for it; the keys, to be pressed anew."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from kamtui import paths, settings
from kamtui.errors import KamError
from kamtui.i18n import t
from kamtui.render.text import wrap
from kamtui.settinglist import AT_ONCE, TABLES, Setting, listed
from kamtui.store.journal import Changed
from kamtui.tui import accountcolumns
from kamtui.tui.environment import theme_for
from kamtui.tui.keygroups import LOOK
from kamtui.tui.remapping import current, remap
from kamtui.tui.screens.acting import Acting, checking
from kamtui.tui.text import Line
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.rowlist import RowList

DEFAULT = "default"
"""What is typed to have the default again."""


class Row(NamedTuple):
    """A line of the page."""

    id: int
    name: str
    value: str
    source: str
    said: str


class SettingsPage(Acting):
    """The settings, and with Tab the keys."""

    AUTO_FOCUS = "RowList"

    KEYS: ClassVar[Sequence[str]] = ("open", "settings.view", "back.quit")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "view", "settings or keys", id="settings.view", group=LOOK),
    ]

    DEFAULT_CSS = """
    SettingsPage #detail { height: 5; border-top: none; }
    """

    shown = getters.query_one(RowList)
    detail = getters.query_one("#detail", Lines)

    def __init__(self) -> None:
        super().__init__()
        self._shows_keys = False
        self._rows: dict[int, Row] = {}
        self._complaints: list[str] = []

    def body(self) -> Iterable[Widget]:
        yield RowList(self, _columns(), glyphs=self.glyphs)
        yield Lines(id="detail")

    def on_mount(self) -> None:
        if self._complaints:
            self.tell(self._complaints[0], "warn")

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """The settings, or the keys."""
        rows = self._of_keys() if self._shows_keys else self._of_settings()
        self._rows = {row.id: row for row in rows}
        title = t("KEYS") if self._shows_keys else t("SETTINGS")
        self.title_line.set(screen=title, hint=t("Enter changes one"), who=self.book.who)
        return array("q", self._rows)

    def rows(self, ids: Sequence[int]) -> list[Row]:
        return [self._rows[key] for key in ids if key in self._rows]

    def catch_up(self, changed: Changed) -> None:
        if changed.everything:
            self._read_again()

    def reword(self) -> None:
        super().reword()
        self._read_again()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        super().on_row_list_moved(event)
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        event.stop()
        self._edit(self._rows[event.key].name)

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_view(self) -> None:
        """The settings, or the keys."""
        self._shows_keys = not self._shows_keys
        self._read_again()
        self.shown.action_edge(-1)

    @work
    async def _edit(self, name: str) -> None:
        if self._shows_keys:
            if await remap(self.app, name):
                self._read_again()
            return
        found = next(each for each in self._settings() if each.name == name)
        if name == "columns":
            await self._choose_columns()
            return
        if name in TABLES:
            said = t("Tab shows the keys") if name == "keys" else t("written in the file: {path}", path=self._path)
            self.tell(said)
            return
        value = await self._asked(found)
        if value is not None:
            self._keep(found, value)

    # -- inside ----------------------------------------------------------------------------------------------------

    async def _choose_columns(self) -> None:
        """Choose the columns of the list of accounts."""
        shown = ",".join(accountcolumns.chosen(self.app.kept.columns.get("accounts", "")))
        echo = checking(accountcolumns.read, [*accountcolumns.NAMES])
        typed = await self.bottom.ask(t("{name} of the accounts:", name="columns"), shown, echo=echo, keeps=False)
        if typed is not None:
            self.app.keep_setting("columns", "accounts", accountcolumns.read(typed))
            self._read_again()
            self.app.say(t("{name} is {value} from now on", name="columns", value=typed), "ok")

    async def _asked(self, found: Setting) -> str | int | None:
        """The new value; None where it was given up."""

        def read(text: str) -> str | int:
            return found.default if text == DEFAULT else settings.parsed(found.name, text)

        options = [*filter(None, found.choices), DEFAULT]
        before, tried = self.app.theme, checking(read, options)

        def preview(text: str) -> Line:
            if text.strip() in found.choices and text.strip():
                self.app.theme = text.strip()
            return tried(text)

        echo = preview if found.name == "theme" else tried
        value = await self.choose(t("{name} (Tab: choose):", name=found.name), read, options, echo)
        if value is None:
            self.app.theme = before
        return value

    def _keep(self, found: Setting, value: str | int) -> None:
        """Take the value over where that is possible, and write it where there is a file for it."""
        if found.name == "theme":
            self.app.theme = str(value) or theme_for(os.environ)
        if self.app.settings is not None:
            try:
                settings.change(self.app.settings, found.name, value)
            except KamError as error:
                self.tell(str(error), "error")
                return
        if found.name == "language":
            self.app.speak(str(value))
        self._read_again()
        shown = value if value != "" else DEFAULT
        if self.app.settings is None:
            message = t("{name} is {value} as long as the app runs", name=found.name, value=shown)
        elif found.name in AT_ONCE:
            message = t("{name} is {value} from now on", name=found.name, value=shown)
        else:
            message = t("{name} is {value} from the next start on", name=found.name, value=shown)
        self.app.say(message, "ok")

    @property
    def _path(self) -> str:
        return str(self.app.settings or paths.settings())

    def _settings(self) -> list[Setting]:
        self._complaints.clear()
        return listed(self.app.settings or paths.settings(), self._complaints.append)

    def _of_settings(self) -> list[Row]:
        return [
            Row(place, each.name, worth(each), each.source, each.said) for place, each in enumerate(self._settings())
        ]

    def _of_keys(self) -> list[Row]:
        # imported late: the table knows every page, this one too
        from kamtui.tui.keytable import keys

        chosen = current(self.app)
        return [
            Row(place, key.id, key.keys, "file" if key.id in chosen else DEFAULT, key.says)
            for place, key in enumerate(keys(chosen))
        ]

    def _read_again(self) -> None:
        self.shown.forget_all()
        self.shown.reload()
        self._draw()

    def _draw(self) -> None:
        row = None if self.shown.cursor is None else self._rows.get(self.shown.cursor)
        if row is not None:
            said = row.said if self._shows_keys else t(row.said)
            self.detail.show([[(line, "")] for line in wrap(said, max(self.size.width - 2, 20))])


def worth(found: Setting) -> str:
    """A value as it is read: tables by how many entries they have."""
    if isinstance(found.value, dict):
        return "; ".join(f"{name} = {entry}" for name, entry in found.value.items())
    return str(found.value)


def _columns() -> list[Column[Row]]:
    return [
        Column("setting", 20, lambda row: row.name),
        Column("set to", 0, lambda row: (row.value, "accent")),
        Column("source", 14, lambda row: (t(row.source), "muted")),
    ]
