"""One account: its header and tier over time above, its stream, people, tier, money, tasks and history as tabs."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.widget import Widget
from textual.worker import Worker

from kamtui.i18n import t
from kamtui.store import accounts
from kamtui.store import tasks as promises
from kamtui.store.journal import Changed
from kamtui.tui import accounttabs as tabs
from kamtui.tui import grouptab
from kamtui.tui.accountlines import header, tier_chart
from kamtui.tui.healthlines import condition
from kamtui.tui.keygroups import CHANGE, LOOK, MOVE
from kamtui.tui.marketlines import at_a_glance, strategy
from kamtui.tui.moneylines import against
from kamtui.tui.profiletab import ProfileTab
from kamtui.tui.screens.adding import Adding
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.profiling import Profiling
from kamtui.tui.screens.promising import Promising
from kamtui.tui.screens.touching import Touching
from kamtui.tui.screens.walking import Walking
from kamtui.tui.text import Line
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.rowlist import RowList

ROOMY = 32
"""Lines of the terminal from which profile and money leave the chart its place."""


class AccountPage(Walking, Profiling, Adding, Deciding, Touching, Promising):
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
        Binding("I", "show('profile')", "what is known: profile", show=False, id="look.profile", group=LOOK),
        Binding("a", "add", "add contact", show=False, id="contact.add", group=CHANGE),
    ]

    DEFAULT_CSS = """
    AccountPage #upper { height: 5; }
    AccountPage #tabs { height: 1; }
    """

    upper = getters.query_one("#upper", Lines)
    bar = getters.query_one("#tabs", Lines)
    lower = getters.query_one("#lower", Lines)
    tasks = getters.query_one("#tasks", RowList)
    group = getters.query_one("#group", RowList)

    def __init__(self, account: int, trail: array[int] | None = None, tab: str = "timeline") -> None:
        super().__init__(account, trail)
        self.tab = tab
        self._size_shown = Size(0, 0)

    def body(self) -> Iterable[Widget]:
        glyphs = self.glyphs
        yield Lines(id="upper")
        yield Lines(id="tabs")
        yield Lines(id="lower")
        yield RowList(
            tabs.Tasks(self.book, lambda: self.account),
            tabs.task_columns(self.today, glyphs),
            empty="nothing promised; n promises a next step",
            glyphs=glyphs,
            id="tasks",
        )
        yield ProfileTab(self.book, lambda: self.account, glyphs)
        yield RowList(
            grouptab.GroupRows(self.book, lambda: self.account if self.tab == "group" else None),
            grouptab.columns(self.today, glyphs),
            empty="it stands alone; : move puts it below another account",
            glyphs=glyphs,
            id="group",
        )

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        # the page comes with a size, of which it hears once more
        if self.size != self._size_shown:
            self._show()

    def catch_up(self, changed: Changed) -> None:
        if changed.everything or self.account in changed.accounts:
            self.tasks.forget_all()
            self.tasks.reload()
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
        """Add a person to the account; on the tab of the profile a competitor, on that of issues one of them."""
        if self.tab == "issues":
            # forms ask on a page, so their modules need this one first
            from kamtui.tui.filling import run
            from kamtui.tui.forms.issues import ISSUE_FORMS

            run(self, ISSUE_FORMS["issue.add"])
            return
        if self.tab == "profile":
            await self.add_rival()
            return
        await self.add_person(self.account)

    def action_snooze(self) -> Worker[None]:
        """Put the account's card off, or on the tab of tasks the one at the cursor to another day."""
        task = self.tasks.cursor if self.tab == "tasks" else None
        return super().action_snooze() if task is None else self._move(task)

    async def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Enter on a task says that it is done, on an account of the group opens that one."""
        if event.rowlist is self.tasks:
            self._close(event.key)
        elif event.rowlist is self.group and event.key not in (grouptab.TOTAL, self.account):
            await self.app.push_screen(AccountPage(event.key, tab="group"))

    @work
    async def _close(self, task: int) -> None:
        await self.close_promise(promises.one(self.book.conn, task))

    @work
    async def _move(self, task: int) -> None:
        await self.move_promise(promises.one(self.book.conn, task))

    # -- inside ----------------------------------------------------------------------------------------------------

    def go_to(self, account: int) -> None:
        super().go_to(account)
        self.tasks.forget_all()
        self.tasks.reload()
        self._show()

    def _show(self, *, keep_place: bool = False) -> None:
        found = accounts.rows(self.book.conn, [self.account])
        if not found or not self.size.width:
            return
        row, width, glyphs = found[0], self.size.width, self.glyphs
        self._size_shown = self.size
        if not keep_place:
            self.seen()
        self.title_line.set(
            screen=t("ACCOUNT"), about=f"{row.name} #{row.id}", progress=self.progress, hint=t("] next  [ previous")
        )
        more = [*against(self.book, row), *condition(self.book, row, glyphs), *at_a_glance(self.book, row)]
        upper: list[Line] = [*header(row, self.today, width, glyphs, more), *strategy(self.book, row, width)]
        # profile and money are long: where there is little room they take that of the chart
        if self.tab not in ("profile", "money") or self.size.height >= ROOMY:
            upper += tier_chart(self.book, self.account, width, glyphs, score=True)
        self.upper.styles.height = len(upper)
        self.upper.show(upper)
        self.bar.show([tabs.bar(self.tab)])
        self.tasks.display = self.tab == "tasks"
        self.profile.display = self.tab == "profile"
        self.group.display = self.tab == "group"
        self.lower.display = self.tab not in ("tasks", "profile", "group")
        lists = {"tasks": self.tasks, "profile": self.profile.list, "group": self.group}
        shown: Widget = lists.get(self.tab, self.lower)
        if self.tab == "profile":
            self.profile.read_again()
        elif self.tab == "group":
            self.group.forget_all()
            self.group.reload()
            if not keep_place:
                # once it has its size, or the list would scroll to it as to the only line there is
                self.call_after_refresh(self.group.select, self.account)
        if not self.bottom.is_asking:
            # at once: a focus that comes later would take the letters from a question asked meanwhile
            self.set_focus(shown, scroll_visible=False)
        if shown is self.lower:
            read = partial(tabs.lines, self.book, self.account, self.tab, width, glyphs)
            self.lower.show(read(first=self.size.height), keep_place=keep_place, whole=read)
