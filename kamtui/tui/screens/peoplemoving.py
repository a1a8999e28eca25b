"""Verbs on who comes and goes: add somebody, say who an unknown one is, record that somebody left or moved."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from kamtui.domain import peoplelines
from kamtui.domain.contacts import EndReason
from kamtui.domain.peoplemap import Person
from kamtui.i18n import t
from kamtui.ops.contacts import leave
from kamtui.ops.moves import move
from kamtui.ops.quicklog import person as meant
from kamtui.ops.samepeople import identify
from kamtui.ops.stages import reset_status, steps
from kamtui.ops.tasks import add_task
from kamtui.render import peoplemap as told
from kamtui.render.text import clean
from kamtui.store import departures
from kamtui.tui.cardlines import answers
from kamtui.tui.healthlines import new_start
from kamtui.tui.keygroups import CHANGE
from kamtui.tui.screens.adding import Adding, echo_newcomer
from kamtui.tui.screens.facing import Facing, short
from kamtui.tui.screens.touching import mention
from kamtui.tui.text import Line

LEFT = ["left", "retired", "rival > ", "inside", "unknown", "wrongly"]
"""What Tab offers as a reason."""


class PeopleMoving(Adding, Facing):
    """A page that stands on somebody at an account, where people come and go."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "add somebody", id="contact.add", group=CHANGE, tooltip="Add a person, or an unknown role"),
        Binding("x", "leave", "they left", id="contact.leave", group=CHANGE, tooltip="Record that they left or moved"),
    ]

    # -- touches and next steps with the person ----------------------------------------------------------------------

    @work
    async def action_touch(self) -> None:
        """Log a touch with the person at the cursor."""
        person = self.person
        for account in self.targets()[:1]:
            is_known = person is not None and not person.is_placeholder
            start = f"{mention(person.name)} " if person is not None and is_known else ""
            await self._touch(account if person is None else person.account_id, start)

    async def _promise(self, title: str, due: dt.date | None) -> None:
        person = self.person
        for account in self.targets()[:1]:
            where, contact = (account, None) if person is None else (person.account_id, person.id)
            signal = answers(self.card_of(account))
            self.say(
                await self.app.do(add_task, title, account_id=where, contact_id=contact, due_on=due, signal=signal)
            )

    # -- come --------------------------------------------------------------------------------------------------------

    @work
    async def action_add(self) -> None:
        """Add somebody in one line: Eva Berg, CFO, exec, finance, >王建国; on an unknown one, say who it is."""
        person = self.person
        if person is not None and person.is_placeholder:
            said = await self.typed(
                t("who is {name} (Esc: add another):", name=short(person)),
                str.strip,
                key=f"identify:{person.account_id}:{person.id}",
            )
            if said:
                await self.do(identify, person.id, said, on=self.today)
                return
        added = await self.add_person(self.targets()[0])
        if added is not None:
            self.stand_on_person(added)

    # -- go ----------------------------------------------------------------------------------------------------------

    @work
    async def action_leave(self) -> None:
        """Record that somebody left, with an unknown successor and a task to find out; offer to start anew."""
        person = self.person
        if person is None:
            return
        gone = await self.typed(
            t("{name} left because:", name=short(person)),
            peoplelines.departure,
            echo=partial(_echo_departure, person),
            suggest=lambda text: peoplelines.completed(LEFT, text, alone=True),
            is_empty_too=True,
        )
        if gone is None:
            return
        if gone.reason is EndReason.MOVED_INSIDE:
            await self._move(person)
            return
        done = await self.do(
            leave,
            person.id,
            on=self.today,
            reason=gone.reason,
            account_id=person.account_id,
            to=gone.to,
            successor=gone.successor and not person.is_placeholder,
        )
        if done is not None and done.value.successor is not None:
            self.stand_on_person(done.value.successor.contact_id)
        if done is not None and done.value.anew:
            await self._start_anew(person.account_id)

    async def _move(self, person: Person) -> None:
        """Ask what somebody is now at the same account."""
        said = await self.typed(
            t("{name} is now (title, level, function, >boss):", name=short(person)),
            lambda text: peoplelines.newcomer(f"{person.name},{text}"),
            echo=lambda text: echo_newcomer(f"{person.name},{text}") if text.strip() else [],
        )
        if said is None:
            return
        given = {"title": said.title, "level": said.level, "function": said.function}
        fields: dict[str, object] = {field: value for field, value in given.items() if value}
        if said.boss:
            fields["reports_to"] = meant(self.book.conn, person.account_id, said.boss, self.today)
        self.say(
            await self.app.do(
                move, person.id, fields, on=self.today, account_id=person.account_id, successor=bool(fields)
            )
        )

    async def _start_anew(self, account: int) -> None:
        """Offer the new start that the policy has for it (D30): Enter agrees."""
        conn, today = self.book.conn, self.today
        left = departures.since_rated(conn, account, today)
        question = new_start(left, len(steps(conn, account, today)))
        answer = await self.bottom.ask(t("{question} Enter yes, Esc no:", question=question), keeps=False)
        if answer is not None and answer.strip().casefold() not in ("n", "no", "否", "不"):
            await self.do(reset_status, account, on=today)


def _echo_departure(person: Person, text: str) -> Line:
    if not text.strip():
        return [("  " + t("l left  r retired  v rival > firm  i inside  w entered wrongly  Enter: unknown"), "muted")]
    gone = peoplelines.departure(text)
    parts = [told.spaced(gone.reason)]
    parts += [t("to {name}", name=clean(gone.to))] if gone.to else []
    if gone.reason is not EndReason.MOVED_INSIDE and not person.is_placeholder:
        parts.append(t("successor unknown, a task (- none)") if gone.successor else t("nobody succeeds them"))
    return [("  " + " · ".join(parts), "accent")]
