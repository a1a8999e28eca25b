"""Where the book, the settings and the backups live."""

from __future__ import annotations

import os
import sys
from pathlib import Path

BOOK_NAME = "book.kam"


def book(named: str | None = None) -> Path:
    """The book to open: the one named, else $KAMTUI_BOOK, else the one in the user's data folder."""
    chosen = named or os.environ.get("KAMTUI_BOOK")
    return typed(chosen) if chosen else _ours("data") / BOOK_NAME


def settings() -> Path:
    """The settings file: $KAMTUI_SETTINGS, else the one in the user's configuration folder."""
    chosen = os.environ.get("KAMTUI_SETTINGS")
    return typed(chosen) if chosen else _ours("config") / "settings.toml"


def drafts(book: Path, who: str) -> Path:
    """The folder where lines are kept that somebody typed for a book and did not save."""
    # imported late: it loads a library of ciphers, and only the app keeps drafts
    import hashlib

    name = hashlib.sha256(f"{book.resolve()}\0{who}".encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return _ours("state") / f"drafts-{name}"


def crash_log() -> Path:
    """Where a crash leaves its trace, without customer data."""
    return _ours("state") / "crash.log"


def hooks_log() -> Path:
    """Where the commands that run after a change leave what they print."""
    return _ours("state") / "hooks.log"


def last_version() -> Path:
    """Where the app keeps which version of it ran last."""
    return _ours("state") / "version"


def sample_book() -> Path:
    """The sources of the sample book: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "sample_db"
    return installed if installed.is_dir() else package.parent / "sample_db"


def typed(path: str) -> Path:
    """A path as somebody types it; ~ of a user who does not exist is a name like any other."""
    return Path(os.path.expanduser(path))


_XDG = {
    "data": ("XDG_DATA_HOME", "~/.local/share"),
    "config": ("XDG_CONFIG_HOME", "~/.config"),
    "state": ("XDG_STATE_HOME", "~/.local/state"),
}


def _ours(kind: str) -> Path:
    """kamtui's own folder of a kind: the XDG base directories, elsewhere what the system wants."""
    if sys.platform != "linux":
        # imported late: on Linux the rule is one line, and every command would pay for the others
        from platformdirs import PlatformDirs

        return Path(getattr(PlatformDirs("kamtui"), f"user_{kind}_dir"))
    variable, usual = _XDG[kind]
    return typed(os.environ.get(variable, "").strip() or usual) / "kamtui"
