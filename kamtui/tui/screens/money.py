"""The money of an account: may I promise a delivery, and what stands behind that; one walks through a list of them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from kamtui.i18n import t
from kamtui.store import accounts
from kamtui.store.journal import Changed
from kamtui.tui.accountlines import flowed
from kamtui.tui.keygroups import CHANGE, LOG, LOOK
from kamtui.tui.keys import joined_labels, key_rows
from kamtui.tui.moneyviews import VIEWS
from kamtui.tui.screens.acting import one_of
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.touching import Touching
from kamtui.tui.screens.walking import Walking
from kamtui.tui.text import Line
from kamtui.tui.views import Key, Verb, View
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.rowlist import RowList

ABOVE = 9
"""Lines that may stand above a list; what is beyond is cut, for the list needs room."""

BINDING = {Key.ADD: "money.add", Key.DONE: "money.done", Key.EDIT: "money.edit", Key.DROP: "money.drop"}
"""The binding of what a view may give a meaning to."""

Offered = list[tuple[Verb, Mapping[str, Any]]]


class Shown(Lines, can_focus=False):
    """What stands around a list."""


class Detail(Shown):
    """What is said of the row at the cursor; drawn anew in every size it gets."""

    def __init__(self, draw: Callable[[], None]) -> None:
        super().__init__(id="aside")
        self._draw = draw

    def on_resize(self) -> None:
        self._draw()


class MoneyPage(Walking, Deciding, Touching):
    """The view stays while one walks; what a verb is for is the row at the cursor, else the account."""

    AUTO_FOCUS = ""

    KEYS: ClassVar[Sequence[str]] = (
        "tab.next",
        "money.done",
        "money.add",
        "money.edit",
        "walk.next",
        "touch.log",
        "history.undo",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "view(1)", "tab", id="tab.next", group=LOOK),
        Binding("shift+tab", "view(-1)", "tab before", show=False, id="tab.previous", group=LOOK),
        Binding("right,l", "view(1)", "next view", show=False, id="money.next", group=LOOK),
        Binding("left,h", "view(-1)", "view before", show=False, id="money.previous", group=LOOK),
        Binding("dollar_sign", "view(1)", "money", show=False, id="look.money", group=LOOK),
        Binding("d,f8", "verb('done')", "paid, done", id="money.done", group=LOG, tooltip="Paid, settled or looked at"),
        Binding("a", "verb('add')", "add", id="money.add", group=CHANGE, tooltip="Add what belongs in this view"),
        Binding("e", "verb('edit')", "edit", id="money.edit", group=CHANGE, tooltip="Change what is at the cursor"),
        Binding(
            "x",
            "verb('drop')",
            "dispute, end",
            show=False,
            id="money.drop",
            group=CHANGE,
            tooltip="Disputed, ended or called off",
        ),
    ]

    DEFAULT_CSS = """
    MoneyPage {
        & #tabs { height: 1; }
        & #verbs { height: 1; }
        & .split { layout: vertical; }
        & #aside { height: 6; border-top: solid $muted; }
        &.-wide .split { layout: horizontal; }
        &.-wide RowList { width: 2fr; min-width: 80; }
        &.-wide #aside { width: 1fr; height: 1fr; border-top: none; border-left: solid $muted; }
    }
    """

    bar = getters.query_one("#tabs", Shown)
    above = getters.query_one("#above", Shown)
    lower = getters.query_one("#lower", Lines)
    split = getters.query_one(".split", Container)
    shown = getters.query_one("#rows", RowList)
    aside = getters.query_one("#aside", Detail)
    below = getters.query_one("#verbs", Shown)

    def __init__(self, account: int, trail: array[int] | None = None, view: str = "now") -> None:
        super().__init__(account, trail)
        self.name_of_view = view
        self._rows: dict[int, Any] = {}
        """By their ids, in the order to show."""
        self._keys: dict[str, str] = {}
        """Bindings in force, each with its key."""

    @property
    def view(self) -> View[Any]:
        """What is shown."""
        return VIEWS[self.name_of_view]

    @property
    def here(self) -> Any | None:
        """The row at the cursor; None in a view without rows."""
        return self._rows.get(self.shown.cursor or 0) if self.view.rows is not None else None

    def body(self) -> Iterable[Widget]:
        yield Shown(id="tabs")
        yield Shown(id="above")
        yield Lines(id="lower")
        rows: RowList[Any] = RowList(self, self._columns(), sign=self._sign, glyphs=self.glyphs, id="rows")
        yield Container(rows, Detail(self._show_aside), classes="split")
        yield Shown(id="verbs")

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        self._show(keep_place=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "verb" and not self.view.verbs.get(Key(str(parameters[0]))):
            return False
        return super().check_action(action, parameters)

    def standing(self) -> object:
        return self.account, self.name_of_view, self.shown.cursor

    def go_to(self, account: int) -> None:
        super().go_to(account)
        self.seen()
        self._show()
        self.shown.action_edge(-1)

    def catch_up(self, changed: Changed) -> None:
        if changed.everything or self.account in changed.accounts or "policy" in changed.tables:
            self._show(keep_place=True)
            self.hear(changed, [self.account])

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        super().on_row_list_moved(event)
        self._show_aside()
        self._show_verbs()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Enter does what is to be done with the row, else it changes it."""
        if not self.book.only_looks:
            self.action_verb(Key.DONE if self._offered(Key.DONE) else Key.EDIT)

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """The rows of the view."""
        rows = self.view.rows
        self._rows = {} if rows is None else {row.id: row for row in rows(self.book, self.account)}
        return array("q", self._rows)

    def rows(self, ids: Sequence[int]) -> list[Any]:
        return [self._rows[key] for key in ids if key in self._rows]

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_view(self, step: int) -> None:
        """Show the next view, or the one before."""
        names = list(VIEWS)
        self.name_of_view = names[(names.index(self.name_of_view) + step) % len(names)]
        self.shown.clear_marks()
        self._show()
        self.shown.action_edge(-1)
        self.refresh_bindings()

    @work
    async def action_verb(self, key: str) -> None:
        """Do with the row, or in the view, what the key means there; ask which where it means several things."""
        # forms ask on a page, so their module needs this one first
        from kamtui.tui.filling import run
        from kamtui.tui.forms import FORMS

        offered = {t(verb.label): (verb, given) for verb, given in self._offered(Key(key))}
        if not offered:
            self.tell(t("that has no meaning for what stands at the cursor"), "warn")
            return
        names = list(offered)
        chosen = names[0]
        if len(names) > 1:
            chosen = await self.choose(t("which (Tab: choose):"), one_of(names), names) or ""
        if chosen:
            verb, given = offered[chosen]
            run(self, FORMS[verb.form], given)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _offered(self, key: Key) -> Offered:
        """What a key can do with the row at the cursor, with the answers that it gives."""
        row = self.here
        found = ((verb, verb.given(row)) for verb in self.view.verbs.get(key, ()))
        return [(verb, given) for verb, given in found if given is not None]

    def _columns(self) -> Sequence[Column[Any]]:
        columns = self.view.columns
        return [] if columns is None else columns(self.today, self.glyphs)

    def _sign(self, row: Any) -> str:
        return "" if self.view.sign is None else self.view.sign(row, self.glyphs)

    def _show(self, *, keep_place: bool = False) -> None:
        found, width = accounts.rows(self.book.conn, [self.account]), self.size.width
        if not found or not width:
            return
        self.title_line.set(
            screen=t("MONEY"),
            about=f"{found[0].name} #{self.account}",
            progress=self.progress,
            hint=t("] next  [ previous"),
        )
        self.bar.show([self._tabs()])
        is_list = self.view.rows is not None
        lines = self.view.lines(self.book, self.account, width, self.glyphs)
        self.above.display = self.split.display = is_list
        self.lower.display = not is_list
        if is_list:
            lines = lines[:ABOVE]
            self.above.styles.height = len(lines)
            self.above.show(lines)
            self.shown.empty = self.view.empty
            self.shown.set_columns(self._columns())
            self.shown.forget_all()
            self.shown.reload()
        else:
            self.lower.show(lines, keep_place=keep_place)
        self.aside.display = self.view.detail is not None
        if not self.bottom.is_asking:
            # at once: a focus that comes later would take the letters from a question asked meanwhile
            self.set_focus(self.shown if is_list else self.lower, scroll_visible=False)
        self._show_aside()
        self._show_verbs()

    def _tabs(self) -> Line:
        """The views, the one that is shown in brackets as well as in colour."""
        return [
            (" ", ""),
            *(
                (f"[{t(view.heading)}] ", "here") if name == self.name_of_view else (f" {t(view.heading)}  ", "")
                for name, view in VIEWS.items()
            ),
        ]

    def _show_aside(self) -> None:
        width, row, detail = self.aside.size.width, self.here, self.view.detail
        if width and detail is not None:
            self.aside.show([] if row is None else detail(row, width, self.glyphs))

    def _show_verbs(self) -> None:
        """What the keys do with the row at the cursor."""
        if not self.bottom.is_asking:
            # the letters are text of the line that is open
            self._keys = {row.binding.id or "": row.keys[0] for row in key_rows(self.screen) if row.enabled}
        parts: list[Line] = []
        for key, binding in BINDING.items():
            offered = self._offered(key)
            if offered and binding in self._keys:
                said = f" {self.glyphs.dot} ".join(t(verb.label) for verb, _ in offered)
                parts.append([(joined_labels([self._keys[binding]]), "accent"), (f" {said}", "muted")])
        self.below.show(flowed(parts, self.size.width)[:1])
