"""Files and folders by name, as one types them: what is there, and what a name may be completed to."""

from __future__ import annotations

import os
from pathlib import Path

from kamtui.i18n import n, t
from kamtui.render.text import clean
from kamtui.tui.text import Line

MOST = 200
"""Names that are offered in one folder."""

LOOKED_AT = 20_000
"""Entries of a folder that are looked through for them."""


def completions(text: str) -> list[str]:
    """The paths that begin with `text`, folders with a slash behind them; hidden ones where it begins with a dot."""
    folder, slash, begun = text.rpartition("/")
    names = []
    for name, is_folder in _entries(expanded(folder + slash) if slash else Path()):
        if name.casefold().startswith(begun.casefold()) and (begun.startswith(".") or not name.startswith(".")):
            names.append(f"{folder}{slash}{name}{'/' if is_folder else ''}")
    return sorted(names, key=str.casefold)[:MOST]


def expanded(text: str) -> Path:
    """The path that was typed, or dropped on the terminal: ~ is the home folder, quotes around it are no part of it."""
    bare = text.strip()
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "'\"":
        bare = bare[1:-1]
    path = Path(bare.removeprefix("file://"))
    try:
        return path.expanduser()
    except RuntimeError:
        # there is nobody of that name
        return path


def told(text: str) -> Line:
    """What is there under the text typed so far, or what it may become."""
    found = completions(text)
    path = expanded(text) if text.strip() else Path()
    try:
        if text.strip() and path.is_file():
            size = path.stat().st_size
            return [("  " + clean(path.name), "accent"), ("  " + _size(size), "muted")]
    except (OSError, ValueError):
        pass
    if not found:
        return [("  " + t("nothing there is called that"), "warn")]
    names = [clean(each.rstrip("/").rpartition("/")[2]) + ("/" if each.endswith("/") else "") for each in found]
    return [("  " + " · ".join(names), "muted")]


def _entries(folder: Path) -> list[tuple[str, bool]]:
    """Names in a folder that can be typed, and whether each is a folder; none where it cannot be read."""
    found: list[tuple[str, bool]] = []
    try:
        with os.scandir(folder) as entries:
            for seen, entry in enumerate(entries):
                if seen >= LOOKED_AT:
                    break
                if clean(entry.name, len(entry.name)) == entry.name:
                    found.append((entry.name, _is_folder(entry)))
    except (OSError, ValueError):
        return []
    return found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _size(count: int) -> str:
    if count < 1024:
        return n("{count} byte", "{count} bytes", count)
    return f"{count / 1024:,.0f} kB" if count < 1 << 20 else f"{count / (1 << 20):,.1f} MB"
