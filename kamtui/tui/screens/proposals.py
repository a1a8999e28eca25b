"""The quarterly review: the tiers that are proposed, with what speaks for and against each, answered one by one."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from kamtui.domain.policy import AXES
from kamtui.domain.proposals import Kind
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.store import accounts, proposals
from kamtui.store.accounts import Order
from kamtui.store.book import Book
from kamtui.store.journal import Changed
from kamtui.store.proposals import Proposal, Reviews
from kamtui.store.reviews import owner_of_review
from kamtui.tui import tierlines
from kamtui.tui.aside import aside
from kamtui.tui.keygroups import FIND, LOOK
from kamtui.tui.screens.answering import LARGE, Answering, bears_on_scores
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.finding import Finding
from kamtui.tui.screens.tier import TierPage
from kamtui.tui.text import Bit, Line
from kamtui.tui.tierscores import number
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.preview import Preview
from kamtui.tui.widgets.rowlist import RowList


class ProposalRow(NamedTuple):
    """A proposal as the list shows it; the id is the account's."""

    id: int
    proposal: Proposal


class ProposalPreview(Preview):
    """What speaks for and against the proposal at the cursor."""

    def __init__(self, book: Book, glyphs: Glyphs, told: Callable[[int, int, int], Sequence[Line]]) -> None:
        """`told` gives the lines of (account, cells, height)."""
        super().__init__(book, glyphs)
        self._told = told

    def lines_of(self, account: int, cells: int, height: int) -> Sequence[Line]:
        return self._told(account, cells, height)


