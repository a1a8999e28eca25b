"""Health: which accounts are slipping, those first that lost most in four weeks, and why."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from kamtui.domain.filters import Field, Filter, Op, Term
from kamtui.domain.health import Move, in_order
from kamtui.domain.tiers import Tier
from kamtui.i18n import n, t
from kamtui.render import health as told
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean
from kamtui.store import accounts, health
from kamtui.store.accounts import AccountRow, Order
from kamtui.store.book import Book
from kamtui.store.journal import Changed
from kamtui.store.reviews import owner_of_review
from kamtui.tui import accountcolumns as columns
from kamtui.tui import healthlines
from kamtui.tui.aside import aside
from kamtui.tui.keygroups import FIND
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.finding import Finding
from kamtui.tui.screens.touching import Touching
from kamtui.tui.text import Bit, Line
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.preview import Preview

LARGE = 2_000
"""Accounts from which their health is read while the page is there already: it takes a second."""

KEY = Term(Field.TIER, Op.IN, (Tier.KEY,))

TIER, WHY = 8, 35
"""Cells of these columns; where all tiers are shown, why makes room."""

RULES = frozenset({"policy", "book"})
"""Tables whose changes may move the health of every account."""


class MoveRow(NamedTuple):
    """An account and how its health moved, as the list shows it."""

    id: int
    account: AccountRow
    move: Move


class HealthPreview(Preview):
    """The parts of the health of the account at the cursor."""

    def __init__(self, book: Book, glyphs: Glyphs, found: dict[int, Move]) -> None:
        super().__init__(book, glyphs)
        self._found = found

    def lines_of(self, account: int, cells: int, height: int) -> Sequence[Line]:
        rows = accounts.rows(self._book.conn, [account])
        move = self._found.get(account)
        if move is None or not rows:
            return []
        name: Line = [(f" {clean(rows[0].name)}", "strong"), (f"  #{account}", "muted")]
        lines = [name, *healthlines.brief(move, cells, height - 1, self._glyphs)]
        left = height - len(lines) - 1
        return [*lines, [], *healthlines.around(self._book, rows[0], cells, left, self._glyphs)] if left > 1 else lines


class HealthPage(Finding, Deciding, Touching):
    """What was done about an account changes its line at once; the order is made anew with it."""

    KEYS: ClassVar[Sequence[str]] = ("find", "touch.log", "status.developing", "task.add", "tier.playbook")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("E", "everybody", "mine, or everybody's", show=False, id="health.everybody", group=FIND),
        Binding("plus", "more", "all tiers", show=False, id="health.more", group=FIND),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[int, Move] = {}
        """Account -> how its health moved, in the order to show."""
        self._is_read = False
        self._changed: set[int] = set()
        """Accounts of which something was written since they were read."""
        self._everybody = False
        self._all = False

    def body(self) -> Iterable[Widget]:
        yield Container(
            self.rowlist(self._columns(), sign=_sign),
            HealthPreview(self.book, self.glyphs, self._found),
            classes="split",
        )

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """The accounts of the chosen owner, tier and filter, those first that lost most."""
        if not self._bring_up_to_date():
            self.shown.empty = "reading"
            self.title_line.set(screen=self._title, progress=t("reading"), who=self.book.who)
            return array("q")
        self.shown.empty = "no key account here; + shows all tiers, E everybody's accounts"
        self.show_title()
        return array("q", self._kept())

    def rows(self, ids: Sequence[int]) -> list[MoveRow]:
        found = accounts.rows(self.book.conn, [key for key in ids if key in self._found])
        return [MoveRow(row.id, row, self._found[row.id]) for row in found]

    def catch_up(self, changed: Changed) -> None:
        """Note whose health may have moved; it is read again when somebody looks at it."""
        if changed.everything or not RULES.isdisjoint(changed.tables):
            self._is_read = False
        self._changed |= changed.accounts
        if self.is_current:
            self.shown.forget_all()
            super().catch_up(changed)

    def on_screen_resume(self) -> None:
        if self._changed or not self._is_read:
            self.shown.forget_all()
            self.shown.reload()
            self.preview.draw()

    def reword(self) -> None:
        self.shown.set_columns(self._columns())
        super().reword()

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_everybody(self) -> None:
        """Show everybody's accounts, or mine again."""
        self._everybody = not self._everybody
        self._read_anew()

    def action_more(self) -> None:
        """Show the accounts of every tier, or only the key accounts again."""
        self._all = not self._all
        self._read_anew()

    # -- inside ----------------------------------------------------------------------------------------------------

    @property
    def _owner(self) -> str | None:
        """Whose accounts are shown; None is everybody's."""
        return None if self._everybody else owner_of_review(self.book.conn, self.book.who)

    @property
    def _title(self) -> str:
        return t("HEALTH of everybody") if self._owner is None else t("HEALTH")

    def _read_anew(self) -> None:
        self._is_read = False
        self.shown.set_columns(self._columns())
        self.shown.forget_all()
        self.shown.reload()
        self.shown.action_edge(-1)
        self.preview.draw()

    def _accounts(self) -> array[int]:
        """The accounts of the chosen owner and tier."""
        terms = () if self._all else (KEY,)
        if self._owner is not None:
            terms = (*terms, Term(Field.OWNER, Op.IN, (self._owner,)))
        return accounts.ids(self.book.conn, Filter(terms=terms), Order.NAME, on=self.today)

    def _kept(self) -> Iterable[int]:
        """Those of them that the typed filter keeps, in order."""
        if not self.text:
            return self._found
        kept = set(accounts.ids(self.book.conn, self.chosen_filter, Order.NAME, on=self.today))
        return (key for key in self._found if key in kept)

    def _bring_up_to_date(self) -> bool:
        """Read what is not known or no longer true; False where it is read aside."""
        if self._is_read and not self._changed:
            return True
        keys = self._accounts()
        again = set(keys).difference(self._found if self._is_read else ()) | self._changed.intersection(keys)
        if len(again) > LARGE:
            self._read_aside(keys)
            return False
        stay = {key: self._found[key] for key in keys if key in self._found and key not in again}
        self._take([*stay.values(), *health.moves(self.book.conn, self.today, again)])
        return True

    @work(exclusive=True, group="health")
    async def _read_aside(self, keys: Sequence[int]) -> None:
        """Read in a thread, then show it."""
        self._take(await aside(self.book, lambda: health.moves(self.book.conn, self.today, keys)))
        self.shown.forget_all()
        self.shown.reload()
        self.preview.draw()

    def _take(self, moves: Iterable[Move]) -> None:
        self._is_read, self._changed = True, set()
        # the preview looks into the same table
        self._found.clear()
        self._found.update((move.account_id, move) for move in in_order(moves))

    def show_title(self) -> None:
        kept = [self._found[key] for key in self._kept()]
        slipping = sum(move.change is not None and round(move.change) < 0 for move in kept)
        self.title_line.set(
            screen=self._title,
            progress=n("{count} slipping", "{count} slipping", slipping) if slipping else t("none slips"),
            filter=self.text,
            sort=t("most lost in {days} days first", days=health.DAYS),
            who=self.book.who,
            hint=t("all tiers") if self._all else "",
        )

    def _columns(self) -> list[Column[MoveRow]]:
        glyphs = self.glyphs

        def of(row: MoveRow) -> AccountRow:
            return row.account

        def value(row: MoveRow) -> Bit:
            return told.score(row.move.now.value, glyphs), healthlines.role(row.move.now)

        tier = [columns.tier(of, self.today, glyphs, width=TIER)] if self._all else []
        return [
            *tier,
            columns.name(of),
            Column("health", 6, value, align="right"),
            Column(t("{days}d", days=health.DAYS), 5, lambda row: healthlines.moved(row.move, glyphs), align="right"),
            columns.owner(of),
            Column("why", WHY - (TIER if self._all else 0), lambda row: told.why(row.move, glyphs)),
        ]


def _sign(row: MoveRow) -> str:
    """! where something red holds it down."""
    return "!" if row.move.now.red else " "
