"""How keys reach the app: one at a time, in order, and only as typing where something is typed."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack

from textual import events, on
from textual.app import ScreenStackError
from textual.css.query import NoMatches
from textual.message import Message
from textual.widget import Widget

from kamtui.i18n import t
from kamtui.tui.driver import Flooded
from kamtui.tui.keys import folded
from kamtui.tui.lifecycle import Lifecycle
from kamtui.tui.widgets.bottomline import BottomLine
from kamtui.tui.widgets.lineinput import LineInput
from kamtui.tui.widgets.paint import Painted

LONGEST_HOLD_S = 0.1
"""After this a key is drawn in any case, also where the widget that had the focus went away with it."""


class Answered(Message):
    """Sent behind everything that a key made a widget send, on the same way: what they change is drawn once, now.

    Textual would draw the list as soon as it has moved, and what stands beside it one or two frames later.
    """

    def __init__(self, held: ExitStack) -> None:
        """`held` keeps Textual from drawing until it is closed."""
        super().__init__()
        self._held = held
        self.is_drawn = False

    def draw(self) -> None:
        """Let Textual draw again; doing it twice changes nothing."""
        self.is_drawn = True
        self._held.close()


class Keyboard(Lifecycle):
    """Takes a key when all that the one before it does has been begun.

    Textual passes a key through the queues of the widgets, and the next one sets out meanwhile. Typed ahead of the
    answer on a slow line, `t` and the text behind it, or Enter and the verb behind it, would arrive in the wrong place.
    """

    @property
    def is_typing(self) -> bool:
        """Whether letters go into a text now and are no verbs; also asked by the thread that reads keys."""
        try:
            focused = self.focused
        except ScreenStackError:
            return False  # the terminal answers our questions before anything is on screen
        return focused is not None and focused.check_consume_key("a", "a")

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.AppBlur | events.AppFocus):
            return  # another window has the focus: nothing here looks different, and no line is given up
        if isinstance(event, events.InputEvent) and not self.screen_stack:
            return  # before the first screen, or after the last
        if isinstance(event, events.InputEvent) and event.is_forwarded:
            await super().on_event(event)
        elif isinstance(event, events.Key) and _takes_bindings_only(self.focused):
            await self._press(event if self.is_typing else folded(event))
        elif isinstance(event, events.Paste) and _takes_bindings_only(self.focused):
            self._paste(event.text)
        else:
            await super().on_event(event)

    @on(Flooded)
    def refuse_flood(self) -> None:
        self.say(t("ignored: so many keys at once are no typing; / finds, t logs"), "warn")

    def say(self, text: str, role: str = "", hint: str = "") -> None:
        """Say a finished sentence in the bottom line of the screen on top."""
        try:
            self.screen.query_one(BottomLine).say(text, role, hint)
        except NoMatches:
            self.log(text)

    @on(Answered)
    def draw_answer(self, event: Answered) -> None:
        self._draw(event)

    async def _press(self, event: events.Key) -> None:
        sender, screen = self.focused, self.screen
        if sender is None or self.message_queue_size:
            # of keys that come faster than they are answered, Textual draws what it has time for
            await self._act(event)
            return
        with ExitStack() as stack:
            stack.enter_context(self.batch_update())
            await self._act(event)
            answered = Answered(stack.pop_all())
        asyncio.get_running_loop().call_later(LONGEST_HOLD_S, self._draw, answered)
        # a widget of a screen that was left passes nothing on
        if self.screen is not screen or not sender.post_message(answered):
            self._draw(answered)

    def _draw(self, answered: Answered) -> None:
        """Draw what a key changed, unless that is done."""
        if not answered.is_drawn:
            answered.draw()
            for screen in self.screen_stack[-1:]:
                screen.check_idle()

    async def _act(self, event: events.Key) -> None:
        if not await self._check_bindings(event.key, priority=True):
            focused = self.focused
            if isinstance(focused, LineInput) and event.is_printable and event.character:
                focused.put(event.character)
            else:
                await self._check_bindings(event.key)
        # an action that is a worker, or one that waited for this line, takes its first step before the next key
        await asyncio.sleep(0)

    def _paste(self, text: str) -> None:
        if not isinstance(self.focused, LineInput):
            self.say(t("pasted text was ignored: no line is open for it"), "warn")
        elif not self.focused.paste(text):
            self.say(t("the pasted text was too long for this line and was cut"), "warn")


def _takes_bindings_only(focused: Widget | None) -> bool:
    """Whether a widget gets its keys as actions and has no use for the events themselves."""
    return focused is None or isinstance(focused, Painted | LineInput)