class Proposals(Finding, Answering, Deciding):
    """What is answered leaves the list, and the cursor stays where it is."""

    KEYS: ClassVar[Sequence[str]] = ("tier.accept", "tier.reject", "tier.defer", "tier.set")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "tier", "explain", id="tier.set", group=LOOK, tooltip="Explain the tier, and decide it there"),
        Binding("E", "everybody", "mine, or everybody's", show=False, id="proposals.everybody", group=FIND),
        Binding("plus", "more", "also those that stay", show=False, id="proposals.more", group=FIND),
        Binding("ctrl+l", "renew", "read again and redraw", show=False, id="proposals.renew", group=FIND),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._reviews: Reviews | None = None
        """What the proposals are made from; None: not read, or no longer true."""
        self._found: dict[int, Proposal] = {}
        """Account -> what the reviews say, in the order to show."""
        self._changed: set[int] = set()
        """Accounts of which something was written since the proposals were made."""
        self._is_stale = False
        """Whether anything was."""
        self._is_whole = False
        """Whether accounts that stay as they are were read, too; of a large book only when they are asked for."""
        self._everybody = False
        self._all = False

    def body(self) -> Iterable[Widget]:
        yield Container(
            self.rowlist(self._columns()),
            ProposalPreview(self.book, self.glyphs, self._told),
            classes="split",
        )

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """The accounts that wait for a decision, of the chosen owner and filter; with `+` all of them."""
        conn = self.book.conn
        if self._reviews is None or (self._all and not self._is_whole):
            if accounts.count(conn) > LARGE:
                self.shown.empty = "reading"
                self.title_line.set(screen=t("QUARTERLY REVIEW"), progress=t("reading"), who=self.book.who)
                self._read_aside()
                return array("q")
            self._take(*self._read())
        elif self._is_stale:
            self._look_again(self._reviews)
        self.shown.empty = "nothing is proposed; + shows all accounts"
        self.show_title()
        kept = set(accounts.ids(conn, self.chosen_filter, Order.NAME, on=self.today)) if self.text else None
        shown = (each for each in self._found.values() if self._all or each.is_waiting)
        mine = (each.account_id for each in shown if self._owner in (None, each.owner))
        return array("q", (key for key in mine if kept is None or key in kept))

    def rows(self, ids: Sequence[int]) -> list[ProposalRow]:
        return [ProposalRow(key, self._found[key]) for key in ids if key in self._found]

    def proposal(self, account: int) -> Proposal | None:
        return self._found.get(account)

    def catch_up(self, changed: Changed) -> None:
        """Note what is no longer true; it is read again when somebody looks at it."""
        if bears_on_scores(changed):
            self._reviews = None
        self._changed |= changed.accounts
        self._is_stale = True
        if self.is_current:
            self.shown.forget_all()
            super().catch_up(changed)

    def on_screen_resume(self) -> None:
        if self._is_stale or self._reviews is None:
            self.shown.forget_all()
            self.shown.reload()

    async def on_row_list_opened(self, event: RowList.Opened) -> None:
        # here a row opens its tier, and not the account as in other lists
        event.prevent_default()
        page = TierPage(event.key, trail=self.shown.ids, reviews=self._reviews)
        await self.app.push_screen(page, self._came_back)

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_everybody(self) -> None:
        """Show everybody's proposals, or mine again."""
        self._everybody = not self._everybody
        self.shown.reload()

    def action_more(self) -> None:
        """Show also the accounts that stay, of which too little is known, or that were answered; or not any more."""
        self._all = not self._all
        self.shown.reload()

    def action_renew(self) -> None:
        """Read the book again, and draw the whole screen."""
        self._reviews = None
        self.seen()
        self.shown.forget_all()
        self.shown.reload()
        self.refresh(layout=True)

    # -- inside ----------------------------------------------------------------------------------------------------

    @property
    def _owner(self) -> str | None:
        """Whose proposals are shown; None is everybody's."""
        return None if self._everybody else owner_of_review(self.book.conn, self.book.who)

    def _read(self) -> tuple[Reviews, list[Proposal]]:
        conn, today = self.book.conn, self.today
        found = proposals.reviews(conn, today)
        return found, proposals.of_book(conn, today, found)

    def _read_asking(self) -> tuple[Reviews, list[Proposal]]:
        asking = proposals.asking(self.book.conn, self.today)
        return asking.reviews, asking.proposals

    @work(exclusive=True, group="proposals")
    async def _read_aside(self) -> None:
        """Read a large book in a thread, then show what it says."""
        is_whole = self._all
        self._take(*await aside(self.book, self._read if is_whole else self._read_asking), is_whole=is_whole)
        self.shown.forget_all()
        self.shown.reload()

    def _look_again(self, found: Reviews) -> None:
        """What the same reviews say now: of all accounts, as decisions take room; of a large book's changed ones."""
        conn = self.book.conn
        if accounts.count(conn) <= LARGE:
            self._take(found, proposals.of_book(conn, found.on, found))
            return
        again = {key: proposals.of_account(conn, key, found.on, found) for key in self._changed & self._found.keys()}
        self._take(found, [again.get(key, known) for key, known in self._found.items()], is_whole=self._is_whole)

    def _take(self, found: Reviews, made: Iterable[Proposal], *, is_whole: bool = True) -> None:
        self._reviews, self._is_stale, self._changed, self._is_whole = found, False, set(), is_whole
        self._found = {each.account_id: each for each in made}
        self.preview.show_account(None)
        self.preview.show_account(self.shown.cursor)

    def _told(self, account: int, cells: int, height: int) -> Sequence[Line]:
        found = self._found.get(account)
        if found is None or self._reviews is None:
            return []
        return tierlines.brief(found, self._reviews, cells, height, self.glyphs)

    def show_title(self) -> None:
        mine = [each for each in self._found.values() if self._owner in (None, each.owner)]
        left = sum(each.is_waiting for each in mine)
        day = "" if self._reviews is None else str(self._reviews.past[0].on)
        self.title_line.set(
            screen=t("QUARTERLY REVIEW of everybody") if self._everybody else t("QUARTERLY REVIEW"),
            about=day,
            progress=n("{count} left", "{count} left", left) if left else t("all decided"),
            filter=self.text,
            who=self.book.who,
            hint=t("all accounts") if self._all else "",
        )

    def _columns(self) -> list[Column[ProposalRow]]:
        glyphs = self.glyphs

        def move(row: ProposalRow) -> list[Bit]:
            said = row.proposal.verdict
            if said.to is None:
                is_known = said.kind is Kind.HOLD
                word = format.tier_word(row.proposal.tier, glyphs) if is_known else t("collect")
                return [("  " if is_known else f"{glyphs.more} ", "warn"), (word, "muted")]
            is_up = said.kind is Kind.PROMOTE
            sign = (glyphs.up, "up") if is_up else (glyphs.down, "down")
            return [sign, (" ", ""), (format.tier_word(said.to), said.to)]

        def axes(row: ProposalRow) -> str:
            return " ".join(f"{number(row.proposal.card.axes[axis].score, glyphs):>3}" for axis in AXES)

        def score(row: ProposalRow) -> str:
            newest = row.proposal.reviews[0]
            return f"{number(newest.score, glyphs)}/{number(newest.line, glyphs)}"

        def why(row: ProposalRow) -> Bit:
            answer = row.proposal.answer
            if answer is None:
                return row.proposal.verdict.why, ""
            return t("{answer} until {until}", answer=t(answer.answer), until=answer.until), "accent"

        return [
            Column("move", 14, move),
            Column("account", 0, lambda row: row.proposal.name),
            Column("  A   P   R", 11, axes),
            Column("score/line", 10, score, align="right"),
            Column("known", 5, lambda row: f"{row.proposal.card.coverage:.0f} %", align="right"),
            Column(" ", 2, _barred),
            Column("owner", 10, lambda row: row.proposal.owner, drop=1),
            Column("why", 0, why, drop=2),
        ]


def _barred(row: ProposalRow) -> Bit:
    """How many objections there are."""
    count = len(row.proposal.objections)
    return (f"!{count}", "error") if count else ("", "")
