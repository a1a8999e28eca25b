"""What Textual offers beyond the screen, and this app does not: browsers, files, other programs, actions in texts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual import events
from textual.app import App, SuspendNotSupported
from textual.dom import DOMNode

from kamtui.tui.environment import Profile


class Fenced(App[None]):
    """A Textual app that opens nothing and saves nothing, whatever a text in the book asks for."""

    profile: Profile

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Lend the terminal to another program; over the gate there is none."""
        if self.profile.gated:
            raise SuspendNotSupported
        with super().suspend():
            yield

    def action_suspend(self) -> None:
        """Go back to the shell for a while; over the gate there is none."""
        self.action_suspend_process()

    def action_suspend_process(self) -> None:
        if not self.profile.gated:
            super().action_suspend_process()

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open nothing: an address may come from the book, and the browser would run where kamtui runs."""

    def deliver_text(self, *args: Any, **kwargs: Any) -> None:
        """Save nothing; `kamtui brief` and `kamtui report` write where one tells them."""

    def deliver_binary(self, *args: Any, **kwargs: Any) -> None:
        """Save nothing."""

    def deliver_screenshot(self, *args: Any, **kwargs: Any) -> None:
        """Save nothing."""

    def save_screenshot(self, *args: Any, **kwargs: Any) -> str:
        """Save nothing; where it was saved: nowhere."""
        return ""

    def action_screenshot(self, *args: Any, **kwargs: Any) -> None:
        """Save nothing."""

    async def action_simulate_key(self, key: str) -> None:
        """Press nothing: keys come from a person."""

    async def _broker_event(self, event_name: str, event: events.Event, default_namespace: DOMNode) -> bool:
        """No text has actions: Textual would run what stands in the style of a clicked cell."""
        return False
