"""Verbs that decide: status, tier, owner, a field, archive."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from kamtui.domain import fields
from kamtui.domain.outcomes.tiers import ProposalAccepted, TierSet
from kamtui.domain.peaks import Stage
from kamtui.domain.signals.reason import Action
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.i18n import n, t
from kamtui.ops.accounts import archive_account, assign_account, edit_account
from kamtui.ops.conflicts import Overtaken
from kamtui.ops.peaks import prepare_peak
from kamtui.ops.playbooks import add_playbook
from kamtui.ops.stages import reset_status, steps
from kamtui.ops.statuses import set_status
from kamtui.ops.tiers import set_tier
from kamtui.store import accounts, departures, managers, peaks, policies, reviews, users
from kamtui.store.accounts import AccountRow
from kamtui.tui import teamlines
from kamtui.tui.healthlines import new_start
from kamtui.tui.keygroups import CHANGE, LOOK, RATE
from kamtui.tui.screens.acting import Acting, one_of

if TYPE_CHECKING:
    from kamtui.domain.outcomes.every import Outcome

_PLACE = ["region", "country", "city", "address"]
EDITABLE = ["name", "segments", "industry", *_PLACE, "phone", "website", "currency", "green_channel", "note"]


RANKED = 20_000
"""Accounts up to which those who could own one are ranked before one is asked who shall."""


class Deciding(Acting):
    """A page whose accounts can be rated, tiered, given away, corrected and archived."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "rate('developing')", "developing", id="status.developing", group=RATE),
        Binding("2", "rate('solid')", "solid", id="status.solid", group=RATE),
        Binding("3", "rate('defending')", "defending", id="status.defending", group=RATE),
        Binding("4", "rate('declining')", "declining", id="status.declining", group=RATE),
        Binding("0", "rate('')", "not rated", show=False, id="status.none", group=RATE),
        Binding("f2", "rate_by_name", "status by name", show=False, id="status.set", group=RATE),
        Binding("b", "briefing", "briefing before a meeting", show=False, id="look.briefing", group=LOOK),
        Binding("w", "people", "who: people", show=False, id="look.people", group=LOOK),
        Binding("v", "plan", "account plan", show=False, id="look.plan", group=LOOK),
        Binding("dollar_sign", "money", "money", show=False, id="look.money", group=LOOK),
        Binding("m", "tier", "tier: explain, decide", show=False, id="tier.set", group=LOOK),
        Binding(
            "p",
            "playbook",
            "playbook",
            show=False,
            id="tier.playbook",
            group=CHANGE,
            tooltip="Take up offered tasks: for its tier, for a new start where somebody left, before a peak",
        ),
        Binding("o", "owner", "owner", show=False, id="account.assign", group=CHANGE),
        Binding("e", "edit", "edit a field", show=False, id="account.edit", group=CHANGE),
        Binding("x", "archive", "archive", show=False, id="account.archive", group=CHANGE),
    ]

    _playbook_offered = (0, "")
    """The account that entered a tier last, and the words that offer its playbook."""

    @work
    async def action_rate(self, name: str) -> None:
        """Set the status of the account, with a reason if one is typed."""
        if self.targets():
            await self._rate(Status(name) if name else None)

    @work
    async def action_rate_by_name(self) -> None:
        """Set the status by typing it."""
        if not self.targets():
            return
        status = await self.choose(t("status:"), fields.status, [*Status])
        if status is not None:
            await self._rate(status)

    async def _rate(self, status: Status | None) -> None:
        was = {row.id: row.status for row in self.looked_at()}
        said = t(status or "not rated")
        prompt = t("{status}, because (Enter: no reason):", status=said)
        await self.decide(set_status, status, said, was, prompt=prompt)

    def looked_at(self) -> list[AccountRow]:
        """The chosen accounts as they are on screen: what was written until now is shown first."""
        self.app.catch_up()
        return accounts.rows(self.book.conn, self.targets())

    def trail(self) -> array[int]:
        """The accounts that one walks through on the page of a tier."""
        return array("q", self.targets())

    def stand_on(self, account: int) -> None:
        """Go to the account one walked to."""

    @work
    async def action_tier(self) -> None:
        """Explain the tier of the account, to decide it there; decide it at once for several marked ones."""
        # the page is one for deciding too, so it cannot be imported before this module is there
        from kamtui.tui.screens.tier import TierPage

        targets = self.targets()
        if len(targets) > 1 and not self.book.only_looks:
            await self.decide_tier()
        elif targets:
            await self.app.push_screen(TierPage(targets[0], trail=self.trail()), self._left_tier)

    @work
    async def action_briefing(self) -> None:
        """Open the briefing on the account."""
        # a page for logging touches, which comes after this module
        from kamtui.tui.screens.briefing import BriefingPage

        for account in self.targets()[:1]:
            await self.app.push_screen(BriefingPage(account, trail=self.trail()), self._left_tier)

    @work
    async def action_people(self) -> None:
        """Open the people map of the account: who decides, and who is missing."""
        # a page for deciding too
        from kamtui.tui.screens.people import PeoplePage

        for account in self.targets()[:1]:
            await self.app.push_screen(PeoplePage(account, trail=self.trail()), self._left_tier)

    @work
    async def action_plan(self) -> None:
        """Open the plan of the account for this year."""
        # a page for deciding too
        from kamtui.tui.screens.plan import PlanPage

        for account in self.targets()[:1]:
            await self.app.push_screen(PlanPage(account, trail=self.trail()), self._left_tier)

    @work
    async def action_money(self) -> None:
        """Open the money of the account: may a delivery be promised now?"""
        # a page for deciding too
        from kamtui.tui.screens.money import MoneyPage

        for account in self.targets()[:1]:
            await self.app.push_screen(MoneyPage(account, trail=self.trail()), self._left_tier)

    async def decide_tier(self) -> None:
        """Ask for the tier of the chosen accounts, and why."""
        tier = await self.choose(t("tier:"), fields.tier, [*Tier])
        if tier is not None:
            was = {row.id: row.tier for row in self.looked_at()}
            await self.decide(set_tier, tier, t(tier), was, prompt=t("{tier}, because:", tier=t(tier)))

    def _left_tier(self, account: int | None) -> None:
        if account is not None:
            self.stand_on(account)

    def hint_after(self, outcome: Outcome) -> str:
        """After a tier was decided, its playbook too: `p` takes it up while that stands in the message line (R10)."""
        entered = outcome.set if isinstance(outcome, ProposalAccepted) else outcome
        if not isinstance(entered, TierSet) or not entered.playbook:
            return super().hint_after(outcome)
        tasks = n("{count} task", "{count} tasks", entered.playbook)
        hint = t("p playbook: {tasks}", tasks=tasks)
        self._playbook_offered = entered.account_id, hint
        return f"{hint}  {super().hint_after(outcome)}"

    @work
    async def action_playbook(self) -> None:
        """Start anew where somebody left who mattered, prepare a peak nobody prepares; else take up the playbook."""
        targets = self.targets()
        account, hint = self._playbook_offered
        if account and hint in self.bottom.message.text:
            # one may have gone on to another account since it was offered
            await self.do(add_playbook, account, on=self.today)
        elif len(targets) == 1 and self._asks_for_new_start(targets[0]):
            conn, today = self.book.conn, self.today
            left = departures.since_rated(conn, targets[0], today)
            if await self.agrees(new_start(left, len(steps(conn, targets[0], today)))):
                await self.act(reset_status, on=today)
                # a new start is agreed to for one account, and not for the next one by a repetition
                self.last_verb = None
        elif len(targets) == 1 and (unprepared := self._unprepared(targets[0])):
            await self.do(prepare_peak, unprepared)
        else:
            await self.act(add_playbook, on=self.today)

    def _unprepared(self, account: int) -> int | None:
        """The nearest peak that nobody prepares though it is time."""
        conn, today = self.book.conn, self.today
        rules = policies.in_force(conn, today).supply
        ahead = peaks.peaks(conn, today, [account]).get(account, [])
        return next((peak.id for peak in ahead if peak.stage(rules, today) is Stage.PREPARE), None)

    def _asks_for_new_start(self, account: int) -> bool:
        found = reviews.reasons(self.book.conn, account, self.today)
        return any(reason.action is Action.PLAYBOOK for reason in found)

    @work
    async def action_owner(self) -> None:
        """Give the account to another owner from today."""
        if not self.targets():
            return
        conn, targets = self.book.conn, self.targets()
        logins = [user.login for user in users.all_users(conn)]
        was = {row.id: row.owner for row in self.looked_at()}
        # in a larger book the line would wait for it
        few = len(targets) == 1 and accounts.count(conn) <= RANKED
        fitting = managers.candidates(conn, targets[0], self.today) if few else []
        logins = list(dict.fromkeys((*(one.manager.login for one in fitting), *logins)))
        echo = partial(teamlines.fitting, fitting) if fitting else None
        owner = await self.choose(t("owner:"), one_of(logins), logins, echo)
        if owner is not None:
            await self._give(owner, was)

    async def _give(self, owner: str, was: Mapping[int, str]) -> None:
        """Give the chosen accounts to an owner, unless somebody gave them to another since one looked."""
        self.last_verb = partial(self._act, assign_account, owner, on=self.today)

        async def change(was: Mapping[int, Any]) -> None:
            await self._act(assign_account, owner, on=self.today, was=was)

        async def insist(error: Overtaken) -> bool:
            asked = t(
                "{who} gave it to {owner}. To {mine} all the same?", who=error.who, owner=error.now or "–", mine=owner
            )
            return await self.agrees(asked)

        await self.unless_overtaken(change, was, insist)

    @work
    async def action_edit(self) -> None:
        """Change one field of the account."""
        targets = self.targets()[:1]
        field = await self.choose(t("field:"), one_of(EDITABLE), EDITABLE) if targets else None
        if field is not None:
            before = accounts.one(self.book.conn, targets[0])._asdict()[field]
            shown = ("y" if before else "n") if isinstance(before, bool) else before or ""
            value = await self.bottom.ask(f"{t(field)}:", shown, key=f"edit:{targets[0]}:{field}")
            if value is not None:
                await self.correct(edit_account, targets[0], field, before, value)

    @work
    async def action_archive(self) -> None:
        """Archive the account, after a question."""
        names = [row.name for row in accounts.rows(self.book.conn, self.targets())]
        # for several, `act` asks
        if len(names) > 1 or (names and await self.agrees(t("Archive {name}?", name=names[0]))):
            await self.act(archive_account, on=self.today)
