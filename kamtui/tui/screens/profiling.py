"""Verbs on what is known of a customer: edit it, say that it is still true, note a competitor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Mapping
from typing import Any

from textual import getters, work
from textual.worker import Worker

from kamtui.domain import profiles as topics
from kamtui.domain import rivals as market
from kamtui.domain.dates import date
from kamtui.domain.outcomes.markets import ProfileSet, RivalNoted
from kamtui.domain.rivals import Rival, Stage
from kamtui.domain.segments import Segment
from kamtui.i18n import t
from kamtui.ops.accounts import edit_account
from kamtui.ops.core import Done
from kamtui.ops.partnerships import set_partnership
from kamtui.ops.profiles import confirm_profile, set_profile
from kamtui.ops.rivals import FIELDS, note_rival, rival_gone
from kamtui.ops.tasks import add_task
from kamtui.render.said.markets import word
from kamtui.store import accounts, profiles, rivals
from kamtui.store.segments import stands_alone_in_a_group
from kamtui.tui.profiletab import Of, ProfileRow, ProfileTab
from kamtui.tui.screens.acting import completing, one_of
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.sourcing import Sourcing
from kamtui.tui.screens.touching import Touching

TAB = "profile"

GONE = "gone"
"""Said instead of a field of a competitor: it is no longer there."""


class Profiling(Deciding, Touching, Sourcing):
    """A page with a profile on one of its tabs; on the others its keys do what they do elsewhere."""

    tab: str
    account: int
    profile = getters.query_one(ProfileTab)

    def action_edit(self) -> Worker[None]:
        """Change what is at the cursor of the profile, else a field of the account."""
        row = self.profile.at_cursor if self.tab == TAB else None
        return super().action_edit() if row is None else self._edit_known(row)

    def action_done(self) -> Worker[None]:
        """Say that what is marked or at the cursor of the profile is still true, else that the account is reviewed."""
        return self._still_true() if self.tab == TAB else super().action_done()

    async def _promise(self, title: str, due: dt.date | None) -> None:
        """A next step that is promised at a competitor answers its move (SIG-30)."""
        row = self.profile.at_cursor if self.tab == TAB else None
        if row is None or row.rival is None:
            await super()._promise(title, due)
        else:
            await self.do(add_task, title, account_id=self.account, due_on=due, signal="SIG-30")

    @work
    async def _still_true(self) -> None:
        chosen = [row for row in self.profile.chosen if row.on is not None]
        fields = [row.name for row in chosen if row.of is Of.FIELD]
        there = [(row.rival.name, row.rival.product) for row in chosen if row.rival is not None]
        if not fields and not there:
            self.tell(t("nothing there to confirm; e says what is known"), "warn")
            return
        done = await self.app.do(confirm_profile, self.account, fields, rivals=there)
        if done is not None:
            self.profile.list.clear_marks()
            self.profile.list.action_move(1)
        self.say(done)

    @work
    async def _edit_known(self, row: ProfileRow) -> None:
        match row.of:
            case Of.FIELD:
                await self._edit_field(row.name)
            case Of.RIVAL if row.rival is not None:
                await self._edit_rival(row.rival)
            case Of.PARTNERSHIP:
                await self._edit_partnership()
            case _:
                await self._edit_segments()

    async def _edit_field(self, name: str) -> None:
        account = self.account
        kept = profiles.of_account(self.book.conn, account, self.today).get(name)
        before = "" if kept is None else kept.value
        asked = t(topics.KNOWN[name].question) if name in topics.KNOWN else f"{topics.heading(name)}:"
        key = f"profile:{account}:{name}"
        value = await self.bottom.ask(asked, before, key=key)
        if value is None:
            return
        usual = kept.source if kept else None
        told = await self.said_by(usual) if value.strip() else (usual,)
        if told is None:
            return
        (source,) = told

        def change(values: Mapping[str, Any], was: Mapping[str, object]) -> Awaitable[Done[ProfileSet] | None]:
            return self.app.attempt(set_profile, account, name, values[name], source=source, was=str(was[name]))

        await self.correct_fields(change, {name: value}, {name: before}, line=lambda _: key)

    async def _edit_rival(self, rival: Rival) -> None:
        options = [*FIELDS, GONE]
        field = await self.choose(t("{rival}: which field:", rival=rival.label), one_of(options), options)
        if field == GONE:
            await self.do(rival_gone, self.account, rival.name, product=rival.product)
        elif field is not None:
            await self._edit_of_rival(rival, field)

    async def _edit_of_rival(self, rival: Rival, field: str) -> None:
        before = getattr(rival, field)
        shown = f"{before:g}" if isinstance(before, float) else str(before or "")
        options = [*topics.Source] if field == "source" else []
        key = f"rival:{rival.account_id}:{rival.label}:{field}"
        value = await self.bottom.ask(f"{word(field)}:", shown, key=key, suggest=completing(options))
        if value is None:
            return

        def change(values: Mapping[str, Any], was: Mapping[str, object]) -> Awaitable[Done[RivalNoted] | None]:
            said = {field: self._read_of_rival(field, str(values[field] or ""))}
            return self.app.attempt(note_rival, rival.account_id, rival.name, said, product=rival.product, was=was)

        await self.correct_fields(change, {field: value}, {field: before}, line=lambda _: key)

    def _read_of_rival(self, field: str, text: str) -> object:
        match field:
            case "share":
                return market.share(text)
            case "move_on":
                return date(text, self.today) if text.strip() else None
            case "source":
                return topics.source(text) if text.strip() else None
            case _:
                return text

    async def _edit_partnership(self) -> None:
        found = rivals.partnership(self.book.conn, self.account, self.today)
        was = {self.account: Stage.NONE if found is None else found.stage}
        stage = await self.choose(t("partnership:"), market.stage, [*Stage])
        if stage is None:
            return
        until = await self.choose(t("until (Enter: no end):"), self._a_day, [])
        note = await self.bottom.ask(t("what was agreed:"), found.note if found else "")
        if note is not None:
            await self.do(set_partnership, self.account, stage, until_on=until, note=note, was=dict(was))

    def _a_day(self, text: str) -> dt.date:
        return date(text, self.today, lean="future")

    async def _edit_segments(self) -> None:
        before = accounts.one(self.book.conn, self.account).segments
        prompt = t("segments ({all}):", all=" ".join(Segment))
        value = await self.bottom.ask(prompt, before, key=f"edit:{self.account}:segments", suggest=_last_word)
        if value is not None:
            await self.correct(edit_account, self.account, "segments", before, value)
            if stands_alone_in_a_group(self.book.conn, self.account):
                self._ask_for_parent()

    def _ask_for_parent(self) -> None:
        # forms ask on a page, so their module needs this one first
        from kamtui.tui.filling import run
        from kamtui.tui.forms.structure import STRUCTURE_FORMS

        run(self, STRUCTURE_FORMS["account.move"])

    async def add_rival(self) -> None:
        """Note a competitor: name, share, what they did last."""
        name = await self.bottom.ask(t("competitor:"), key=f"rival:{self.account}")
        if not name or not name.strip():
            return
        share = await self.choose(t("share of what they buy, in % (Enter: unknown):"), market.share, [])
        move = await self.bottom.ask(t("what they did last (Enter: nothing known):"))
        if move is not None:
            said: dict[str, object] = {} if share is None else {"share": share}
            if move.strip():
                said["move"] = move
            await self.do(note_rival, self.account, name, said)


def _last_word(text: str) -> list[str]:
    """Tab completes the word at the end of the line."""
    head, _, last = text.rpartition(" ")
    start = f"{head} " if head else ""
    return [f"{start}{each}" for each in Segment if each.startswith(last.casefold())]
