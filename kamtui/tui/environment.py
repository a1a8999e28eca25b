"""What the terminal and the connection ask for, settled before textual is imported."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from dataclasses import dataclass

from kamtui.i18n import t

REMOTE_ESCAPE_MS = 400
"""Over a slow link PageUp may arrive in two pieces; waited for this long, its tail is not read as verbs."""

REMOTE_FPS = 20

_HARMLESS = {"TEXTUAL_COLOR_SYSTEM", "TEXTUAL_DISABLE_KITTY_KEY", "TEXTUAL_DIM_FACTOR", "TEXTUAL_FILTERS"}
"""Kept from the user; every other TEXTUAL_ variable can load code, write files, type keys or end the app."""

_COLOR_SYSTEMS = {"auto", "standard", "256", "truecolor"}

_DUMB = {"dumb", "unknown"}


@dataclass(frozen=True)
class Profile:
    """How the app should run here."""

    theme: str
    mouse: bool
    """Whether to take the mouse from the terminal; off over SSH, so that its own selection works."""
    remote: bool


def prepare(
    environ: MutableMapping[str, str] = os.environ,
    *,
    theme: str = "",
    mouse: bool | None = None,
    remote: bool | None = None,
) -> Profile:
    """Set what textual reads while it is imported, drop what could be used against us, and say how to run.

    `theme` and `mouse` are the user's settings; empty and None mean: choose. `remote` is for who knows better
    than the environment: the gate, which starts us with a clean one.
    """
    if remote is None:
        remote = is_remote(environ)
    _scrub(environ)
    environ["TEXTUAL_ANIMATIONS"] = "none"
    if remote:
        environ["ESCDELAY"] = str(max(REMOTE_ESCAPE_MS, _number(environ.get("ESCDELAY", ""))))
        environ["TEXTUAL_SMOOTH_SCROLL"] = "0"
        environ["TEXTUAL_FPS"] = str(REMOTE_FPS)
    return Profile(
        theme=theme or theme_for(environ),
        mouse=not remote if mouse is None else mouse,
        remote=remote,
    )


def refusal(environ: MutableMapping[str, str] = os.environ) -> str | None:
    """Why the full-screen app cannot run here, as a sentence, or None when it can."""
    if not all(_is_terminal(descriptor) for descriptor in (0, 1, 2)):
        return t("the full-screen app needs a terminal, and this is none; here is the list as text")
    name = environ.get("TERM", "")
    if name.lower() in _DUMB:
        return t("the full-screen app cannot draw on this terminal: TERM is {name}", name=name)
    return None


def is_remote(environ: MutableMapping[str, str]) -> bool:
    """Whether the terminal is at the other end of an SSH connection."""
    return bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))


def theme_for(environ: MutableMapping[str, str]) -> str:
    """The theme that suits the terminal: its number of colours, then its background where it says so."""
    if colors(environ) <= 16:
        return "kamtui-ansi"
    return "kamtui-light" if _has_light_background(environ) else "kamtui-dark"


def colors(environ: MutableMapping[str, str]) -> int:
    """How many colours will be used: 16, 256 or 2**24, by the same rule as Rich."""
    forced = {"standard": 16, "256": 256, "truecolor": 1 << 24}.get(environ.get("TEXTUAL_COLOR_SYSTEM", ""))
    if forced:
        return forced
    if environ.get("COLORTERM", "").strip().lower() in {"truecolor", "24bit"}:
        return 1 << 24
    _, _, suffix = environ.get("TERM", "").strip().lower().rpartition("-")
    return 256 if suffix in {"256color", "kitty"} else 16


def _scrub(environ: MutableMapping[str, str]) -> None:
    for name in [name for name in environ if name == "TEXTUAL" or name.startswith("TEXTUAL_")]:
        if name not in _HARMLESS:
            del environ[name]
    if environ.get("TEXTUAL_COLOR_SYSTEM", "auto") not in _COLOR_SYSTEMS:
        del environ["TEXTUAL_COLOR_SYSTEM"]
    # exported by some shells, they would freeze the size at what it was
    environ.pop("COLUMNS", None)
    environ.pop("LINES", None)


def _has_light_background(environ: MutableMapping[str, str]) -> bool:
    """What rxvt, konsole and others leave in COLORFGBG: the colour number of the background comes last."""
    return environ.get("COLORFGBG", "").rpartition(";")[2] in {"7", "15"}


def _is_terminal(descriptor: int) -> bool:
    try:
        return os.isatty(descriptor)
    except OSError:
        return False


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
