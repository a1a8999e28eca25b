"""The first rows of the review as plain text, on the screen while Textual is imported, which is most of a start."""

from __future__ import annotations

import os
import signal
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

from kamtui.domain import reviews as rules
from kamtui.i18n import t
from kamtui.render.glyphs import Glyphs
from kamtui.store import accounts, reviews
from kamtui.store.book import Book
from kamtui.tui import cardcolumns
from kamtui.tui.cardlines import SIGNS
from kamtui.tui.cardqueue import CardQueue
from kamtui.tui.text import Line, fitted
from kamtui.tui.widgets.columns import cells, heading, widths

LARGE = 20_000
"""Accounts from which everybody's cards are read while the screen is there already: it takes a second."""

ALTERNATE = "\x1b[?1049h"
ORDINARY = "\x1b[?1049l"
HOME, REVERSE, PLAIN = "\x1b[H", "\x1b[7m", "\x1b[m"

ENDING = frozenset({signal.SIGTERM, signal.SIGHUP})
"""Signals that end us. While the app takes over they wait until it can answer them: it gives the terminal back."""

STDIN, STDERR = 0, 2
"""Where Textual reads and draws."""

LOCAL_MODES = 3
"""Their place in what termios says of a terminal."""

GUTTER, NARROWEST_LIST, SPLIT, WIDEST = 3, 80, 120, 500
"""Cells: before a row; of a list beside something; of a terminal where there is something beside it; at most."""

BESIDE, BELOW = 4, 13
"""Lines of a screen that are no rows, with the card beside the list and below it."""


def queue_of(book: Book) -> CardQueue:
    """The review of who opened the book; not read yet where that is everybody's of a large book."""
    queue = CardQueue(book)
    queue.owner = reviews.owner_of_review(book.conn, book.who)
    if queue.owner is not None or accounts.count(book.conn) <= LARGE:
        queue.take(queue.read())
    return queue


def lines(book: Book, queue: CardQueue, glyphs: Glyphs, columns: int, height: int) -> list[Line]:
    """Title, heading and the first rows as the review will have them in a terminal of that size."""
    room = max(NARROWEST_LIST, columns * 2 // 3) if columns >= SPLIT else columns
    sizes = widths(cardcolumns.columns(book.today(), columns, glyphs), room - GUTTER)
    ids = queue.drawn[: min(rules.SHOWN, max(0, height - (BESIDE if columns >= SPLIT else BELOW)))]
    rows = {row.id: row for row in cardcolumns.rows(book, queue, ids)}
    title = f"kamtui  {t('REVIEW')}  {queue.progress}"
    drawn: list[Line] = [[(title, "")], [(" " * GUTTER, ""), *heading(sizes)]]
    for place, row in enumerate(rows[key] for key in ids if key in rows):
        sign = SIGNS[row.card.severity][0] if row.card is not None else glyphs.check
        drawn.append([(f"{' ' if place else glyphs.cursor}{sign or ' '} ", ""), *cells(row, sizes)])
    return [fitted(line, room if place else columns) for place, line in enumerate(drawn)]


def painted(drawn: Sequence[Line]) -> str:
    """The lines as they are sent: the title reversed, everything else as the terminal has it."""
    title, *rest = ("".join(text for text, _ in line).rstrip() for line in drawn)
    placed = "".join(f"\x1b[{row};1H{text}" for row, text in enumerate(rest, 2))
    return ALTERNATE + HOME + "\x1b[J" + f"{REVERSE}{title}{PLAIN}" + placed


class FirstFrame:
    """What stands on the terminal until the app takes it over; without a terminal, or where that fails, nothing."""

    def __init__(self) -> None:
        self.is_shown = False
        self._before: list[Any] | None = None
        self._handlers: dict[signal.Signals, Any] = {}

    def show(self, book: Book, queue: CardQueue, glyphs: Glyphs) -> None:
        """Draw the rows; keys that are pressed from now on wait for the app and are not echoed."""
        with suppress(OSError, termios.error):
            columns, height = os.get_terminal_size(STDERR)
            drawn = lines(book, queue, glyphs, min(columns, WIDEST), height)
            self._before, quiet = termios.tcgetattr(STDIN), termios.tcgetattr(STDIN)
            quiet[LOCAL_MODES] &= ~(termios.ECHO | termios.ICANON)
            termios.tcsetattr(STDIN, termios.TCSANOW, quiet)
            self.is_shown = True
            self._handlers = {number: signal.signal(number, _end) for number in ENDING}
            os.write(STDERR, painted(drawn).encode(errors="replace"))

    def hand_over(self) -> bool:
        """Leave the terminal to the app as it was found; whether the other screen is on already."""
        was_shown, self.is_shown = self.is_shown, False
        if was_shown:
            signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
            for number, handler in self._handlers.items():
                signal.signal(number, handler)
            if self._before is not None:
                with suppress(termios.error):
                    termios.tcsetattr(STDIN, termios.TCSANOW, self._before)
        return was_shown

    def take_away(self) -> None:
        """Where the app did not come to take it over: the ordinary screen again."""
        if self.hand_over():
            with suppress(OSError):
                os.write(STDERR, ORDINARY.encode())
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    """End as the app does; the terminal is given back on the way out."""
    raise SystemExit(128 + number)


@contextmanager
def first_frame() -> Iterator[FirstFrame]:
    """A frame that is gone afterwards, however the app began."""
    frame = FirstFrame()
    try:
        yield frame
    finally:
        frame.take_away()
