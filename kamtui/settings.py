"""One user's settings: one TOML file, every field documented under itself."""

from __future__ import annotations

import os
import pwd
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from kamtui.errors import BadInput
from kamtui.i18n import t

_NONE: dict[str, str] = {}
_NO_HOOKS: dict[str, str | list[str]] = {}


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

    keys: dict[str, str] = _NONE
    """Binding id -> keys separated by commas; see `kamtui keys`, and `kamtui keys --check` for clashes."""

    columns: dict[str, str] = _NONE
    """List -> its columns in order, separated by commas: accounts = "name,tier,due"; empty: all of them."""

    filters: dict[str, str] = _NONE
    """Name -> a filter; @name stands for it in the app's lists and in `kamtui account ls`."""

    hooks: dict[str, str | list[str]] = _NO_HOOKS
    """Operation, or a pattern such as "tier.*" -> the command to run after it, as a list of words; no shell is
    started. The change comes to its stdin as JSON. Never on a shared server."""

    def with_entry(self, table: str, name: str, value: str) -> Settings:
        """These settings with one entry of a table set."""
        entries = {**getattr(self, table), name: value}
        return Settings(**{**self._asdict(), table: entries})

    def who(self) -> str:
        """The login of the author: the setting, else $KAMTUI_USER, else the system's account."""
        return self.user or os.environ.get("KAMTUI_USER", "") or _system_account()


CHOICES = {
    "language": ("", "en", "zh"),
    "theme": ("", "kamtui-dark", "kamtui-light", "kamtui-ansi", "kamtui-contrast"),
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


def parsed(name: str, text: str) -> str | int:
    """A value as it is typed for one of the settings that are no tables; raises BadInput as the start would say it."""
    default = getattr(Settings(), name, None)
    if isinstance(default, dict):
        raise BadInput(t("'{name}' is a table of its own in the settings file", name=name))
    value: str | int = text.strip()
    if isinstance(default, int) and re.fullmatch(r"\d{1,6}", str(value), re.ASCII):
        value = int(value)
    mistake = _mistake(name, value)
    if mistake:
        raise BadInput(mistake)
    return value


def change(path: Path, name: str, value: str | int, *, table: str = "") -> None:
    """Write one setting into the file, or one entry of a table such as `keys`; every other line stays as it is.

    Raises BadInput where the file is no TOML, or cannot be written.
    """
    # imported late: it happens when somebody chooses something
    import json
    import tomllib

    lines = _lines(path)
    written = f"{_key(name)} = {json.dumps(value, ensure_ascii=False)}"
    first, last = _section(lines, table)
    place = next((at for at in range(first, last) if _names(lines[at], name)), None)
    if place is not None:
        # what is said behind the value stays
        lines[place] = written + _comment(lines[place])
    elif table and not first:
        lines += ["", f"[{table}]", written] if lines else [f"[{table}]", written]
    else:
        while last > first and not lines[last - 1].strip():
            last -= 1
        lines[last:last] = [written]
    text = "\n".join(lines) + "\n"
    try:
        tomllib.loads(text)
        # a link, as those who keep their settings in a repository have it, stays one
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(target)
    except (tomllib.TOMLDecodeError, OSError) as error:
        raise BadInput(t("{path} could not be changed: {reason}", path=path, reason=error)) from None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(t("{path} could not be changed: {reason}", path=path, reason=error)) from None


def _key(name: str) -> str:
    """A name as TOML has it; one with a dot is quoted."""
    return name if re.fullmatch(r"[\w-]+", name, re.ASCII) else f'"{name}"'


def _section(lines: list[str], table: str) -> tuple[int, int]:
    """Where the lines of a table begin and end, 0 and 0 where there is none; "" is what stands above the tables."""
    heads = [at for at, line in enumerate(lines) if line.lstrip().startswith("[")]
    first = 0
    if table:
        first = next((at + 1 for at in heads if lines[at].strip().partition("]")[0] == f"[{table}"), 0)
    return first, 0 if table and not first else next((at for at in heads if at >= first), len(lines))


def _names(line: str, name: str) -> bool:
    before, equals, _ = line.partition("=")
    return bool(equals) and before.strip().strip("\"'") == name


def _comment(line: str) -> str:
    """The comment behind a value that stands on one line."""
    found = re.search(r"""=\s*(?:"(?:\\.|[^"\\])*"|'[^']*'|[^#"']*?)(\s*#.*)$""", line)
    return found[1] if found else ""


def _mistake(name: str, value: object) -> str:
    """What is wrong with one setting; "" if it can be used."""
    default = getattr(Settings(), name, None)
    if name not in Settings._fields:
        return t("there is no setting '{name}'", name=name)
    if not isinstance(value, type(default)) or isinstance(value, bool):
        return t("'{name}' must be {kind}", name=name, kind=type(default).__name__)
    if name in CHOICES and value not in CHOICES[name]:
        return t("'{name}' must be one of {choices}", name=name, choices=", ".join(filter(None, CHOICES[name])))
    if isinstance(value, int) and value < 0:
        return t("'{name}' must be 0 or more", name=name)
    if isinstance(value, dict) and not all(_is_entry(name, entry) for entry in value.values()):
        return t("'{name}' must hold texts", name=name)
    return ""


def _is_entry(name: str, entry: object) -> bool:
    """Whether an entry of a table is a text, or where commands stand a list of words."""
    if name == "hooks" and isinstance(entry, list):
        return bool(entry) and all(isinstance(word, str) for word in entry)
    return isinstance(entry, str)


def _system_account() -> str:
    """The account one is logged in with; a container may have a number for it only."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid{os.getuid()}"
