"""One account: its header and tier over time above, its stream, people, tier, money, tasks and history as tabs."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.worker import Worker

from kamtui.domain import fields
from kamtui.domain.contacts import EndReason, Function, Level
from kamtui.i18n import t
from kamtui.ops.contacts import add_contact, leave
from kamtui.store import accounts
from kamtui.store import tasks as promises
from kamtui.store.journal import Changed
from kamtui.tui import accounttabs as tabs
from kamtui.tui.accountlines import header, tier_chart
from kamtui.tui.healthlines import condition
from kamtui.tui.keygroups import CHANGE, LOOK, MOVE
from kamtui.tui.screens.acting import one_of
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.promising import Promising
from kamtui.tui.screens.touching import Touching
from kamtui.tui.screens.walking import Walking
from kamtui.tui.text import Line
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.rowlist import RowList


class AccountPage(Walking, Deciding, Touching, Promising):
    """The header stays while one goes through the tabs, the tab while one walks."""

    AUTO_FOCUS = ""

    KEYS: ClassVar[Sequence[str]] = (
        "walk.next",
        "walk.previous",
        "tab.next",
        "touch.log",
        "status.developing",
        "task.add",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "step(-1)", "previous", id="walk.previous", group=MOVE),
        Binding("tab", "tab(1)", "tab", id="tab.next", group=LOOK),
        Binding("shift+tab", "tab(-1)", "tab before", show=False, id="tab.previous", group=LOOK),
        Binding("w", "show('people')", "who: people", show=False, id="look.people", group=LOOK),
        Binding("dollar_sign", "show('money')", "money", show=False, id="look.money", group=LOOK),
        Binding("a", "add", "add contact", show=False, id="contact.add", group=CHANGE),
        Binding("l", "leave", "contact left", show=False, id="contact.leave", group=CHANGE),
    ]

    DEFAULT_CSS = """
    AccountPage #upper { height: 5; }
    AccountPage #tabs { height: 1; }
    """

    upper = getters.query_one("#upper", Lines)
    bar = getters.query_one("#tabs", Lines)
    lower = getters.query_one("#lower", Lines)
    people = getters.query_one("#people", RowList)
    tasks = getters.query_one("#tasks", RowList)

    def __init__(self, account: int, trail: array[int] | None = None, tab: str = "timeline") -> None:
        super().__init__(account, trail)
        self.tab = tab

    def body(self) -> Iterable[Widget]:
        glyphs = self.glyphs
        yield Lines(id="upper")
        yield Lines(id="tabs")
        yield Lines(id="lower")
        yield RowList(
            tabs.People(self.book, lambda: self.account),
            tabs.people_columns(self.today, glyphs),
            empty=t("nobody yet; a adds somebody"),
            glyphs=glyphs,
            id="people",
        )
        yield RowList(
            tabs.Tasks(self.book, lambda: self.account),
            tabs.task_columns(self.today, glyphs),
            empty=t("nothing promised; n promises a next step"),
            glyphs=glyphs,
            id="tasks",
        )

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        self._show()

    def stand_on(self, account: int) -> None:
        if account != self.account:
            self.go_to(account)

    def catch_up(self, changed: Changed) -> None:
        if changed.everything or self.account in changed.accounts:
            for rows in (self.people, self.tasks):
                rows.forget_all()
                rows.reload()
            self._show(keep_place=True)
            self.hear(changed, [self.account])

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_tab(self, step: int) -> None:
        """Show the next tab, or the one before."""
        names = list(tabs.TABS)
        self.action_show(names[(names.index(self.tab) + step) % len(names)])

    def action_show(self, tab: str) -> None:
        """Show one tab."""
        self.tab = tab
        self._show()

    @work
    async def action_add(self) -> None:
        """Add a person to the account: name, title, level, function."""
        name = await self.bottom.ask(t("new contact:"), key=f"contact:{self.account}")
        if not name or not name.strip():
            return
        title = await self.bottom.ask(t("title (Enter: none):"))
        level = None if title is None else await self.choose(t("level (Enter: unknown):"), fields.level, [*Level])
        function = (
            None if title is None else await self.choose(t("function (Enter: unknown):"), fields.function, [*Function])
        )
        if title is not None:
            done = await self.app.do(
                add_contact, self.account, name.strip(), title=title, level=level, function=function
            )
            self.say(done)

    @work
    async def action_leave(self) -> None:
        """Record that the person at the cursor left, with the reason."""
        self.action_show("people")
        person = self.people.cursor
        if person is None:
            return
        reason = await self.choose(t("left because (Tab: choose):"), one_of([*EndReason]), [*EndReason])
        if reason is not None:
            ended = EndReason(reason)
            self.say(await self.app.do(leave, person, on=self.today, reason=ended, account_id=self.account))

    def action_snooze(self) -> Worker[None]:
        """Put the account's card off, or on the tab of tasks the one at the cursor to another day."""
        task = self.tasks.cursor if self.tab == "tasks" else None
        return super().action_snooze() if task is None else self._move(task)

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Enter on a task says that it is done."""
        if event.rowlist is self.tasks:
            self._close(event.key)

    @work
    async def _close(self, task: int) -> None:
        await self.close_promise(promises.one(self.book.conn, task))

    @work
    async def _move(self, task: int) -> None:
        await self.move_promise(promises.one(self.book.conn, task))

    # -- inside ----------------------------------------------------------------------------------------------------

    def go_to(self, account: int) -> None:
        super().go_to(account)
        for rows in (self.people, self.tasks):
            rows.forget_all()
            rows.reload()
        self._show()

    def _show(self, *, keep_place: bool = False) -> None:
        found = accounts.rows(self.book.conn, [self.account])
        if not found or not self.size.width:
            return
        row, width, glyphs = found[0], self.size.width, self.glyphs
        if not keep_place:
            self.seen()
        self.title_line.set(
            screen=t("ACCOUNT"), about=f"{row.name} #{row.id}", progress=self.progress, hint=t("] next  [ previous")
        )
        upper: list[Line] = [
            *header(row, self.today, width, glyphs, condition(self.book, row, glyphs)),
            *tier_chart(self.book, self.account, width, glyphs, score=True),
        ]
        self.upper.styles.height = len(upper)
        self.upper.show(upper)
        self.bar.show([tabs.bar(self.tab)])
        self.people.display = self.tab == "people"
        self.tasks.display = self.tab == "tasks"
        self.lower.display = self.tab not in ("people", "tasks")
        shown: Widget = {"people": self.people, "tasks": self.tasks}.get(self.tab, self.lower)
        if not self.bottom.is_asking:
            # at once: a focus that comes later would take the letters from a question asked meanwhile
            self.set_focus(shown, scroll_visible=False)
        if shown is self.lower:
            self.lower.show(tabs.lines(self.book, self.account, self.tab, width, glyphs), keep_place=keep_place)
