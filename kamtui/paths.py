"""Where the book, the settings and the backups live."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_state_path

BOOK_NAME = "book.kam"


def book(named: str | None = None) -> Path:
    """The book to open: the one named, else $KAMTUI_BOOK, else the one in the user's data folder."""
    chosen = named or os.environ.get("KAMTUI_BOOK")
    return Path(chosen).expanduser() if chosen else user_data_path("kamtui") / BOOK_NAME


def settings() -> Path:
    """The settings file: $KAMTUI_SETTINGS, else the one in the user's configuration folder."""
    chosen = os.environ.get("KAMTUI_SETTINGS")
    return Path(chosen).expanduser() if chosen else user_config_path("kamtui") / "settings.toml"


def drafts() -> Path:
    """Where a half-typed line is kept when the connection is lost."""
    return user_state_path("kamtui") / "drafts"


def crash_log() -> Path:
    """Where a crash leaves its trace, without customer data."""
    return user_state_path("kamtui") / "crash.log"


def sample_book() -> Path:
    """The sources of the sample book: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "sample_db"
    return installed if installed.is_dir() else package.parent / "sample_db"
