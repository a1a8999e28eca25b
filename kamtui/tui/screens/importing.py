"""Files on their way into the book: what they are read as, what importing them would do, and doing it."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.timer import Timer
from textual.widget import Widget

from kamtui.clock import Clock
from kamtui.domain.outcomes.book import Imported
from kamtui.errors import BadInput, KamError
from kamtui.i18n import n, t
from kamtui.ops.core import Done
from kamtui.ops.transfer import edits, mapfile
from kamtui.ops.transfer.asked import Asked
from kamtui.ops.transfer.plan import Plan
from kamtui.render.said import said
from kamtui.store import journal
from kamtui.store.book import Book
from kamtui.store.journal import Changed
from kamtui.tui import importlines
from kamtui.tui.aside import aside
from kamtui.tui.importasking import Asking, ask_file
from kamtui.tui.importjob import ImportJob, Stopped
from kamtui.tui.importoutcome import described, outcome_columns, outcome_rows
from kamtui.tui.importrows import File, Row, mapping_columns, mapping_rows, sign
from kamtui.tui.keygroups import CHANGE, FIND, LOOK
from kamtui.tui.pathnames import expanded
from kamtui.tui.screens.acting import Acting
from kamtui.tui.widgets.detail import Detail
from kamtui.tui.widgets.rowlist import RowList

T = TypeVar("T")

LOOK_S = 0.25
"""How often it is looked how far a job is."""

READING, TRYING, WRITING = "reading", "trying out", "importing"


class ImportPage(Acting):
    """One list in two views: the columns and what they are read as, and what importing them would do, or did."""

    AUTO_FOCUS = "RowList"

    KEYS: ClassVar[Sequence[str]] = ("import.change", "import.view", "import.start", "import.add", "history.undo")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "change", "change", id="import.change", group=CHANGE, tooltip="Read it otherwise, or answer"),
        Binding("tab", "view", "try it out", id="import.view", group=LOOK, tooltip="What importing would do, and back"),
        Binding("i", "import", "import", id="import.start", group=CHANGE, tooltip="Import the files as one change"),
        Binding("a", "add", "add a file", id="import.add", group=FIND, tooltip="One more file, in the same change"),
        Binding("ctrl+s", "keep_map", "keep as a map file", show=False, id="import.map", group=LOOK),
        Binding("ctrl+l", "renew", "read again", show=False, id="import.renew", group=FIND),
    ]

    DEFAULT_CSS = """
    ImportPage {
        & .split { layout: vertical; }
        & Detail { height: 7; border-top: solid $muted; }
        &.-wide .split { layout: horizontal; }
        &.-wide RowList { width: 3fr; min-width: 80; }
        &.-wide Detail { width: 2fr; height: 1fr; border-top: none; border-left: solid $muted; }
    }
    """

    shown = getters.query_one(RowList)
    detail = getters.query_one(Detail)

    def __init__(self, book: Book, paths: Sequence[str]) -> None:
        super().__init__()
        self._paths = list(paths)
        self._asked = Asked(book.today(), zone=Clock().zone, book=book.path, is_watched=True)
        self._job = ImportJob()
        self.doing = ""
        """What is going on beside the app; "" when nothing is."""
        self._rows: dict[int, Row] = {}
        self._tried: Imported | None = None
        """What importing would do, as it was when it was tried out."""
        self._done: Done[Imported] | None = None
        self._shows_outcome = False
        self._timer: Timer | None = None
        self._stood: int | None = None
        """Where one stood among the columns before one looked at what importing does."""

    def body(self) -> Iterable[Widget]:
        yield Container(
            RowList(self, mapping_columns(self.glyphs), sign=sign, empty="reading", glyphs=self.glyphs),
            Detail(self._show_detail),
            classes="split",
        )

    def on_mount(self) -> None:
        self._timer = self.set_interval(LOOK_S, self._show_title, pause=True)
        self._read(self._paths, self._asked)

    def on_unmount(self) -> None:
        self._job.close()

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """The rows of the view."""
        rows: Iterable[Row] = ()
        if self._shows_outcome and self._outcome is not None:
            rows = outcome_rows(self._outcome, self._paths, is_done=self._done is not None)
        elif self.plan is not None:
            rows = mapping_rows(self.plan, self._asked)
        self._rows = {row.id: row for row in rows}
        self._show_title()
        return array("q", self._rows)

    def rows(self, ids: Sequence[int]) -> list[Row]:
        return [self._rows[key] for key in ids if key in self._rows]

    @property
    def plan(self) -> Plan | None:
        """What the files are read as; None before they were read."""
        return self._job.plan

    @property
    def _outcome(self) -> Imported | None:
        return self._done.value if self._done is not None else self._tried

    def catch_up(self, changed: Changed) -> None:
        """Where the import was taken back, it can be done again."""
        change = None if self._done is None else self._done.change
        if change is not None and journal.is_undone(self.book.conn, change):
            self._done = self._tried = None
            self._show_view(outcome=False)

    def first_steps(self) -> str:
        """In an empty book nothing else: this is how it begins."""
        return ""

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        self._show_detail()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        self.action_change()

    # -- actions ---------------------------------------------------------------------------------------------------

    @work
    async def action_change(self) -> None:
        """Read the thing at the cursor otherwise: another field, another target, an answer."""
        row, plan = self._at_cursor(), self.plan
        if row is None or plan is None or self._shows_outcome or self._is_busy() or self._done is not None:
            return
        asked = await Asking(self, self._asked, plan).about(row.thing)
        if asked is not None:
            self._read(self._paths, asked)

    @work
    async def action_view(self) -> None:
        """What importing would do, or back to the columns."""
        if self._shows_outcome:
            self._show_view(outcome=False)
        elif not self._is_busy() and await self._is_tried():
            self._show_view(outcome=True)

    @work
    async def action_import(self) -> None:
        """Import the files as one change, after a look at what that does."""
        if self._is_busy():
            return
        if self._done is not None:
            self.tell(t("imported already; u takes it back"), "warn")
            return
        if not await self._is_tried() or self._tried is None:
            return
        self._show_view(outcome=True)
        if await self.agrees(t("{plan}. Import?", plan=described(self._tried))):
            done = await self._with(WRITING, self._write)
            if done is not None:
                self._done = done
                self._draw()
                self.say(done)
                if not self.is_current:
                    # whoever comes back here finds it, too
                    self.bottom.say(said(done.value), "ok", t("u undo"))

    @work
    async def action_add(self) -> None:
        """Import one more file in the same change."""
        if not self._is_busy() and self._done is None:
            path = await ask_file(self)
            if path:
                self._read([*self._paths, path], self._asked)

    @work
    async def action_keep_map(self) -> None:
        """Keep what the files are read as in a map file, for the next time: kamtui import --map FILE."""
        plan = self.plan
        if plan is None or self._is_busy():
            return
        path = await self.bottom.ask(t("map file to write (for kamtui import --map):"), key="import map")
        if path and path.strip():
            written = await self.app.do(_keep_map, expanded(path), mapfile.written(edits.as_map(self._asked, plan)))
            if written is not None:
                self.tell(t("written: {path}", path=written))

    def action_renew(self) -> None:
        """Read the files again, and draw the whole screen."""
        if not self._is_busy():
            self._read(self._paths, self._asked)
        self.refresh(layout=True)

    async def action_back(self, quits: bool = False) -> None:
        """Stop what is going on; when nothing is, go back."""
        if self.doing == WRITING:
            self._ask_to_stop()
        elif self.doing:
            self._job.stop()
            if self.plan is None:
                await super().action_back(quits)
        else:
            await super().action_back(quits)

    # -- inside ----------------------------------------------------------------------------------------------------

    @work
    async def _ask_to_stop(self) -> None:
        if await self.agrees(t("Stop the import? Nothing of it stays")) and self.doing == WRITING:
            self._job.stop()

    @work
    async def _read(self, paths: Sequence[str], asked: Asked) -> None:
        """Look at the files; where they are refused so, everything stays as it was."""
        plan = await self._with(READING, lambda: aside(self.book, lambda: self._job.read(paths, asked)))
        if plan is None:
            if self.plan is None:
                self.shown.empty = "nothing could be read; a names another file"
                self._draw()
            return
        self._paths, self._asked = list(paths), asked
        self._tried = None
        self._show_view(outcome=False)
        if plan.questions:
            one, many = "{count} question is open: Enter answers it", "{count} questions are open: Enter answers"
            self.tell(n(one, many, len(plan.questions)), "warn")
        else:
            self.tell(t("Tab shows what importing does; nothing is imported before i"))

    async def _is_tried(self) -> bool:
        """Whether it is known what importing would do; it is tried out where it is not."""
        if self.plan is None or self._outcome is not None:
            return self._outcome is not None
        if self.plan.questions:
            self.tell(t("first answer what is open: Enter on a line with !"), "warn")
            return False
        if not self.plan.feeds:
            self.tell(t("say first what the rows are"), "warn")
            return False
        self._tried = await self._with(TRYING, lambda: aside(self.book, lambda: self._job.rehearse(self.book)))
        return self._tried is not None

    def _write(self) -> Awaitable[Done[Imported] | None]:
        meanwhile = t("waiting to be written: the import comes first")
        return self.app.do_long(self._job.write, meanwhile=meanwhile)

    async def _with(self, doing: str, call: Callable[[], Awaitable[T]]) -> T | None:
        """The result of a job, with how far it is in the title meanwhile; None where it was refused or stopped."""
        self.doing = doing
        if self._timer is not None:
            self._timer.resume()
        self._show_title()
        try:
            return await call()
        except Stopped as stopped:
            self.tell(str(stopped), "warn")
        except KamError as error:
            self.tell(str(error), "error")
        except asyncio.CancelledError:
            if doing == WRITING:
                # the app is left, which nobody wants to take minutes
                self.app.say_last(t("the import was stopped; nothing of it was imported"))
            raise
        finally:
            self.doing = ""
            if self._timer is not None:
                self._timer.pause()
            if self.is_attached:
                self._show_title()
        return None

    def _is_busy(self) -> bool:
        if self.doing:
            self.tell(t("still {doing}; Esc stops it", doing=t(self.doing)), "warn")
        return bool(self.doing)

    def _at_cursor(self) -> Row | None:
        return None if self.shown.cursor is None else self._rows.get(self.shown.cursor)

    def _show_view(self, *, outcome: bool) -> None:
        """Show what importing does from its first line on, or the columns where one stood."""
        if outcome != self._shows_outcome:
            stood, self._stood = self._stood, self.shown.cursor
            self._shows_outcome = outcome
            self._draw()
            if outcome or stood is None or not self.shown.select(stood):
                self.shown.action_edge(-1)
        else:
            self._draw()

    def _draw(self) -> None:
        columns = outcome_columns() if self._shows_outcome else mapping_columns(self.glyphs)
        self.shown.set_columns(columns)
        self.shown.forget_all()
        self.shown.reload()
        self._show_detail()

    def _show_detail(self) -> None:
        row, cells = self._at_cursor(), self.detail.size.width
        self.detail.show(importlines.told(row.thing, self.plan, cells) if row is not None and cells else [])

    def _show_title(self) -> None:
        files = [row.thing for row in self._rows.values() if isinstance(row.thing, File)]
        about = ", ".join(dict.fromkeys(expanded(path).name for path in self._paths))
        view = t("what it would do") if self._done is None else t("what it did")
        questions = len(self.plan.questions) if self.plan is not None else 0
        progress = self._progress() or (view if self._shows_outcome else "")
        if not progress and files:
            progress = n("{count} question", "{count} questions", questions) if questions else t("Tab tries it out")
        self.title_line.set(screen=t("IMPORT"), about=about, progress=progress, who=self.book.who)

    def _progress(self) -> str:
        """How far the job is that runs."""
        if not self.doing:
            return ""
        if self._job.reached is not None:
            target, done, expected = self._job.reached
            return t("{doing}: {done} of {expected} {target}", doing=t(self.doing), done=f"{done:,}",
                     expected=f"{expected:,}", target=t(target))  # fmt: skip
        rows = self._job.rows
        return t("{doing}: {rows} rows", doing=t(self.doing), rows=f"{rows:,}") if rows > 1 else t(self.doing)


def _keep_map(_book: Book, path: Path, text: str) -> Path:
    """Write a new file. Raises BadInput."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise BadInput(t("{path} exists already; name another file", path=path)) from None
    except (OSError, ValueError) as error:
        raise BadInput(t("cannot write {path}: {reason}", path=path, reason=error)) from None
    return path
