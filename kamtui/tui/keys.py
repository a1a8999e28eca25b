"""Keys as people press them: full-width twins, floods that are no typing, and how a key is written."""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from textual import events
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import format_key, key_to_character
from textual.screen import Screen
from textual.widget import Widget

from kamtui.i18n import t
from kamtui.tui import keygroups

FLOOD_KEYS = 12
FLOOD_S = 0.05
FLOOD_ALL = 200
"""Keys within that time that are a flood even where only two of them differ."""

OPENERS = frozenset({"t", "n", "slash", "colon"})
"""Keys that open a line for free text, by default."""
CLOSERS = frozenset({"enter", "escape"})
OPENING_S = 1.0
"""How long a busy app may take to open the line."""

_CHINESE = str.maketrans("、。【】「」￥¥《》·", "/.[][]$$<>`")
"""What the keys `/ . [ ] $ < > \\`` send in a Chinese input method, beyond what NFKC knows."""

_PUNCTUATION = {"slash": "/", "backslash": "\\", "at": "@", "minus": "-", "plus": "+", "underscore": "_"}

_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "backspace": "Backspace",
    "delete": "Del",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
}


def folded(event: events.Key) -> events.Key:
    """The key an input method turned into its full-width twin: `？` is `?`, `１` is `1`, `、` is `/`."""
    character = event.character or key_to_character(event.key)
    if character is None or len(character) != 1 or character.isascii():
        return event
    narrow = unicodedata.normalize("NFKC", character).translate(_CHINESE)
    if len(narrow) != 1 or not narrow.isascii() or not narrow.isprintable():
        return event
    return events.Key(key_of(narrow), narrow)


def key_of(character: str) -> str:
    """The name that textual gives to the key of a character."""
    if character == ",":
        return "comma"
    (binding,) = Binding.make_bindings([Binding(character, "")])
    return binding.key


class Flood:
    """Tells typing from a paste, or from words typed where a `/` was missed.

    More than 12 different keys within 50 ms are no typing, nor are 200 of two kinds; a held key is one key. It lasts
    until a pause. What follows a key that opens a line is text of that line: a script, or somebody on a slow line,
    types ahead of the app.
    """

    def __init__(self) -> None:
        self._recent: deque[tuple[float, str]] = deque()
        self._until = 0.0
        self._opening_until = 0.0
        """Until when the line that a key asked for may not be open yet."""

    def takes(self, keys: Sequence[str], now_s: float) -> bool:
        """Whether these keys, which arrived together at `now_s`, belong to a flood."""
        self._recent.extend((now_s, key) for key in self._verbs(keys, now_s))
        while self._recent and self._recent[0][0] < now_s - FLOOD_S:
            self._recent.popleft()
        different = len({key for _, key in self._recent})
        if now_s < self._until or different > FLOOD_KEYS or (len(self._recent) > FLOOD_ALL and different > 1):
            self._until = now_s + FLOOD_S
        return now_s < self._until

    def forget(self) -> None:
        """What came until now was typed into a line."""
        self._recent.clear()
        self._until = self._opening_until = 0.0

    def _verbs(self, keys: Sequence[str], now_s: float) -> list[str]:
        """The keys that are no text of a line; only the first of a chunk can open one, for a paste has many letters."""
        verbs = []
        is_text = now_s < self._opening_until
        for number, key in enumerate(keys):
            if is_text or key in CLOSERS:
                is_text = key not in CLOSERS
            else:
                verbs.append(key)
                is_text = number == 0 and key in OPENERS
        self._opening_until = now_s + OPENING_S if is_text else 0.0
        return verbs


class KeyRow(NamedTuple):
    """One thing that can be done now, and the keys that do it."""

    group: Binding.Group
    keys: tuple[str, ...]
    """As textual names them, the first is the one to show."""
    description: str
    """In the user's language."""
    tooltip: str
    action: str
    node: DOMNode
    binding: Binding
    enabled: bool

    @property
    def label(self) -> str:
        """The keys as they are written."""
        return " ".join(key_label(key) for key in self.keys)

    def said_again(self) -> KeyRow:
        """The same in the language spoken now."""
        tooltip = self.binding.tooltip
        return self._replace(description=t(self.binding.description), tooltip=t(tooltip) if tooltip else "")


def key_rows(screen: Screen[Any], wanted: Callable[[Binding], bool] | None = None) -> list[KeyRow]:
    """What can be done on this screen now, by group; derived from the bindings that are in force."""
    rows: dict[tuple[int, str], KeyRow] = {}
    for key, (node, binding, enabled, _) in screen.active_bindings.items():
        if not binding.id or not binding.description or (wanted and not wanted(binding)):
            continue
        if screen.focused is not None and _is_typed(key, screen.focused):
            continue
        where = (id(node), binding.action)
        known = rows.get(where)
        if known:
            rows[where] = known._replace(keys=(*known.keys, key))
            continue
        rows[where] = KeyRow(
            group=binding.group or keygroups.OTHER,
            keys=(key,),
            description=t(binding.description),
            tooltip=t(binding.tooltip) if binding.tooltip else "",
            action=binding.action,
            node=node,
            binding=binding,
            enabled=enabled,
        )
    return sorted(rows.values(), key=lambda row: _rank(row.group))


def key_label(key: str) -> str:
    """A key as it is written on the screen: `?`, `PgDn`, `ctrl+d`."""
    *modifiers, name = key.split("+") if key != "+" else ["+"]
    shown = _NAMES.get(name) or (name.upper() if _is_function_key(name) else format_key(name))
    return "+".join([*modifiers, shown])


def joined_labels(keys: Sequence[str]) -> str:
    """Keys of one group written together: digits in a row as a range, `1-4`, others side by side, `] [`."""
    labels = [key_label(key) for key in keys]
    if len(labels) > 2 and all(len(label) == 1 and label.isdigit() for label in labels):
        digits = sorted(labels)
        if ord(digits[-1]) - ord(digits[0]) == len(digits) - 1:
            return f"{digits[0]}-{digits[-1]}"
    return " ".join(labels)


def _is_typed(key: str, focused: Widget) -> bool:
    """Whether the widget with the focus takes this key as a letter; textual forgets some punctuation here."""
    character = _PUNCTUATION.get(key) or key_to_character(key)
    return character is not None and focused.check_consume_key(key, character)


def _rank(group: Binding.Group) -> int:
    return keygroups.ORDER.index(group) if group in keygroups.ORDER else len(keygroups.ORDER)


def _is_function_key(name: str) -> bool:
    return name[:1] == "f" and name[1:].isdigit()
