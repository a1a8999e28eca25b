"""After an upgrade the app says once, in the bottom line, that there is something new, and where it is told."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from kamtui import __version__, paths
from kamtui.i18n import t
from kamtui.tui.app import Kamtui


def tell_news(app: Kamtui) -> None:
    """Say it where this version runs for the first time after another; not over the gate, where all have one home."""
    if app.profile.gated:
        return
    sentence = upgraded(paths.last_version(), __version__)
    if sentence:
        app.say(sentence)


def upgraded(file: Path, version: str) -> str:
    """What to say where `file` holds another version than `version`, which it holds afterwards; "" if not.

    Who starts for the first time hears nothing, nor does who cannot write there: it would be said at every start.
    """
    with suppress(OSError, UnicodeDecodeError):
        last = file.read_text(encoding="utf-8").strip() if file.exists() else version
        if last == version and file.exists():
            return ""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{version}\n", encoding="utf-8")
        return "" if last == version else t("kamtui is {version} now; what is new: kamtui news", version=version)
    return ""
