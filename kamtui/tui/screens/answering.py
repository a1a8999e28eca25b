"""Verbs that answer what the quarterly reviews propose: accept, reject, put off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from kamtui.domain import filters
from kamtui.domain.gates import Bar, Objection
from kamtui.domain.tiers import Tier
from kamtui.errors import KamError
from kamtui.i18n import n, t
from kamtui.ops.proposals import accept_proposal, defer_proposal, reject_proposal
from kamtui.render import format
from kamtui.render.text import fit
from kamtui.store import accounts, lookup
from kamtui.store.accounts import Order
from kamtui.store.journal import Changed
from kamtui.store.proposals import Proposal
from kamtui.tui.keygroups import CHANGE
from kamtui.tui.screens.acting import completing
from kamtui.tui.screens.touching import Touching
from kamtui.tui.text import Line

LARGE = 5_000
"""Accounts from which the reviews, which rank all of them, are read while the page is there already."""

LIGHT = frozenset({"tier_decision", "proposal_answer", "ownership", "user", "task", "alias", "ack"})
"""Tables whose changes leave the scores as they are: the same reviews are looked at again, no sales are read."""

NAME = 24
"""Cells for the name of an account in a question: more would leave no room for the answer."""


class Answering(Touching):
    """A page that knows the proposals of its accounts; what was answered leaves, or one goes on to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "accept", "accept", id="tier.accept", group=CHANGE, tooltip="Accept the tier that is proposed"),
        Binding("r", "reject", "reject", id="tier.reject", group=CHANGE, tooltip="Reject the tier that is proposed"),
        Binding("z", "defer", "put off", id="tier.defer", group=CHANGE, tooltip="Put the proposal off to a later day"),
    ]

    def proposal(self, account: int) -> Proposal | None:
        """What the reviews say of an account; None where that is not known."""
        raise NotImplementedError

    @work
    async def action_accept(self) -> None:
        """Accept the tier that is proposed; where something speaks against it, with an answer to that."""
        found = self._proposed()
        barred = [each for each in found if each.objections]
        if len(found) > 1 and barred:
            names = ", ".join(each.name for each in barred)
            self.tell(t("decide these one by one, something speaks against them: {names}", names=names), "warn")
        elif len(found) == 1 and barred:
            await self._accept_against(found[0])
        elif found:
            reason = await self.bottom.ask(t("{answer}, because (Enter: as proposed):", answer=_asked(found)))
            if reason is not None:
                await self.act(accept_proposal, on=self.today, reason=reason)

    @work
    async def action_reject(self) -> None:
        """Reject the tier that is proposed, with a reason; it does not come again before the next quarter."""
        found = self._proposed()
        question = t("not {answer}, because:", answer=_asked(found))
        reason = await self.bottom.ask(question) if found else None
        if reason is not None and not reason.strip():
            self.tell(t("say why the proposal is rejected"), "warn")
        elif reason is not None:
            await self.act(reject_proposal, on=self.today, reason=reason)

    @work
    async def action_defer(self) -> None:
        """Put the proposal off: 1 tomorrow, 3 three days, 7 a week, a date, or a reason."""
        found = self._proposed()
        prompt = t("until (1 tomorrow, 3 or 7 days, a date; then a reason):")
        text = await self.bottom.ask(prompt) if found else None
        if text and text.strip():
            until, reason = self._until(text.split())
            await self.act(defer_proposal, on=self.today, until=until, reason=reason)

    # -- inside --------------------------------------------------------------------------------------------------------

    def _proposed(self) -> list[Proposal]:
        """The proposals of the chosen accounts; none where one of them asks for no other tier, which is said."""
        found = [each for account in self.targets() if (each := self.proposal(account)) is not None]
        for each in found:
            if each.verdict.to is None:
                text = t("{name}: no other tier is proposed ({why})", name=each.name, why=each.verdict.why)
                self.tell(text, "warn")
                return []
        return found

    async def _accept_against(self, found: Proposal) -> None:
        """Ask who makes room, or why it is done all the same; then for the reason."""
        demote: int | None = None
        left = list(found.objections)
        if any(each.bar is Bar.CAPACITY for each in left):
            answer = await self._who_makes_room(found, left)
            if answer is None:
                return
            demote = answer or None
            left = [each for each in left if demote is None or each.bar is not Bar.CAPACITY]
        override = ""
        if left:
            asked = t("{tier} all the same, because:", tier=format.tier_word(found.verdict.to))
            override = await self.bottom.ask(asked, echo=lambda _: against(left)) or ""
            if not override.strip():
                self.tell(t("nothing decided: every objection needs an answer"), "warn")
                return
        reason = await self.bottom.ask(t("{answer}, because (Enter: as proposed):", answer=_asked([found])))
        if reason is not None:
            await self.act(accept_proposal, on=self.today, reason=reason, override=override, demote=demote)
            # an objection is answered where it was read, and not on the next account by a repetition
            self.last_verb = None

    async def _who_makes_room(self, found: Proposal, barred: Sequence[Objection]) -> int | None:
        """The account that leaves the key accounts; 0 for nobody, None after Esc or where nobody is called that."""
        names = self._keys(found)
        asked = t("who makes room (Tab: key accounts; Enter: nobody):")
        text = await self.bottom.ask(asked, echo=lambda _: against(barred), suggest=completing(names))
        if text is None or not text.strip():
            return None if text is None else 0
        try:
            return lookup.account(self.book.conn, text.strip())
        except KamError as error:
            self.tell(str(error), "error")
            return None

    def _keys(self, found: Proposal) -> list[str]:
        """The key accounts of the same owner, then the others; those that bought least come first."""
        conn = self.book.conn
        chosen = filters.parse(f"tier:{Tier.KEY}", me=self.book.who)
        rows = accounts.rows(conn, accounts.ids(conn, chosen, Order.NAME, on=self.today))
        rows = sorted(rows, key=lambda row: (row.owner != found.owner, row.revenue_12m or 0))
        return [row.name for row in rows if row.id != found.account_id]


def bears_on_scores(changed: Changed) -> bool:
    """Whether reviews that were read before are no longer true."""
    return changed.everything or not changed.tables <= LIGHT


def against(objections: Sequence[Objection]) -> Line:
    """Objections in one line, with their number: what does not fit stands on the page."""
    text = "; ".join(each.text for each in objections)
    return [("! ", "error"), (f"{len(objections)}  {text}", "error")]


def _asked(found: Sequence[Proposal]) -> str:
    """What is asked about: "Acme: key", or how many."""
    if len(found) != 1:
        return n("{count} proposal", "{count} proposals", len(found))
    return f"{fit(found[0].name, NAME).rstrip()}: {format.tier_word(found[0].verdict.to)}"
