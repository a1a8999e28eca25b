"""What the terminal and the connection ask for, settled before textual is imported."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from dataclasses import dataclass

from kamtui.i18n import t

REMOTE_ESCAPE_MS = 400
"""Over a slow link PageUp may arrive in two pieces; waited for this long, its tail is not read as verbs."""

REMOTE_FPS = 20

GATED_IDLE_MINUTES = 240
"""After how long without a key a session on a shared server ends, where KAMTUI_IDLE_MINUTES does not say."""

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
    gated: bool = False
    """Whether somebody came through the gate of a shared server: there is nothing but the book for them."""
    idle_s: float = 0
    """After how long without a key the app ends by itself; 0: never."""
    browser: tuple[int, int] | None = None
    """Columns and lines of the page in a browser that takes the place of a terminal."""


def prepare(
    environ: MutableMapping[str, str] = os.environ,
    *,
    theme: str = "",
    mouse: bool | None = None,
    idle_minutes: float = 0,
    gated: bool = False,
    remote: bool | None = None,
) -> Profile:
    """Set what textual reads while it is imported, drop what could be used against us, and say how to run.

    `theme`, `mouse` and `idle_minutes` are the user's settings; empty, None and 0 mean: choose. `gated`: the gate
    starts us with a clean environment, so it is not asked whether the terminal is far away. `remote` is for who knows
    better.
    """
    if remote is None:
        remote = gated or is_remote(environ)
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
        gated=gated,
        idle_s=60 * idle_limit(environ, idle_minutes, gated=gated),
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


def idle_limit(environ: MutableMapping[str, str], chosen: float, *, gated: bool = False) -> float:
    """Minutes without a key after which the app ends: the fewest that the user and the server ask for; 0: never."""
    fixed = _minutes(environ.get("KAMTUI_IDLE_MINUTES", ""))
    if fixed is None:
        fixed = GATED_IDLE_MINUTES if gated else 0
    return min((minutes for minutes in (fixed, chosen) if minutes > 0), default=0)


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


def _minutes(text: str) -> float | None:
    try:
        minutes = float(text)
    except ValueError:
        return None
    return minutes if 0 <= minutes < float("inf") else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
