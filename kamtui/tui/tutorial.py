"""The tour: the app itself on a copy of the sample, with lines above every screen that say what to try next."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.strip import Strip

from kamtui.i18n import t
from kamtui.render.text import width, wrap
from kamtui.store import journal
from kamtui.tui.app import Kamtui
from kamtui.tui.keygroups import OTHER
from kamtui.tui.keys import key_label
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.finding import Finding
from kamtui.tui.text import Line, fitted
from kamtui.tui.toursteps import STEPS, Step
from kamtui.tui.widgets.bottomline import BottomLine
from kamtui.tui.widgets.paint import Painted
from kamtui.tui.widgets.rowlist import RowList

LOOK_S = 0.15
"""How often to look whether a step was done."""

TALL = 4
"""Lines of the strip: three of text, and a rule."""


class TourStrip(Painted):
    """What to try next, above a screen."""

    DEFAULT_CSS = f"""
    TourStrip {{ height: {TALL}; width: 1fr; }}
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []

    def show(self, lines: list[Line]) -> None:
        """Show these lines from now on."""
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def render_line(self, y: int) -> Strip:
        line = self._lines[y] if y < len(self._lines) else []
        return self.strip_of(fitted(line, self.size.width), self.size.width)


class Seen:
    """What is seen of the app now."""

    def __init__(self, app: Kamtui, since: int, tabs: int = 0) -> None:
        screen = app.screen
        lists = [each for each in screen.query(RowList) if each.display]
        self.screens = frozenset(kind.__name__ for kind in type(screen).__mro__)
        self.row = lists[0].index if lists and lists[0].ids else -1
        self.tabs = tabs
        self.filter = screen.text if isinstance(screen, Finding) else ""
        self.is_typing = any(line.is_asking for line in screen.query(BottomLine))
        changes = app.book.since(since).changes
        self.done = frozenset(change.op for change in changes if change.by == app.book.who)


class Toured(Kamtui):
    """The app with the tour; leaving it is leaving the tour."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "tour(-1)", "tour: one step back", show=False, id="tour.back", group=OTHER),
        Binding("f6", "tour(1)", "tour: skip this step", show=False, id="tour.skip", group=OTHER),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = 0
        self._since = journal.newest(self.book.conn)
        self._tabs: set[str] = set()
        """Tabs of accounts that were seen since the step began."""
        self._waits = False
        """Whether what the step asks for was so already when somebody went back to it: it has to be done anew."""

    def on_mount(self) -> None:
        self.set_interval(LOOK_S, self.look)

    def look(self) -> None:
        """Go on where the step is done, and say what is next."""
        if not self.screen_stack or not self.screen.is_mounted:
            return
        if isinstance(self.screen, AccountPage):
            self._tabs.add(self.screen.tab)
        while self._is_done():
            self._go(self.step + 1)
        self._show(self.screen)

    def action_tour(self, by: int) -> None:
        """Go a step back, or skip one."""
        if 0 <= self.step + by < len(STEPS):
            self._go(self.step + by)
            self._waits = by < 0 and self._is_done()
            self._show(self.screen)

    def _is_done(self) -> bool:
        is_done = STEPS[self.step].is_done(Seen(self, self._since, len(self._tabs)))
        self._waits = self._waits and is_done
        return is_done and not self._waits

    def _go(self, step: int) -> None:
        self.step, self._waits = step, False
        self._tabs.clear()
        self._since = journal.newest(self.book.conn)

    def _show(self, screen: Screen[Any]) -> None:
        """The step on the strip of a screen, which gets one where it has none yet."""
        found = [*screen.query(TourStrip)]
        if not found:
            strip = TourStrip()
            screen.mount(strip, before=0)
            found = [strip]
        found[0].show(self._lines(screen))

    def _lines(self, screen: Screen[Any]) -> list[Line]:
        step, cells = STEPS[self.step], max(screen.size.width - 2, 20)
        head = t("TOUR {step}/{steps}", step=self.step + 1, steps=len(STEPS))
        said = wrap(f"{head}  {self._said(step, screen)}", cells)
        first: Line = [(f" {head}", "accent"), (said[0].removeprefix(head), "strong")]
        rest: list[Line] = [[(f" {line}", "strong")] for line in said[1 : TALL - 1]]
        ways = f" {t('F5 back  F6 skip  ctrl+q leaves')} "
        rule: Line = [(self.glyphs.rule * 2 + ways + self.glyphs.rule * (cells - width(ways)), "muted")]
        return [first, *rest, *[[]] * (TALL - 2 - len(rest)), rule]

    def _said(self, step: Step, screen: Screen[Any]) -> str:
        """The text of a step, with the keys as they are for this user."""
        here = {binding.id: key_label(key) for key, (_, binding, _, _) in reversed(screen.active_bindings.items())}
        return t(step.text, **{name: here.get(known, usual) for name, (known, usual) in step.keys.items()})
