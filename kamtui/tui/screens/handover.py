"""The handover in the app: one line, everything that would move, one answer (job 14)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from textual import getters, work
from textual.app import ComposeResult

from kamtui.domain import fields
from kamtui.domain.outcomes.team import HandedOver
from kamtui.domain.peoplelines import completed
from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.ops.handover import hand_over
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.store import handovers, users
from kamtui.store.book import Book
from kamtui.store.handovers import Item
from kamtui.tui.screens.acting import Acting
from kamtui.tui.screens.quiet import QuietScreen
from kamtui.tui.text import Line
from kamtui.tui.widgets.bottomline import BottomLine, Echo
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.keybar import KeyBar
from kamtui.tui.widgets.listed import Listed
from kamtui.tui.widgets.rowlist import RowList
from kamtui.tui.widgets.titleline import TitleLine

LEAVES = ("leaves", "离职")
"""The word that says that the giver leaves the firm."""


class Asked(NamedTuple):
    """What a line says: who gives, who gets, from which day, and whether the giver leaves."""

    giver: str
    taker: str
    on: dt.date
    leaves: bool


class _Row(NamedTuple):
    id: int
    item: Item


class Preview(QuietScreen[str | None]):
    """Everything that a handover moves; gives back why it is done, None where it is not."""

    AUTO_FOCUS = ""

    lines = getters.query_one(RowList)
    bottom = getters.query_one(BottomLine)

    def __init__(self, done: HandedOver, items: Sequence[Item], today: dt.date, glyphs: Glyphs) -> None:
        super().__init__()
        self._done = done
        self._glyphs = glyphs
        self._source = Listed(_Row(number, item) for number, item in enumerate(items))
        self._list = RowList(self._source, _columns(today, glyphs), glyphs=glyphs)

    def compose(self) -> ComposeResult:
        yield TitleLine(glyphs=self._glyphs)
        yield self._list
        yield BottomLine(glyphs=self._glyphs)
        yield KeyBar(["input.save", "input.cancel"])

    def on_mount(self) -> None:
        done = self._done
        about = t("{giver} → {taker} from {on}", giver=done.giver, taker=done.taker, on=done.on)
        count = n("{count} account", "{count} accounts", len(done.accounts))
        self.query_one(TitleLine).set(screen=t("HANDOVER"), about=about, progress=count)
        self._ask()

    @work
    async def _ask(self) -> None:
        against = "; ".join(self._done.objections)
        if against:
            prompt = t("{objections}; all the same because:", objections=against)
            reason = await self.bottom.ask(prompt, beside=self._list)
            self.dismiss((reason or "").strip() or None)
            return
        answer = await self.bottom.ask(t("Hand all this over? y/n"), beside=self._list)
        is_yes = (answer or "").strip().casefold() in ("y", "yes", "是", "好")
        self.dismiss("" if is_yes else None)


def ask(page: Acting, giver: str = "") -> None:
    """Ask for a handover on a page; `giver` stands in the line already."""
    page.run_worker(_hand_over(page, giver), exit_on_error=True)


async def _hand_over(page: Acting, giver: str) -> None:
    asked = await _asked(page, f"{giver} " if giver else "")
    if asked is None:
        return
    found = await page.app.do(_looked_at, asked)
    if found is None:
        return
    done, items = found
    reason = await page.app.push_screen_wait(Preview(done, items, page.today, page.glyphs))
    if reason is None:
        page.call_next(page.app.say, t("nothing was handed over"), "", "")
        return
    seen = [account for account, _ in done.accounts]
    page.say(
        await page.app.do(hand_over, done.giver, done.taker, on=done.on, reason=reason, leaves=asked.leaves, seen=seen)
    )


async def _asked(page: Acting, start: str) -> Asked | None:
    """The line, asked for until it is understood; None after Esc."""
    logins = [user.login for user in users.all_users(page.book.conn)]
    suggest = partial(completed, logins)
    text: str | None = start
    while True:
        prompt = t("who to whom, from when (li.wei chen.jing 2026-07-01):")
        text = await page.bottom.ask(prompt, text or "", key="handover", suggest=suggest, echo=_echo(page))
        if text is None or not text.strip():
            return None
        try:
            return understood(text, page.today)
        except BadInput as error:
            page.call_next(page.app.say, str(error), "error")


def understood(text: str, today: dt.date) -> Asked:
    """What a line says; raises BadInput. Without a day it is today."""
    words = text.replace("→", " ").split()
    leaves = bool(words) and words[-1].casefold() in LEAVES
    words = words[:-1] if leaves else words
    if len(words) < 2:
        raise BadInput(t("name who has the accounts and who gets them"))
    giver, taker, *when = words
    return Asked(giver, taker, fields.date(" ".join(when), today) if when else today, leaves)


def _echo(page: Acting) -> Echo:
    def echo(text: str) -> Line:
        try:
            asked = understood(text, page.today)
        except BadInput:
            return []
        told = f"  {asked.giver} {page.glyphs.arrow} {asked.taker} {asked.on}"
        return [(told, "accent"), (f"  {t('leaves')}" if asked.leaves else "", "warn")]

    return echo


def _looked_at(book: Book, asked: Asked) -> tuple[HandedOver, list[Item]]:
    """What would be done, and everything that moves; nothing is saved."""
    with book.write(hand_over.name, dry_run=True) as tx:
        # what speaks against it is shown before a reason is asked for
        done = hand_over.within(tx, asked.giver, asked.taker, on=asked.on, reason="?", leaves=asked.leaves)
        return done, handovers.items(tx.conn, done)


def _columns(today: dt.date, glyphs: Glyphs) -> list[Column[_Row]]:
    words = {"kept": t("task that stays"), "cover": t("covered person"), "place": t("place in a team")}

    def when(row: _Row) -> str:
        return "" if row.item.on is None else format.date_short(row.item.on, today, glyphs)

    return [
        Column("what", 16, lambda row: words.get(row.item.what) or t(row.item.what)),
        Column("account", 0, lambda row: row.item.account),
        Column("text", 0, lambda row: row.item.text),
        Column("on", 9, when, align="right", drop=1),
    ]
