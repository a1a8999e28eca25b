"""The book as a whole: pyramid and time, the matrix, Pareto and profit, concentration; below each the accounts."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from kamtui.domain.whatif import Loss
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.store import accounts
from kamtui.store.journal import Changed
from kamtui.tui import curvelines, matrixlines, portfoliolines, spreadlines
from kamtui.tui import portfoliogroups as groups
from kamtui.tui.keygroups import FIND, LOOK
from kamtui.tui.matrixlines import Grid
from kamtui.tui.portfoliocolumns import Listed, Shown
from kamtui.tui.portfoliogroups import View
from kamtui.tui.portfoliolist import Choice, Order, listed
from kamtui.tui.portfolioread import Curves, Part, Reading
from kamtui.tui.screens.acting import completing
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.finding import Finding
from kamtui.tui.screens.readingaside import ReadingAside
from kamtui.tui.screens.touching import Touching
from kamtui.tui.text import Line
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.preview import Preview
from kamtui.tui.widgets.rowlist import RowList

LIST = 7
"""Lines that the list keeps, its heading included, however much a view has to say."""

AROUND = 5
"""Lines that are neither view nor list: title, tabs, rule, message, keys."""

TALLEST = 20
"""A view takes no more lines than this, so that a tall terminal shows more accounts."""


class Picture(Lines, can_focus=False):
    """A view; what is chosen in it is chosen from the list."""


class PortfolioPage(ReadingAside, Finding, Deciding, Touching):
    """Tab goes through the views; left and right, or `f`, choose the group of accounts that is listed."""

    AUTO_FOCUS = "RowList"

    KEYS: ClassVar[Sequence[str]] = ("tab.next", "portfolio.next", "sort", "find", "touch.log", "status.developing")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "view(1)", "tab", id="tab.next", group=LOOK),
        Binding("shift+tab", "view(-1)", "tab before", show=False, id="tab.previous", group=LOOK),
        Binding("right,l", "group(1)", "group", id="portfolio.next", group=FIND, tooltip="List the next group"),
        Binding("left,h", "group(-1)", "group before", show=False, id="portfolio.previous", group=FIND),
        Binding("s", "sort", "sort", id="sort", group=FIND, tooltip="Sort by the next column"),
        Binding("E", "everybody", "mine, or everybody's", show=False, id="portfolio.everybody", group=FIND),
    ]

    DEFAULT_CSS = """
    PortfolioPage {
        & #tabs { height: 1; }
        & Preview { display: none; }
        &.-wide Preview { display: block; }
        & #loss { display: none; }
        & #rule { height: 1; }
    }
    """

    bar = getters.query_one("#tabs", Picture)
    picture = getters.query_one("#view", Picture)
    loss = getters.query_one("#loss", Picture)
    rule = getters.query_one("#rule", Picture)

    _columns: Shown

    def __init__(self) -> None:
        super().__init__()
        self.view = View.PYRAMID
        self.group = ""
        """The group that is listed; "" is all accounts."""
        self.order = Order.SALES
        self._mine = False
        self._behind = False
        """Whether something was written while another page was shown."""
        self._grid: Grid | None = None
        """The matrix as it was counted last; None: of other accounts, or of another size."""

    def body(self) -> Iterable[Widget]:
        self.reading = Reading(self.book)
        self._columns = Shown(self.reading, self.today, self.glyphs)
        yield Picture(id="tabs")
        yield Picture(id="view")
        yield Picture(id="loss")
        yield Picture(id="rule")
        yield Container(
            self.rowlist(self._columns.columns(self.view), empty="no accounts here; left and right choose others"),
            Preview(self.book, self.glyphs),
            classes="split",
        )

    def on_mount(self) -> None:
        self.show_all()

    def on_resize(self) -> None:
        self._grid = None
        self.show_all()

    def on_screen_resume(self) -> None:
        if self._behind or self.reading.missing(self.wanted):
            self._behind = False
            self.show_all()

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """The accounts of the chosen group, owner and filter, in the order chosen."""
        shown = Choice(self.chosen_filter, self.group, self.order, self.book.who if self._mine else None)
        return listed(self.book.conn, self.reading, shown, self.today)

    def rows(self, ids: Sequence[int]) -> list[Listed]:
        return [Listed(row.id, row) for row in accounts.rows(self.book.conn, ids)]

    def catch_up(self, changed: Changed) -> None:
        self.reading.note(changed)
        if self.is_current:
            self.bring_up_to_date()
            super().catch_up(changed)
            self._draw()
        else:
            self._behind = True

    def let_go(self) -> bool:
        if super().let_go():
            return True
        if self.group:
            self._choose("")
            return True
        return False

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        if self.view is View.MATRIX:
            self._draw_view()
        elif self.view is View.CONCENTRATION:
            self.find_loss(self.shown.cursor)

    # -- what is read ----------------------------------------------------------------------------------------------

    @property
    def wanted(self) -> list[Part]:
        wanted = {groups.PARTS[self.view]}
        part = groups.part_of(self.group) if self.group else None
        wanted |= {part} if part is not None else set()
        wanted |= {Part.MONEY} if self.order is Order.PROFIT else set()
        wanted |= {Part.PLACES} if self.order is Order.SCORE else set()
        return [part for part in Part if part in wanted]

    def was_read(self) -> None:
        self._grid = None

    def show_all(self) -> None:
        if not self.size.width:
            return
        self.bring_up_to_date()
        self.shown.forget_all()
        self.shown.reload()
        self._draw()

    def show_loss(self, account: int | None, found: Loss | None) -> None:
        money = self.reading.money
        row = None if account is None else self.shown.row(account)
        lines: list[Line] = []
        if row is not None and found is not None and money is not None:
            lines = spreadlines.loss(row.account.name, found, money, self.size.width, self.glyphs)
        self.loss.styles.height = spreadlines.LOSS
        self.loss.show(lines)

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_view(self, step: int) -> None:
        """Show the next view, or the one before."""
        views = list(View)
        self.turn_to(views[(views.index(self.view) + step) % len(views)])

    def turn_to(self, view: View) -> None:
        """Show this view."""
        self.view = view
        self.shown.set_columns(self._columns.columns(view))
        self.show_all()

    def action_group(self, step: int) -> None:
        """List the next group of accounts of this view, or the one before."""
        self._choose(groups.following(self.view, self.group, step))

    def action_sort(self) -> None:
        """Sort by sales, profit, score or name."""
        orders = list(Order)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.show_all()
        self.shown.action_edge(-1)

    def action_everybody(self) -> None:
        """Look at my accounts and my time, or at everybody's."""
        self._mine = not self._mine
        self._grid = None
        self.show_all()

    @work
    async def action_facets(self) -> None:
        """List a group of accounts by its name."""
        text = await self.bottom.ask(t("group:"), suggest=completing(groups.offered(self.view, "")), echo=self._echo)
        if text is not None and text.strip():
            try:
                self._choose(groups.read_group(text))
            except BadInput as error:
                self.tell(str(error), "error")

    # -- inside ----------------------------------------------------------------------------------------------------

    @property
    def _owner(self) -> str | None:
        return self.book.who if self._mine else None

    @property
    def _curves(self) -> Curves | None:
        return self.reading.curves(mine=self._mine)

    def _choose(self, group: str) -> None:
        self.group = group
        self.seen()
        self.show_all()
        self.shown.action_edge(-1)

    def _echo(self, text: str) -> Line:
        """What the typed name is read as, or what there is to choose from."""
        try:
            return [(f"  {t(groups.read_group(text))}", "accent")]
        except BadInput:
            return [("  " + f" {self.glyphs.dot} ".join(groups.offered(self.view, text.strip())), "muted")]

    def _draw(self) -> None:
        self._columns.curves = self._curves
        self.bar.show([portfoliolines.tabs(self.view)])
        self.rule.show([[(self.glyphs.rule * self.size.width, "muted")]])
        self.loss.display = self.view is View.CONCENTRATION
        self._draw_view()
        if self.view is View.CONCENTRATION:
            self.find_loss(self.shown.cursor)
        self.show_title()

    def _draw_view(self) -> None:
        lines = self._lines()
        self.picture.styles.height = len(lines)
        self.picture.show(lines)

    def show_title(self) -> None:
        shown, total = len(self.shown.ids), accounts.count(self.book.conn)
        progress = f"{shown}/{total}" if shown != total else str(total)
        chosen = " ".join(filter(None, [t(self.group) if self.group else "", self.text]))
        self.title_line.set(
            screen=t("PORTFOLIO") if self._mine else t("PORTFOLIO of everybody"),
            progress=t("reading") if self.is_reading else progress,
            filter=chosen,
            sort=t(self.order),
            who=self.book.who,
        )

    def _lines(self) -> list[Line]:
        """The view, as far as it is read."""
        cells, reading, g = self.size.width, self.reading, self.glyphs
        room = max(min(self.size.height - AROUND - LIST, TALLEST), 4)
        time, places, money, curves = reading.time, reading.places, reading.money, self._curves
        match self.view:
            case View.PYRAMID if time is not None:
                team = time.team
                shown = team.of(self.book.who, time.policy) if self._mine else team.whole
                return portfoliolines.pyramid(time, shown, self._owner, self.group, cells, room, g)[:room]
            case View.MATRIX if places is not None:
                if self._grid is None:
                    among = (row for row in places.rows.values() if self._owner in (None, row.account.owner))
                    self._grid = matrixlines.grid(places, among, cells, room)
                return matrixlines.lines(self._grid, self.shown.cursor, self.group, cells, g)[:room]
            case View.PROFIT if money is not None and curves is not None:
                return curvelines.lines(money, curves, self.group, cells, room, g)[:room]
            case View.CONCENTRATION if money is not None and curves is not None:
                largest = [holder.account_id for holder in curves.revenue.holders[: spreadlines.NAMED]]
                names = {row.id: row.name for row in accounts.rows(self.book.conn, largest)}
                return spreadlines.lines(money, curves, names, self.group, cells, g)[: room - spreadlines.LOSS]
        return [[], [(f"   {t('reading the book')}{g.more}", "muted")], []]
