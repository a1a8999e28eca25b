"""The line at the bottom: what was done stands there, and it is the one place where text is typed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.worker import NoActiveWorker, get_current_worker

from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.text import clean, width
from kamtui.tui.text import Bit, Line
from kamtui.tui.widgets.lineinput import LONGEST, LineInput
from kamtui.tui.widgets.oneline import OneLine
from kamtui.tui.widgets.rowlist import RowList

Echo = Callable[[str], Line]
"""What was understood of the text so far, shown above it."""

Suggest = Callable[[str], Sequence[str]]
"""What the text before the cursor may be completed to, best first; each is the whole of it."""


class Draft(NamedTuple):
    """A line that is being typed."""

    key: str
    """What it is for, in words of the screen that asked; empty when it is not worth keeping."""
    text: str


@dataclass
class _Question:
    """What is asked, until it is answered."""

    answer: asyncio.Future[str | None]
    key: str
    echo: Echo | None
    suggest: Suggest | None
    beside: RowList[Any] | None
    back_to: Widget | None
    candidates: Sequence[str] = field(default_factory=list)
    rest: str = ""
    """What stood behind the cursor when Tab was first pressed."""


class BottomLine(Horizontal):
    """Shows one message, or asks one question; always there, so that nothing else moves."""

    DEFAULT_CSS = """
    BottomLine { height: 1; width: 1fr; }
    BottomLine > #echo { overlay: screen; offset-y: -1; width: 100%; display: none; }
    BottomLine > #prompt { width: auto; }
    """

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.message = OneLine(id="message")
        self.echo = OneLine(id="echo")
        self.prompt = OneLine(id="prompt")
        self.input = LineInput()
        self._signs = {"ok": glyphs.check, "warn": "!", "error": "!"}
        self._question: _Question | None = None

    def compose(self) -> ComposeResult:
        self.input.on_save = self._save
        self.input.on_cancel = self._escape
        self.input.on_complete = self._complete
        self.input.on_edit = self._edited
        self.input.on_beside = self._beside
        self.prompt.display = self.input.display = False
        yield self.echo
        yield self.message
        yield self.prompt
        yield self.input

    def say(self, text: str, role: str = "", hint: str = "") -> None:
        """Show a finished sentence until the next one; `role` is ok, warn or error, `hint` stands right.

        While something is typed it stands above that, until the next key, and takes its place afterwards.
        """
        sign = self._signs.get(role, " ")
        left: list[Bit] = [(f"{sign} ", role), (clean(text), "" if role == "ok" else role)]
        right: list[Bit] = [(hint, "muted")] if hint else []
        self.message.show(left, right)
        if self._question is not None:
            self._show_echo(left)

    async def ask(
        self,
        prompt: str,
        value: str = "",
        *,
        key: str = "",
        echo: Echo | None = None,
        suggest: Suggest | None = None,
        beside: RowList[Any] | None = None,
        max_length: int = LONGEST,
    ) -> str | None:
        """The text typed at `prompt`, starting from `value`; None after Esc, or when something else is asked.

        `key` names a text worth keeping if the line is lost. Arrow keys and pages move in the list `beside`.
        Waits for keys, so it must be called from a worker: in a handler the app would wait for itself.
        """
        _must_be_in_a_worker()
        self.cancel()
        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        question = _Question(answer, key, echo, suggest, beside, back_to=self.screen.focused)
        self._question = question
        self._open(prompt, value, max_length)
        try:
            return await answer
        finally:
            if self._question is question and self.is_attached:
                self._close(None)

    @property
    def is_asking(self) -> bool:
        """Whether something is being typed."""
        return self._question is not None

    @property
    def draft(self) -> Draft | None:
        """What is half typed, if it would be a loss."""
        question = self._question
        if question is None or not question.key or not self.input.value.strip():
            return None
        return Draft(question.key, self.input.value)

    def cancel(self) -> bool:
        """Close the question without an answer; False when nothing was asked."""
        if self._question is None:
            return False
        self._close(None)
        return True

    def _open(self, prompt: str, value: str, max_length: int) -> None:
        self.prompt.show([(f"{clean(prompt)} ", "accent")])
        self.prompt.styles.width = width(clean(prompt)) + 1
        self.message.display = False
        self.prompt.display = self.input.display = True
        self.input.can_focus = True
        self.input.can_complete = bool(self._question and self._question.suggest)
        self.input.saves = bool(self._question and self._question.key)
        self.input.start(value, max_length=max_length)
        self.screen.set_focus(self.input, scroll_visible=False)
        self._edited()

    def _close(self, text: str | None) -> None:
        question, self._question = self._question, None
        if question is None:
            return
        self.screen.set_focus(question.back_to, scroll_visible=False)
        self.input.can_focus = False
        self.prompt.display = self.input.display = self.echo.display = False
        self.message.display = True
        if not question.answer.done():
            question.answer.set_result(text)

    def _escape(self) -> None:
        self.cancel()

    def _save(self) -> None:
        self._close(self.input.value)

    def _edited(self) -> None:
        question = self._question
        if question is not None:
            self._show_echo(question.echo(self.input.value) if question.echo else [])

    def _show_echo(self, line: Line) -> None:
        self.echo.show(line)
        self.echo.display = bool(line)

    def _complete(self) -> None:
        question = self._question
        if question is None or question.suggest is None:
            return
        value, at = self.input.value, self.input.cursor_position
        left = value[:at]
        if left in question.candidates and value == left + question.rest:
            following = question.candidates.index(left) + 1
        else:
            question.candidates, question.rest, following = question.suggest(left), value[at:], 0
        if question.candidates:
            chosen = question.candidates[following % len(question.candidates)]
            self.input.value = chosen + question.rest
            self.input.cursor_position = len(chosen)

    def _beside(self, action: str, amount: int) -> None:
        if self._question is not None and self._question.beside is not None:
            if action == "page":
                self._question.beside.action_page(amount)
            else:
                self._question.beside.action_move(amount)


def _must_be_in_a_worker() -> None:
    try:
        get_current_worker()
    except NoActiveWorker:
        raise RuntimeError("ask() waits for keys: call it from a worker (@work), not from a handler") from None
