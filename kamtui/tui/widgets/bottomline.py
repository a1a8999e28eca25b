"""The line at the bottom: what was done stands there, and it is the one place where text is typed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.worker import NoActiveWorker, get_current_worker

from kamtui.i18n import t
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.text import clean, width
from kamtui.tui.drafts import Draft, Drafts, how_to_open
from kamtui.tui.text import Bit, Line
from kamtui.tui.widgets.lineinput import LONGEST, LineInput
from kamtui.tui.widgets.oneline import OneLine
from kamtui.tui.widgets.rowlist import RowList

Echo = Callable[[str], Line]
"""What was understood of the text so far, shown above it."""

Suggest = Callable[[str], Sequence[str]]
"""What the text before the cursor may be completed to, best first; each is the whole of it."""


@dataclass
class _Question:
    """What is asked, until it is answered."""

    answer: asyncio.Future[str | None]
    key: str
    """What the text is kept for; "" where it is none worth keeping."""
    start: str
    opened_by: str
    in_hand: list[Draft]
    """What was typed before for the same verb."""
    echo: Echo | None
    suggest: Suggest | None
    beside: RowList[Any] | None
    back_to: Widget | None
    candidates: Sequence[str] = field(default_factory=list)
    rest: str = ""
    """What stood behind the cursor when Tab was first pressed."""
    is_given_up: bool = False
    """Whether Esc ended it."""


class BottomLine(Horizontal):
    """Shows one message, or asks one question; always there, so that nothing else moves."""

    DEFAULT_CSS = """
    BottomLine { height: 1; width: 1fr; }
    BottomLine > #echo { overlay: screen; offset-y: -1; width: 100%; display: none; }
    BottomLine > #prompt { width: auto; }
    """

    def __init__(
        self,
        drafts: Drafts | None = None,
        subject: Callable[[], str] | None = None,
        *,
        glyphs: Glyphs = UNICODE,
        id: str | None = None,  # noqa: A002
    ) -> None:
        """`drafts` keeps what was typed and not saved; `subject` names what lines are about: an account's id."""
        super().__init__(id=id)
        self._drafts = drafts or Drafts()
        self._subject = subject or str
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

    def forget(self) -> None:
        """Take back what was said; a question stays."""
        if self._question is None:
            self.message.show([])

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
        keeps: bool = True,
    ) -> str | None:
        """The text typed at `prompt`, starting from `value`; None after Esc, or when something else is asked.

        What is typed stays until it is saved or given up with Esc: a line that was refused or interrupted begins with
        it when it is opened again. `key` names what the line is for, where the prompt and the account do not say it;
        a filter, a choice, and a question that `keeps` nothing are not worth it. Arrow keys and pages move in the list
        `beside`. Waits for keys, so it must be called from a worker: in a handler the app would wait for itself.
        """
        _must_be_in_a_worker()
        self.cancel()
        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        is_text = keeps and beside is None and (bool(key) or suggest is None)
        question = _Question(
            answer,
            key=(key or f"{prompt.strip(' :')}:{self._subject()}") if is_text else "",
            start=value,
            opened_by=self._drafts.pressed,
            in_hand=self._drafts.in_hand(),
            echo=echo,
            suggest=suggest,
            beside=beside,
            back_to=self.screen.focused,
        )
        self._question = question
        kept = self._drafts.text(question.key) if is_text else ""
        self._open(prompt, kept or value, max_length, saves=bool(key))
        try:
            text = await answer
        finally:
            if self._question is question:
                self._interrupt()
        draft = None if text is None else self._draft_of(question, text)
        if draft is not None:
            self._drafts.hold(draft)
        elif text is not None:
            self._drafts.drop(question.key)
        elif question.is_given_up:
            self._drafts.drop(question.key, *(held.key for held in self._drafts.let_go()))
        return text

    @property
    def is_asking(self) -> bool:
        """Whether something is being typed."""
        return self._question is not None

    @property
    def draft(self) -> Draft | None:
        """What is half typed, if it would be a loss."""
        return None if self._question is None else self._draft_of(self._question, self.input.value)

    def cancel(self) -> bool:
        """Close the question without an answer, and keep what was typed; False when nothing was asked."""
        if self._question is None:
            return False
        self._interrupt()
        return True

    def keep_draft(self) -> None:
        """Keep what is typed, and what was typed before for the same verb. May be called from another thread."""
        question, draft = self._question, self.draft
        if question is not None:
            self._drafts.keep([*question.in_hand, *([draft] if draft else [])])

    def put_by(self, held: Sequence[Draft]) -> None:
        """Keep lines of the verb that runs now, which comes to nothing."""
        self._drafts.let_go()
        self._drafts.keep(held)
        if held:
            self.say(t("the line is kept"), hint=how_to_open(held[0].opened_by))

    @staticmethod
    def _draft_of(question: _Question, text: str) -> Draft | None:
        if not question.key or not text.strip() or text == question.start:
            return None
        return Draft(question.key, text, question.opened_by)

    def _interrupt(self) -> None:
        """Something else comes before the answer: the text is kept for the next time."""
        self.keep_draft()
        if self.is_attached:
            if self.draft is not None and self._question is not None:
                self.say(t("the line is kept"), hint=how_to_open(self._question.opened_by))
            self._close(None)
        else:
            self._question = None

    def _open(self, prompt: str, value: str, max_length: int, *, saves: bool) -> None:
        self.prompt.show([(f"{clean(prompt)} ", "accent")])
        self.prompt.styles.width = width(clean(prompt)) + 1
        self.message.display = False
        self.prompt.display = self.input.display = True
        self.input.can_focus = True
        self.input.can_complete = bool(self._question and self._question.suggest)
        self.input.saves = saves
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
        if self._question is not None:
            self._question.is_given_up = True
            self._close(None)

    def _save(self) -> None:
        if self.input.saves:
            # what was said of an earlier line must not stand there as if it were said of this one
            self.message.show([])
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
        # the only one there is has been taken already: what follows it, such as the files of a folder
        if len(question.candidates) > 1 and left in question.candidates and value == left + question.rest:
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
