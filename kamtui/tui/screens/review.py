"""Today's review: the accounts that want attention, worst first, and why."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from kamtui.domain import reviews as rules
from kamtui.domain.daysummary import Left
from kamtui.domain.outcomes.book import Undone
from kamtui.domain.reviews import Card
from kamtui.i18n import n, t
from kamtui.render import reasoned
from kamtui.store import accounts, daysummary, reviews
from kamtui.store.accounts import Order
from kamtui.store.journal import Changed
from kamtui.tui import cardcolumns as cards
from kamtui.tui import cardlines
from kamtui.tui.aside import aside
from kamtui.tui.cardcolumns import CardRow
from kamtui.tui.cardlines import SIGNS, TIMELINE, Labels
from kamtui.tui.cardqueue import CardQueue
from kamtui.tui.firstframe import LARGE
from kamtui.tui.keygroups import FIND
from kamtui.tui.palette import Entry, matching
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.finding import Finding
from kamtui.tui.screens.touching import Touching
from kamtui.tui.summarylines import summary_lines
from kamtui.tui.text import Line
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.preview import Preview

if TYPE_CHECKING:
    from kamtui.domain.outcomes.every import Outcome


class CardPreview(Preview):
    """What to do about the card at the cursor, and why now."""

    def lines_of(self, account: int, cells: int, height: int) -> Sequence[Line]:
        page = self.screen
        assert isinstance(page, Review)
        return page.lines_of(account, cells, height)


class Review(Finding, Deciding, Touching):
    """The screen one starts with. The list stays as it was drawn until `r`; what is done gets a check."""

    KEYS: ClassVar[Sequence[str]] = ("review.done", "status.developing", "touch.log", "task.add", "review.snooze")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "renew", "read again", show=False, id="review.renew", group=FIND),
        Binding("E", "everybody", "mine, or everybody's", show=False, id="review.everybody", group=FIND),
        Binding("plus", "more", "all cards", show=False, id="review.more", group=FIND),
    ]

    def __init__(self, queue: CardQueue | None = None) -> None:
        """`queue` are the cards where somebody has read them already."""
        super().__init__()
        self._given = queue
        self._kept = array("q")
        """The drawn cards that the filter keeps."""
        self._held: int | None = None
        """The account one stood on when the ranking moved it beyond those shown."""
        self._everybody = False
        self._all = False
        self._is_over = False
        self._back: int | None = None
        """The account whose card my last undo brought back."""
        self._labels: Labels = {}

    @cached_property
    def _queue(self) -> CardQueue:
        return self._given or CardQueue(self.book)

    def body(self) -> Iterable[Widget]:
        yield Container(
            self.rowlist(self._columns(), sign=self._sign, empty="nothing is due; A shows all accounts"),
            CardPreview(self.book, self.glyphs),
            classes="split",
        )

    def on_mount(self) -> None:
        self.app.offer(self._offered)
        self.call_after_refresh(self._go_on_reading)

    def on_resize(self, event: events.Resize) -> None:
        self.shown.set_columns(self._columns())

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """The cards as they were drawn, at most `SHOWN` unless all are asked for."""
        if not self._queue.is_read:
            self._queue.owner = self._owner
            if self._is_large:
                self.title_line.set(screen=t("REVIEW"), progress=t("reading"), who=self.book.who)
                return array("q")
            self._queue.take(self._queue.read())
        self._kept = self._filtered()
        self.show_title()
        if self._all:
            return self._kept
        shown, hidden = self._kept[: rules.SHOWN], self._kept[rules.SHOWN :]
        return shown + array("q", [key for key in hidden if key == self._held])

    def rows(self, ids: Sequence[int]) -> list[CardRow]:
        return cards.rows(self.book, self._queue, ids)

    def catch_up(self, changed: Changed) -> None:
        if self._queue.is_of_yesterday:
            # they count the days
            self.shown.set_columns(self._columns())
            self.action_renew()
        elif changed.everything and self._is_large:
            self._queue.forget()
            self._go_on_reading()
        elif self._queue.is_read:
            waited = set(self._queue.waiting)
            moved = self._queue.catch_up(changed)
            self.shown.forget(moved)
            self._bring_back(moved - waited, changed)
        super().catch_up(changed)
        if self._back is not None:
            self.shown.select(self._back)
        self._look_whether_it_is_over()

    # -- for the pages on top of it --------------------------------------------------------------------------------

    def next_card(self, account: int) -> int | None:
        """The account whose card comes after this one's."""
        return self._queue.following(account, self.shown.ids)

    def go_on_from(self, account: int) -> int | None:
        """The same, when the account is being answered."""
        self._queue.go_on_from(account)
        return self.next_card(account)

    def stay_at(self, account: int) -> None:
        self._queue.stay_at(account)

    def upcoming_after(self, account: int, outcome: Outcome) -> str:
        """The card to go on with in a few words: the next one, or the one that was brought back."""
        if isinstance(outcome, Undone):
            return "" if self._back is None else t("back: {card}", card=self._in_short(self._back))
        following = self.next_card(account)
        return t("all done") if following is None else t("next: {card}", card=self._in_short(following))

    def said_of(self, account: int) -> str:
        """What the account's card says."""
        card = self._queue.card(account)
        return self._settled([account])[account] if card is None else cardlines.in_one_line(card)

    def upcoming(self, outcome: Outcome) -> str:
        cursor = self.shown.cursor
        return "" if cursor is None else self.upcoming_after(getattr(outcome, "account_id", cursor), outcome)

    def card_of(self, account: int) -> Card | None:
        return self._queue.card(account) or super().card_of(account)

    # -- actions ---------------------------------------------------------------------------------------------------

    def advance(self) -> None:
        """Go on to the next card that waits."""
        cursor = self.shown.cursor
        following = None if cursor is None else self.go_on_from(cursor)
        if following is not None:
            self.shown.select(following)

    def action_renew(self) -> None:
        """Read the list again: what is done leaves it."""
        self._queue.forget()
        self._held = None
        self.seen()
        self.shown.forget_all()
        self.shown.reload()
        self.shown.action_edge(-1)
        self._go_on_reading()
        self.tell(t("the cards as they are now"))

    def action_everybody(self) -> None:
        """Show everybody's cards, or mine again."""
        self._everybody = not self._everybody
        self.action_renew()
        self.tell(t("everybody's cards") if self._owner is None else t("your cards"))

    def action_more(self) -> None:
        """Show all cards, or only the most pressing again."""
        self._all = not self._all
        self._held = None
        self.shown.reload()
        if self.shown.cursor not in self._queue.waiting:
            self.advance()
        shown = len(self.shown.ids)
        self.tell(t("all {count} cards", count=shown) if self._all else t("the {count} first cards", count=shown))
        self._look_whether_it_is_over()

    async def show_summary(self) -> None:
        """Go to the review and show what was done today."""
        await self.app.action_go("review")
        self.preview.show_instead(self._summary)

    async def _open(self, account: int, tab: str) -> None:
        """Open the account, unless a tab is asked for where its first reason is answered."""
        place = cardlines.place_of(self._queue.card(account)) if tab == TIMELINE else tab
        # imported late: the list is there before one opens anything
        if place == cardlines.TIER:
            from kamtui.tui.screens.tier import TierPage

            await self.app.push_screen(TierPage(account, trail=self.trail()), self._left_tier)
        else:
            from kamtui.tui.screens.cardpage import CardPage

            await self.app.push_screen(CardPage(self, account, self.shown.ids, place), self._came_back)

    # -- reading ---------------------------------------------------------------------------------------------------

    @property
    def _owner(self) -> str | None:
        """Whose accounts are reviewed; None is everybody's."""
        book = self.book
        return None if self._everybody else reviews.owner_of_review(book.conn, book.who)

    @property
    def _is_large(self) -> bool:
        """Whether the cards are read in a thread."""
        return self._owner is None and accounts.count(self.book.conn) > LARGE

    def _filtered(self) -> array[int]:
        drawn = self._queue.drawn
        if not self.text:
            return drawn
        kept = set(accounts.ids(self.book.conn, self.chosen_filter, Order.NAME, on=self.today))
        return array("q", (key for key in drawn if key in kept))

    @work(exclusive=True, group="cards")
    async def _go_on_reading(self) -> None:
        """Read in a thread what the screen did not wait for: all cards of a large book, then what its ranking says."""
        queue = self._queue
        if not queue.is_read:
            queue.take(await aside(self.book, queue.read))
            self.shown.reload()
        self._look_whether_it_is_over()
        queue.begin_ranking()
        ranking, found = await aside(self.book, queue.ranked)
        if found is not None:
            stood = self.shown.cursor
            queue.merge(ranking, found)
            self._held = stood
            self.shown.forget_all()
            self.shown.reload()
            self.preview.draw()
            self._look_whether_it_is_over()

    def _bring_back(self, came: set[int], changed: Changed) -> None:
        """Stand on the card that my undo brought back, also where it had left the list."""
        is_mine = any(change.undoes is not None and change.by == self.book.who for change in changed.changes)
        self._back = next(iter(came)) if is_mine and len(came) == 1 else None
        if self._back is not None:
            self._queue.bring_back(self._back)

    # -- drawing ---------------------------------------------------------------------------------------------------

    def show_title(self) -> None:
        hidden = 0 if self._all else len(self._kept) - rules.SHOWN
        self.title_line.set(
            screen=t("REVIEW of everybody") if self._everybody else t("REVIEW"),
            progress=self._queue.progress,
            filter=self.text,
            sort=t("worst first"),
            who=self.book.who,
            hint=n("+ {count} more", "+ {count} more", hidden) if hidden > 0 else "",
        )

    def lines_of(self, account: int, cells: int, height: int) -> Sequence[Line]:
        """The card of an account, or what became of it, and the account below."""
        card = self._queue.card(account)
        if card is not None:
            return cardlines.card_lines(self.book, card, self._keys(), cells, height, self.glyphs)
        said = self._settled([account])[account]
        in_hand = reviews.in_hand(self.book.conn, account, self.today)
        return cardlines.settled_lines(self.book, account, said, in_hand, cells, height, self.glyphs)

    def _in_short(self, account: int) -> str:
        card = self._queue.card(account)
        name = accounts.row(self.book.conn, account).name
        return name if card is None else f"{name} {reasoned.why(card.reasons[0])}"

    def _settled(self, keys: Iterable[int]) -> Mapping[int, str]:
        return cards.settled(self.book, list(keys))

    def _look_whether_it_is_over(self) -> None:
        """Where the last card is done, sum up the day; no longer where one comes back."""
        queue = self._queue
        within = queue.drawn if self._all else queue.drawn[: rules.SHOWN]
        is_over = queue.is_read and not any(key in queue.waiting for key in within)
        if is_over != self._is_over:
            self._is_over = is_over
            self.preview.show_instead(self._summary if is_over else None)
        elif is_over and self.preview.is_elsewhere:
            self.preview.draw()

    def _summary(self, cells: int, height: int) -> Sequence[Line]:
        queue, book = self._queue, self.book
        left = Left(len(queue.waiting), queue.red)
        found = daysummary.of_day(book.conn, self.today, book.who, self._owner, left)
        return summary_lines(found, cells, height, self.glyphs)

    def _offered(self, query: str) -> Iterable[Entry]:
        """What the palette offers beside the keys."""
        return matching(query, [Entry(t("summary of the day"), "", self.show_summary, t("what was done today"))])

    def _keys(self) -> Labels:
        """The keys that answer a reason, as they are on this screen; kept once the list has the focus."""
        if self._labels:
            return self._labels
        labels = cardlines.labels(
            {binding.id or "": key for key, (_, binding, _, _) in reversed(self.active_bindings.items())}
        )
        if self.focused is self.shown:
            self._labels = labels
        return labels

    def _sign(self, row: CardRow) -> str:
        return self.glyphs.check if row.card is None else SIGNS[row.card.severity][0]

    def _columns(self) -> list[Column[CardRow]]:
        return cards.columns(self.today, self.size.width, self.glyphs)
