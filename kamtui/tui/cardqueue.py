"""The cards of a day as they were drawn, and which of them still wait."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.reviews import NOTHING, Card
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Reason
from kamtui.i18n import t
from kamtui.store import journal, reviews
from kamtui.store.book import Book
from kamtui.store.journal import Changed

REMEMBERED = 2_000
"""Cards kept once they are read; of a longer list the others are read when they come on screen."""

REVIEWED = frozenset(("tier_decision", "proposal_answer"))
"""Tables whose rows answer what the quarterly reviews say."""

Ranking = Mapping[int, tuple[Reason, ...]]


class Read(NamedTuple):
    """The cards as the book has them."""

    order: array[int]
    """Accounts, worst first."""
    cards: dict[int, Card]
    """Of the first ones."""
    red: frozenset[int]
    """Accounts with a red card."""


class CardQueue:
    """The order stays as it was drawn until the cards are taken anew; a card that is answered stays in it."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.owner: str | None = None
        """Whose accounts; None: everybody's."""
        self.drawn = array("q")
        self.waiting: set[int] = set()
        self.is_read = False
        self._day = book.today()
        self._red: set[int] = set()
        self._cards: dict[int, Card] = {}
        self._ranking: Ranking = NOTHING
        self._left: set[int] = set()
        """Accounts one has gone on from, whose answer is not written yet."""
        self._moved: set[int] | None = None
        """Accounts that changed while the book was being ranked; None: it is not."""

    # -- the whole list --------------------------------------------------------------------------------------------

    def read(self, ranking: Ranking | None = None) -> Read:
        """Every card, with the ranking that is known or a newer one; may be called in another thread."""
        found = self._found(None, self._ranking if ranking is None else ranking)
        red = frozenset(card.account_id for card in found if card.severity is Severity.RED)
        order = array("q", (card.account_id for card in found))
        return Read(order, {card.account_id: card for card in found[:REMEMBERED]}, red)

    def take(self, found: Read) -> None:
        """Draw the list anew: what is answered leaves it."""
        self.drawn, self._cards = found.order, dict(found.cards)
        self.waiting, self._red = set(found.order), set(found.red)
        self._left.clear()
        self.is_read = True
        self._day = self._book.today()

    @property
    def is_of_yesterday(self) -> bool:
        """Whether the day has changed since the cards were taken."""
        return self.is_read and self._day != self._book.today()

    def forget(self) -> None:
        """The next look reads the cards again, and ranks the book again."""
        self.is_read = False
        self._ranking = NOTHING

    def begin_ranking(self) -> None:
        """From now on note what changes, because the ranking will not know it."""
        self._moved = set()

    def ranked(self) -> tuple[Ranking, Read | None]:
        """What the ranking of the book says, and the cards with it; None: it says nothing. For another thread."""
        # imported late: all that the quarterly reviews know, when the cards are on the screen
        from kamtui.store import appraisals

        ranking = appraisals.ranking(self._book.conn, self._book.today())
        return ranking, self.read(ranking) if ranking else None

    def merge(self, ranking: Ranking, found: Read) -> None:
        """Take the cards with the ranking; those answered meanwhile stay in the list, above the others."""
        moved, self._moved = self._moved or set(), None
        self._ranking = {account: why for account, why in ranking.items() if account not in moved}
        answered = [account for account in self.drawn if account not in self.waiting]
        order = [account for account in found.order if account not in set(answered)]
        self.take(found)
        self._renew(moved)
        self.drawn = array("q", [*answered, *order])

    # -- after a change --------------------------------------------------------------------------------------------

    def catch_up(self, changed: Changed) -> set[int]:
        """Look again at the accounts a change touched; which of them have a card now and had none, or the reverse.

        The book is not ranked again for it: what was decided about a tier is answered.
        """
        before = set(self.waiting)
        self._left -= changed.accounts
        if changed.tables & REVIEWED:
            answered = self._decided(changed)
            self._ranking = {account: why for account, why in self._ranking.items() if account not in answered}
        if changed.everything:
            found = self.read()
            self._cards, self._red, self.waiting = dict(found.cards), set(found.red), set(found.order)
        else:
            self._renew(changed.accounts)
        if self._moved is not None:
            self._moved |= changed.accounts
        return before ^ self.waiting

    def bring_back(self, account: int) -> None:
        """Put an account that has a card again, and was not in the list, where its weight places it."""
        if account in self.drawn or account not in self.waiting:
            return
        card = self.card(account)
        heavier = 0 if card is None else card.weight
        places = enumerate(map(self._cards.get, self.drawn))
        place = next((at for at, other in places if other is not None and other.weight < heavier), len(self.drawn))
        self.drawn.insert(place, account)

    # -- what screens ask ------------------------------------------------------------------------------------------

    @property
    def red(self) -> int:
        """How many of those that wait are red."""
        return len(self._red & self.waiting)

    @property
    def done(self) -> int:
        """How many of those drawn are answered."""
        return sum(account not in self.waiting for account in self.drawn)

    @property
    def progress(self) -> str:
        """How far the day's cards are answered."""
        every = len(self.drawn)
        if every and self.done == every:
            return t("all {count} done", count=every)
        return t("{done}/{all} done", done=self.done, all=every)

    def card(self, account: int) -> Card | None:
        """The card of an account, read if need be; None: it has none."""
        if account in self.waiting and account not in self._cards:
            self._keep([account])
        return self._cards.get(account) if account in self.waiting else None

    def cards(self, accounts: Sequence[int]) -> dict[int, Card]:
        """The cards of some accounts."""
        self._keep([account for account in accounts if account in self.waiting and account not in self._cards])
        return {account: self._cards[account] for account in accounts if account in self.waiting & self._cards.keys()}

    def following(self, account: int, shown: Sequence[int]) -> int | None:
        """The next of those shown that still waits, from the beginning again after the last; None: all are done."""
        place = shown.index(account) + 1 if account in shown else 0
        rest = [*shown[place:], *shown[:place]]
        waiting = self.waiting - self._left - {account}
        return next((other for other in rest if other in waiting), None)

    def go_on_from(self, account: int) -> None:
        """Take an account as answered until it is written, so that keys typed ahead do not come back to it."""
        self._left.add(account)

    def stay_at(self, account: int) -> None:
        """The answer was refused."""
        self._left.discard(account)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _found(self, among: Iterable[int] | None, ranking: Ranking) -> list[Card]:
        book = self._book
        return reviews.cards(book.conn, book.today(), book.who, self.owner, among, ranking)

    def _renew(self, accounts: Iterable[int]) -> None:
        some = set(accounts)
        self.waiting -= some
        self._red -= some
        for account in some:
            self._cards.pop(account, None)
        self.waiting |= self._keep(some)

    def _keep(self, accounts: Iterable[int]) -> set[int]:
        """Read the cards of some accounts and keep them; which of them have one."""
        some = set(accounts)
        if not some:
            return some
        ranking = {account: self._ranking[account] for account in some if account in self._ranking}
        found = {card.account_id: card for card in self._found(some, ranking)}
        self._cards |= found
        self._red |= {account for account, card in found.items() if card.severity is Severity.RED}
        return set(found)

    def _decided(self, changed: Changed) -> set[int]:
        """The accounts whose tier somebody decided, or whose proposal somebody answered."""
        conn = self._book.conn
        entries = (entry for change in changed.changes for entry in journal.entries(conn, change.id))
        return {entry.account_id for entry in entries if entry.table in REVIEWED and entry.account_id is not None}
