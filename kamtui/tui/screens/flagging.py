"""Verbs on what is in doubt about an account and its people, and on who listens to whom."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from kamtui.domain import peoplelines
from kamtui.domain.links import LinkKind
from kamtui.domain.redflags import Flagged
from kamtui.i18n import t
from kamtui.ops.links import add_link, end_link
from kamtui.ops.quicklog import person as meant
from kamtui.ops.redflags import answer_flag, raise_flag
from kamtui.store import links
from kamtui.tui.keygroups import CHANGE
from kamtui.tui.peoplecolumns import flag_text
from kamtui.tui.screens.facing import Facing, short
from kamtui.tui.text import Line

SUBJECTS = ["win", "stance", "mode", "degree", "rung", "role:economic", "role:coach", "loyalty", "budget"]
"""What Tab offers to be in doubt."""


class Flagging(Facing):
    """A page on which what is in doubt is flagged, and who listens to whom is said."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "listens", "listens to", show=False, id="link.add", group=CHANGE, tooltip="Whose word counts"),
        Binding("f", "flag", "flag", id="flag.raise", group=CHANGE, tooltip="Flag what is in doubt, or answer a flag"),
    ]

    # -- who listens to whom ---------------------------------------------------------------------------------------

    @work
    async def action_listens(self) -> None:
        """Say whose word counts with somebody, beside their boss; with - before the name, no longer."""
        person = self.person
        if person is None:
            return
        names = [each.name for each in self.people_here() if each.id != person.id]
        prompt = t("{name} listens to:", name=short(person))
        said = await self.typed(prompt, str.strip, suggest=lambda text: peoplelines.completed(names, text, alone=True))
        if not said:
            return
        account = person.account_id
        other = meant(self.book.conn, account, said.lstrip("-").strip(), self.today)
        if said.startswith("-"):
            for link in links.at_account(self.book.conn, account, self.today):
                if (link.kind, link.contact_id, link.to_contact_id) == (LinkKind.INFLUENCES, other, person.id):
                    await self.do(end_link, link.id, on=self.today)
                    return
            self.tell(t("that is not known anyway"), "warn")
            return
        self.say(
            await self.app.do(
                add_link, account, LinkKind.INFLUENCES, contact_id=other, to_contact_id=person.id, since=self.today
            )
        )

    # -- red flags -------------------------------------------------------------------------------------------------

    @work
    async def action_flag(self) -> None:
        """Answer the red flag at the cursor with a strength or a task, else flag something about the person."""
        flagged, person = self.flagged, self.person
        if flagged is not None:
            await self._answer(flagged)
        elif person is not None:
            prompt = t("in doubt about {name}:", name=short(person))
            said = await self.typed(
                prompt,
                str.strip,
                key=f"flag:{person.account_id}:{person.id}",
                suggest=lambda text: peoplelines.completed(SUBJECTS, text, alone=True),
            )
            if said:
                await self.do(raise_flag, person.account_id, said, contact_id=person.id, on=self.today)

    async def _answer(self, flagged: Flagged) -> None:
        flag, account = flagged.flag, self.targets()[0]

        def echo(text: str) -> Line:
            if not text.strip():
                return [(f"  {flag_text(flagged)}", "warn")]
            strength, title, due = self._against(text)
            parts = [strength, t("task {title}", title=title) if title else "", "" if due is None else str(due)]
            return [("  " + " · ".join(filter(None, parts)), "accent")]

        prompt = t("our strength (> fri a task):")
        said = await self.typed(
            prompt, self._against, key=f"answer:{account}:{flag.subject}:{flag.contact_id}", echo=echo
        )
        if said is None:
            return
        strength, title, due = said
        self.say(
            await self.app.do(
                answer_flag,
                account,
                flag.subject,
                contact_id=flag.contact_id,
                strength=strength,
                task=title,
                due_on=due,
            )
        )

    def _against(self, text: str) -> tuple[str, str, dt.date | None]:
        """A strength, and behind > a task with its day."""
        strength, _, task = text.replace("》", ">").partition(">")
        title, due = self._read_step(task) if task.strip() else ("", None)
        return strength.strip(), title, due
