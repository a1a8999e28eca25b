"""One line of typed text, edited in the order of the keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from kamtui.render.text import clean
from kamtui.tui.keygroups import INPUT

LONGEST = 2000
"""Characters of a line that may be as long as it likes."""


class LineInput(Input):
    """Textual's input without its border, its blinking cursor and its messages.

    Enter, Esc and Tab call what they were given at once, instead of posting a message: a key that is typed
    ahead of the answer must not overtake it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "save", id="input.save", group=INPUT),
        Binding("enter", "accept", "ok", id="input.save", group=INPUT),
        Binding("tab", "complete", "complete", id="input.complete", group=INPUT),
        Binding("tab,shift+tab", "stay", show=False),
        Binding("escape", "cancel", "cancel", id="input.cancel", group=INPUT),
        Binding("up", "beside('move', -1)", "up in the list", show=False, id="input.up", group=INPUT),
        Binding("down", "beside('move', 1)", "down in the list", show=False, id="input.down", group=INPUT),
        Binding("pageup", "beside('page', -1)", "page up", show=False, id="input.page_up", group=INPUT),
        Binding("pagedown", "beside('page', 1)", "page down", show=False, id="input.page_down", group=INPUT),
    ]

    DEFAULT_CSS = """
    LineInput, LineInput:focus, LineInput:ansi {
        border: none;
        padding: 0;
        height: 1;
        width: 1fr;
        background: $background;
        background-tint: transparent;
        color: $foreground;
    }
    LineInput > .input--cursor, LineInput:ansi > .input--cursor {
        background: $foreground;
        color: $background;
        text-style: none;
    }
    LineInput:ansi > .input--cursor, LineInput:nocolor > .input--cursor {
        background: ansi_default;
        color: ansi_default;
        text-style: reverse;
    }
    """

    def __init__(self) -> None:
        super().__init__(select_on_focus=False)
        self.cursor_blink = False
        self.can_focus = False
        self.on_save: Callable[[], None] = _nothing
        self.on_cancel: Callable[[], None] = _nothing
        self.on_complete: Callable[[], None] = _nothing
        self.on_edit: Callable[[], None] = _nothing
        self.on_beside: Callable[[str, int], None] = _nothing
        self.can_complete = False
        self.saves = False
        """Whether Enter keeps the text, or only ends what it was for."""

    def watch_value(self) -> None:
        self.on_edit()

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.paste(event.text)

    async def action_submit(self) -> None:
        self.on_save()

    def action_accept(self) -> None:
        self.on_save()

    def action_cancel(self) -> None:
        self.on_cancel()

    def action_complete(self) -> None:
        self.on_complete()

    def action_stay(self) -> None:
        """With nothing to complete, Tab must not leave the line: the next letters would be verbs."""

    def action_beside(self, action: str, amount: int) -> None:
        self.on_beside(action, amount)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        states = {"complete": self.can_complete, "submit": self.saves, "accept": not self.saves}
        return states.get(action, True)

    def put(self, character: str) -> None:
        """Insert one typed character, over the selection if there is one."""
        self.replace(character, *self.selection)

    def start(self, value: str, *, max_length: int) -> None:
        """Begin with `value`, the cursor behind it."""
        self.max_length = max_length
        self.value = value[:max_length]
        self.cursor_position = len(self.value)

    def paste(self, text: str) -> bool:
        """Insert text as one clean line, cut to what there is room for; False when some of it was cut."""
        start, end = sorted(self.selection)
        room = (self.max_length or LONGEST) - len(self.value) + (end - start)
        line = clean(text[: 4 * LONGEST], LONGEST)
        self.replace(line[: max(room, 0)], start, end)
        return len(line) <= room and len(text) <= LONGEST

    def restricted(self) -> None:
        """A full line takes nothing more; no bell."""


def _nothing(*_: object) -> None:
    """What an idle input does."""
