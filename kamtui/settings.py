"""One user's settings: one TOML file, every field documented under itself."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass, field, fields
from pathlib import Path

from kamtui.errors import BadInput
from kamtui.i18n import t


@dataclass(frozen=True)
class Settings:
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

    keys: dict[str, str] = field(default_factory=dict)
    """Binding id -> keys separated by commas; see `kamtui keys`."""

    def who(self) -> str:
        """The login of the author: the setting, else $KAMTUI_USER, else the system's account."""
        return self.user or os.environ.get("KAMTUI_USER", "") or _system_account()


def load(path: Path) -> Settings:
    """The settings in a file, defaults where there is none; raises BadInput naming every mistake."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except UnicodeDecodeError:
        raise BadInput(t("{path} is not UTF-8 text", path=path)) from None
    # imported late: most people have no settings file
    import tomllib

    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(t("{path} is not TOML: {reason}", path=path, reason=error)) from None
    known = {entry.name: type(getattr(Settings(), entry.name)) for entry in fields(Settings)}
    mistakes = [t("unknown setting '{name}'", name=name) for name in given if name not in known]
    mistakes += [
        t("'{name}' must be {kind}", name=name, kind=known[name].__name__)
        for name, value in given.items()
        if name in known and not isinstance(value, known[name])
    ]
    if mistakes:
        raise BadInput(t("{path}: {mistakes}", path=path, mistakes="; ".join(mistakes)))
    return Settings(**given)


def _system_account() -> str:
    """The account one is logged in with; a container may have a number for it only."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid{os.getuid()}"
