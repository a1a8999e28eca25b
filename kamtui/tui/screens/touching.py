"""Verbs of the day: log a touch, promise a next step, done, snooze."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from kamtui.domain.quickline import next_step
from kamtui.domain.reviews import Card
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.core import Done
from kamtui.ops.quicklog import log_line, understand
from kamtui.ops.reviews import mark_done, snooze
from kamtui.ops.tasks import add_task
from kamtui.render.echo import echo
from kamtui.render.format import on_weekday
from kamtui.store import accounts, contacts, reviews
from kamtui.tui.cardlines import answers
from kamtui.tui.keygroups import LOG
from kamtui.tui.screens.acting import Acting, R
from kamtui.tui.text import Line

if TYPE_CHECKING:
    from kamtui.domain.outcomes.every import Outcome

SNOOZES = {"1": 1, "3": 3, "7": 7}
"""Answers to "until when" that are a number of days."""


class Touching(Acting):
    """A page whose accounts can be touched, planned and reviewed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,f8", "done", "done", id="review.done", group=LOG, tooltip="Reviewed: mark the account and go on"),
        Binding("t,f4", "touch", "touch", id="touch.log", group=LOG, tooltip="Log a touch in one line"),
        Binding("T", "touch_long", "touch, step by step", show=False, id="touch.add", group=LOG),
        Binding("n", "next", "next step", id="task.add", group=LOG, tooltip="Promise a next step with a date"),
        Binding("z", "snooze", "snooze", id="review.snooze", group=LOG, tooltip="Put the card off to a later day"),
    ]

    def upcoming(self, outcome: Outcome) -> str:
        """What comes after an account that was worked on, in a few words; "" where nothing does."""
        return ""

    def stay_at(self, account: int) -> None:
        """What was asked for about an account one has gone on from was refused."""

    def card_of(self, account: int) -> Card | None:
        """Why the account wants attention; None: nothing does."""
        return reviews.open_card(self.book.conn, account, self.today)

    def say(self, done: Done[R] | None, hint: str = "") -> None:
        if done is not None:
            # behind the news of what was written, so that the next card is the next
            self.call_next(self._say_with_next, done.value, hint or self.hint_after(done.value))

    @work
    async def action_touch(self) -> None:
        """Log a touch in one line: c @李娜 续约价格已确认 >fri 发合同 ~2."""
        for account in self.targets()[:1]:
            await self._touch(account)

    def action_touch_long(self) -> None:
        """Log a touch step by step: kind, people, day, minutes, summary."""
        # forms ask on a page, so their module needs this one first
        from kamtui.tui.filling import run
        from kamtui.tui.forms import FORMS

        run(self, FORMS["touch.add"])

    @work
    async def action_next(self) -> None:
        """Promise a next step: a date and what will be done."""
        for account in self.targets()[:1]:
            line = await self.bottom.ask(t("next step:"), key=f"next:{account}", echo=self._step)
            if line and line.strip():
                title, due = self._read_step(line)
                self.last_verb = partial(self._promise, title, due)
                await self.last_verb()

    @work
    async def action_done(self) -> None:
        """Mark the account as reviewed and go on to the next."""
        await self._done()
        self.last_verb = self._done

    @work
    async def action_snooze(self) -> None:
        """Put the account's card off: 1 tomorrow, 3 three days, 7 a week, a date, or a reason."""
        if not self.targets():
            return
        prompt = t("until (1 tomorrow, 3 or 7 days, a date; then a reason):")
        text = await self.bottom.ask(prompt, key=f"snooze:{self.subject()}", echo=self._put_off)
        if text and text.strip():
            until, reason = self._until(text.split())
            if await self.act(snooze, on=self.today, until=until, reason=reason):
                self.advance()

    # -- inside --------------------------------------------------------------------------------------------------

    async def _done(self) -> None:
        targets = self.targets()
        if len(targets) == 1:
            # go on before it is written: what is typed ahead is meant for the next
            asked = self.app.do(mark_done, targets[0], on=self.today)
            self.advance()
            done = await asked
            if done is None:
                self.stay_at(targets[0])
            self.say(done)
        else:
            await self.act(mark_done, on=self.today)
            self.advance()

    def _say_with_next(self, outcome: Outcome, hint: str) -> None:
        # imported late, as in Acting
        from kamtui.tui.inshort import beside, brief

        account = getattr(outcome, "account_id", None)
        rows = [] if account is None else accounts.rows(self.book.conn, [account])
        text = brief(outcome, self.today, rows[0].next_due_on if rows else None)
        self.app.say(text, "ok", beside(text, self.upcoming(outcome), hint, self.app.size.width))

    async def _promise(self, title: str, due: dt.date | None) -> None:
        for account in self.targets()[:1]:
            signal = answers(self.card_of(account))
            await self.do(add_task, title, account_id=account, due_on=due, signal=signal)

    async def _touch(self, account: int, start: str = "") -> None:
        line = await self.bottom.ask(
            t("t›"),
            start,
            key=f"touch:{account}",
            echo=lambda text: self._understood(account, text),
            suggest=lambda text: self._people(account, text),
        )
        if not line or line.strip() in ("", start.strip()):
            return
        unknown = understand(self.book.conn, account, line, self.today).unknown
        question = t("{names}: nobody is called that here. Add?", names=", ".join(unknown))
        if not unknown or await self.agrees(question):
            await self.do(log_line, account, line, create_missing=bool(unknown))

    def _understood(self, account: int, text: str) -> Line:
        if not text.strip():
            kinds = t("c call m mail v visit w message g meet @who >fri we <fri they (+) ~2 90m ^mon")
            return [(" " + kinds, "muted")]
        found = understand(self.book.conn, account, text, self.today)
        # what was typed as it stands comes last: it is what the line has no room for
        said = echo(found._replace(summary=""), self.today)
        return [(f" {said}" + (f" · “{found.summary}”" if found.summary else ""), "accent")]

    def _people(self, account: int, text: str) -> list[str]:
        """Completions of the @name that is being typed."""
        head, at, start = text.rpartition("@")
        here = contacts.positions(self.book.conn, account, on=self.today) if at else []
        names = [place.contact for place in here if place.contact.casefold().startswith(start.strip('"').casefold())]
        return [f"{head}{mention(name)} " for name in names]

    def _step(self, text: str) -> Line:
        if not text.strip():
            return [("  " + t("fri send the contract · in 7d · 下周五 发合同"), "muted")]
        title, due = self._read_step(text)
        return [
            (
                "  " + (t("{due} · {title}", due=due, title=title) if due else t("no date · {title}", title=title)),
                "accent",
            )
        ]

    def _read_step(self, text: str) -> tuple[str, dt.date | None]:
        """Title and day; a text that begins with no date is a title without one."""
        try:
            step = next_step(text, self.today)
        except BadInput:
            return text.strip(), None
        return step.title or t("next step"), step.on

    def _put_off(self, text: str) -> Line:
        if not text.strip():
            return []
        until, reason = self._until(text.split())
        return [("  " + " · ".join(filter(None, [on_weekday(until, self.today), reason])), "accent")]

    def _until(self, words: list[str]) -> tuple[dt.date, str]:
        """A day and the words after it; a reason alone puts off for a week."""
        if words[0] in SNOOZES:
            return self.today + dt.timedelta(days=SNOOZES[words[0]]), " ".join(words[1:])
        title, day = self._read_step(" ".join(words))
        return day or self.today + dt.timedelta(days=7), "" if title == t("next step") else title


def mention(name: str) -> str:
    """A name as the touch line takes it."""
    return f'@"{name}"' if " " in name else f"@{name}"
