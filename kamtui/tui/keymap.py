"""The user's own keys: checked whole before any is used, with one sentence per mistake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys, key_to_character

from kamtui.i18n import t
from kamtui.tui.keys import key_label, key_of

Chain = Sequence[type[DOMNode]]
"""The classes whose keys are in force together: app, screen, the widget with the focus."""

_MODIFIERS = {"ctrl", "shift", "alt", "super", "meta", "hyper"}

_SAME_BYTES = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+left_square_bracket": "escape",
    "ctrl+h": "backspace",
    "alt+enter": "enter",
}
"""Keys that a terminal sends as others."""

_NAMED = {key.value for key in Keys} | {"minus", "plus", "slash", "backslash", "at", "underscore"}


def bindings_of(node: type[DOMNode]) -> list[Binding]:
    """The bindings that a class declares or inherits, one per key."""
    found: list[Binding] = []
    for cls in reversed(node.__mro__):
        found += Binding.make_bindings(cls.__dict__.get("BINDINGS", ()))
    return found


def mistakes(keymap: Mapping[str, str], chains: Iterable[Chain]) -> list[str]:
    """What is wrong with a keymap (binding id -> keys, separated by commas): one finished sentence each."""
    every = [[binding for node in chain for binding in bindings_of(node)] for chain in chains]
    known = {binding.id for chain in every for binding in chain if binding.id}
    found: list[str] = []
    for name, keys in keymap.items():
        if name not in known:
            found.append(t("keys: there is no '{name}'; kamtui keys lists the names", name=name))
            continue
        found += [problem for key in split(keys) if (problem := _unusable(name, key))]
    return found or list(dict.fromkeys(clash for chain in every for clash in _clashes(keymap, chain)))


def split(keys: str) -> list[str]:
    """The keys of one entry, as textual names them."""
    return [_named(key.strip()) for key in keys.split(",")] if keys.strip() != "," else ["comma"]


def _named(key: str) -> str:
    return key_of(key) if len(key) == 1 else key


def _clashes(keymap: Mapping[str, str], chain: Sequence[Binding]) -> Iterable[str]:
    """Keys that two entries of one chain would share because the user moved at least one of them."""
    keys_of: dict[str, set[str]] = {}
    for binding in chain:
        if binding.id:
            keys_of.setdefault(binding.id, set()).add(binding.key)
    keys_of |= {name: set(split(keys)) for name, keys in keymap.items() if name in keys_of}
    for (one, its), (other, others) in combinations(keys_of.items(), 2):
        if one in keymap or other in keymap:
            for key in sorted(its & others):
                yield t(
                    "keys: '{one}' and '{other}' cannot both be {key}",
                    one=one,
                    other=other,
                    key=key_label(key),
                )


def _unusable(name: str, key: str) -> str | None:
    twin = _SAME_BYTES.get(key)
    if twin:
        return t(
            "keys: {name}: a terminal sends {key} as {twin}; choose another",
            name=name,
            key=key_label(key),
            twin=key_label(twin),
        )
    *modifiers, last = key.split("+")
    if not last or not set(modifiers) <= _MODIFIERS or not _is_key(last):
        return t("keys: {name}: '{key}' is not a key", name=name, key=key)
    return None


def _is_key(name: str) -> bool:
    return len(name) == 1 or name in _NAMED or key_to_character(name) is not None
