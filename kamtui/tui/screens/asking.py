"""A page whose verbs ask for a line that is read at once, until it is understood."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from kamtui.errors import BadInput, KamError
from kamtui.tui.screens.acting import Acting
from kamtui.tui.text import Line
from kamtui.tui.widgets.bottomline import Echo, Suggest

V = TypeVar("V")


class Asking(Acting):
    """What is typed is said back while it is typed, and asked for again where it is refused."""

    async def typed(
        self,
        prompt: str,
        read: Callable[[str], V],
        *,
        key: str = "",
        value: str = "",
        echo: Echo | None = None,
        suggest: Suggest | None = None,
        is_empty_too: bool = False,
    ) -> V | None:
        """What is typed as it is read, asked for until it is understood; None after Esc.

        Where nothing is typed it is None as well, unless that says something, too.
        """
        text: str | None = value
        while True:
            shown = None if echo is None else partial(_forgiving, echo)
            text = await self.bottom.ask(prompt, text or "", key=key, echo=shown, suggest=suggest)
            if text is None or not (text.strip() or is_empty_too):
                return None
            try:
                return read(text)
            except KamError as error:
                self.call_next(self.app.say, str(error), "error")


def _forgiving(echo: Echo, text: str) -> Line:
    """What is understood so far; a line half typed may be none."""
    try:
        return echo(text)
    except BadInput as error:
        return [(f"  {error}", "warn")]
