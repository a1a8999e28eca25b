"""A page drawn from parts of the book: what takes long is read in a thread, while the page is there already."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from textual import work

from kamtui.domain.whatif import Loss
from kamtui.store import accounts
from kamtui.tui.aside import aside
from kamtui.tui.portfolioread import Part, Reading
from kamtui.tui.screens.page import Page

LARGE = 10_000
"""Accounts from which scores and sales are read while the page is there already: it takes seconds."""

PAUSE_S = 0.15
"""In a large book, what would go with an account is computed when the cursor has rested for so long."""


class ReadingAside(Page):
    """Subclasses say which parts they want, and draw what is read."""

    reading: Reading

    is_reading = False
    """Whether a thread is at it."""

    @property
    def wanted(self) -> Sequence[Part]:
        """What must be read for what is shown."""
        raise NotImplementedError

    def was_read(self) -> None:
        """Forget what was made from the part as it was before."""

    def show_all(self) -> None:
        """Read what is needed, and draw all of it again."""
        raise NotImplementedError

    def show_loss(self, account: int | None, found: Loss | None) -> None:
        """Show what would go with an account; None where nobody knows."""
        raise NotImplementedError

    def bring_up_to_date(self) -> None:
        """Read what is shown and no longer true; what takes long, aside."""
        for part in self.reading.missing(self.wanted):
            if part is Part.TIME or accounts.count(self.book.conn) <= LARGE:
                self.reading.read(part)
                self.was_read()
            elif not self.is_reading:
                self.is_reading = True
                self._read_aside()

    def find_loss(self, account: int | None) -> None:
        """Find and show what would go with an account; in a large book once the cursor rests."""
        if account is None or self.reading.money is None:
            self.show_loss(account, None)
        elif accounts.count(self.book.conn) > LARGE:
            self._find_aside(account)
        else:
            self.show_loss(account, self.reading.loss(account))

    @work
    async def _read_aside(self) -> None:
        """Read in a thread whatever is asked for by then, and show it."""
        try:
            while missing := self.reading.missing(self.wanted):
                await aside(self.book, partial(self.reading.read, missing[0]))
                self.was_read()
        finally:
            self.is_reading = False
        self.show_all()

    @work(exclusive=True, group="loss")
    async def _find_aside(self, account: int) -> None:
        await asyncio.sleep(PAUSE_S)
        self.show_loss(account, await aside(self.book, partial(self.reading.loss, account)))
