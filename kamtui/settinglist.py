"""Every setting with its value, where that comes from, and what it is for."""

from __future__ import annotations

import ast
import inspect
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kamtui import settings
from kamtui.settings import CHOICES, Settings

FROM_ENVIRONMENT = {
    "user": ("KAMTUI_USER",),
    "language": ("KAMTUI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"),
    "idle_minutes": ("KAMTUI_IDLE_MINUTES",),
}
"""Setting -> the variables that are asked where the file says nothing; the first that is there counts."""

TABLES = frozenset(name for name, default in Settings()._asdict().items() if isinstance(default, dict))
"""Settings that have entries of their own."""

AT_ONCE = frozenset({"language", "theme", "keys", "columns", "filters"})
"""What a running app takes over; the others hold from the next start on."""


class Setting(NamedTuple):
    """One setting as a person reads it."""

    name: str
    value: str | int | dict[str, object]
    default: str | int
    """"" for a table."""
    source: str
    """default, file, or the name of an environment variable."""
    said: str
    """What it is for, in English."""
    choices: tuple[str, ...]


def listed(path: Path, complain: Callable[[str], None]) -> list[Setting]:
    """Every setting; `complain` hears what is wrong with the file."""
    chosen, said = settings.load(path, complain)._asdict(), documentation()
    found = []
    for name, default in Settings()._asdict().items():
        value, source = chosen[name], "file"
        if value == default:
            variables = FROM_ENVIRONMENT.get(name, ())
            variable = next((each for each in variables if os.environ.get(each)), "")
            source = f"${variable}" if variable else "default"
            value = os.environ[variable] if variable else value
        plain = "" if name in TABLES else default
        found.append(Setting(name, value, plain, source, said[name], CHOICES.get(name, ())))
    return found


@cache
def documentation() -> dict[str, str]:
    """What stands under each field of the settings: the one place where it is written."""
    (made,) = [
        node
        for node in ast.parse(inspect.getsource(settings)).body
        if isinstance(node, ast.ClassDef) and node.name == "Settings"
    ]
    found = {}
    for field, under in zip(made.body, made.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            assert isinstance(under, ast.Expr)
            assert isinstance(under.value, ast.Constant)
            found[field.target.id] = " ".join(str(under.value.value).split())
    return found
