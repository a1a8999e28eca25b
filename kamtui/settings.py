"""One user's settings: one TOML file, every field documented under itself."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from kamtui.i18n import t

_NONE_CHANGED: dict[str, str] = {}


class Settings(NamedTuple):
    """What a user may choose; the defaults are what most people want."""

    user: str = ""
    """Login under which changes are journaled; empty: the system account."""

    language: str = ""
    """"en" or "zh"; empty: the language of the terminal."""

    theme: str = ""
    """Colours of the app: kamtui-dark, kamtui-light, kamtui-ansi, kamtui-contrast; empty: by the terminal."""

    glyphs: str = "unicode"
    """"unicode" or "ascii", for terminals that draw ambiguous characters two cells wide."""

    mouse: str = "auto"
    """"on", "off", or "auto": the app takes the mouse, but not over SSH, where the terminal's selection is wanted."""

    idle_minutes: int = 0
    """After how many minutes without a key the app ends by itself, what is typed kept; 0: never."""

    keys: dict[str, str] = _NONE_CHANGED
    """Binding id -> keys separated by commas; see `kamtui keys`."""

    def who(self) -> str:
        """The login of the author: the setting, else $KAMTUI_USER, else the system's account."""
        return self.user or os.environ.get("KAMTUI_USER", "") or _system_account()


CHOICES = {
    "language": ("", "en", "zh"),
    "glyphs": ("unicode", "ascii"),
    "mouse": ("auto", "on", "off"),
}
"""Settings that have few values."""


def load(path: Path, complain: Callable[[str], None]) -> Settings:
    """The settings in a file; `complain` hears one sentence per mistake, and the default stands in its place."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        complain(t("{path} cannot be read ({reason}); the defaults hold", path=path, reason=error))
        return Settings()
    # imported late: most people have no settings file
    import tomllib

    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        complain(t("{path} is not TOML ({reason}); the defaults hold", path=path, reason=error))
        return Settings()
    usable = {}
    for name, value in given.items():
        mistake = _mistake(name, value)
        if mistake:
            complain(f"{path}: {mistake}")
        else:
            usable[name] = value
    return Settings(**usable)


def _mistake(name: str, value: object) -> str:
    """What is wrong with one setting; "" if it can be used."""
    default = getattr(Settings(), name, None)
    if name not in Settings._fields:
        return t("there is no setting '{name}'", name=name)
    if not isinstance(value, type(default)):
        return t("'{name}' must be {kind}", name=name, kind=type(default).__name__)
    if name in CHOICES and value not in CHOICES[name]:
        return t("'{name}' must be one of {choices}", name=name, choices=", ".join(filter(None, CHOICES[name])))
    if isinstance(value, dict) and not all(isinstance(keys, str) for keys in value.values()):
        return t("'{name}' must hold texts", name=name)
    return ""


def _system_account() -> str:
    """The account one is logged in with; a container may have a number for it only."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid{os.getuid()}"
