"""An app as one would write it without a thought for hostile texts: the control of the tests of ours."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import Static


class Naive(App[None]):
    """Shows every text of a file as Textual takes it, one a line."""

    def compose(self) -> ComposeResult:
        for text in json.loads(Path(sys.argv[1]).read_text()):
            yield Static(text)


if __name__ == "__main__":
    Naive().run()
