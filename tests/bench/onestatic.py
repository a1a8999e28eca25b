"""The smallest Textual app there is: one Static and one key; what every app in Textual has to pay."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Static


class OneStatic(App[None]):
    """Counts how often down was pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [("down", "count", "Count"), ("q", "quit", "Quit")]
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        self._count = 0
        yield Static("ready 0")

    def action_count(self) -> None:
        self._count += 1
        self.query_one(Static).update(f"ready {self._count}")


if __name__ == "__main__":
    OneStatic().run()
