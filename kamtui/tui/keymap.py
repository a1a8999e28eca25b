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

_TAKEN = {"ctrl+c"}
"""Keys that keep their meaning."""

_SIGNS = {"minus", "plus", "slash", "comma", "full_stop", "semicolon", "question_mark", "colon"}

_NAMED = {key.value for key in Keys} | {"minus", "plus", "slash", "backslash", "at", "underscore"}


def bindings_of(node: type[DOMNode]) -> list[Binding]:
    """The bindings that a class declares or inherits, one per key."""
    found: list[Binding] = []
    for cls in reversed(node.__mro__):
        found += Binding.make_bindings(cls.__dict__.get("BINDINGS", ()))
    return found


def mistakes(keymap: Mapping[str, str], chains: Iterable[Chain]) -> list[str]:
    """What is wrong with a keymap (binding id -> keys, separated by commas): one finished sentence each."""
    chains_of = list(chains)
    every = [[binding for node in chain for binding in bindings_of(node)] for chain in chains_of]
    known = {binding.id for chain in every for binding in chain if binding.id}
    found: list[str] = []
    for name, keys in keymap.items():
        if name not in known:
            found.append(t("keys: there is no '{name}'; kamtui keys lists the names", name=name))
            continue
        found += [problem for key in split(keys) if (problem := _unusable(name, key))]
    return found or clashes(keymap, chains_of)


def clashes(keymap: Mapping[str, str], chains: Sequence[Chain]) -> list[str]:
    """Which two entries would share a key, and on which screens."""
    where: dict[str, list[str]] = {}
    for chain in chains:
        bindings = [binding for node in chain for binding in bindings_of(node)]
        for clash in dict.fromkeys(_clashes(keymap, bindings)):
            where.setdefault(clash, []).append(chain[1].__name__.removesuffix("Page") if len(chain) > 1 else "")
    return [
        t("{clash} (on {screens})", clash=clash, screens=", ".join(sorted({*screens})))
        for clash, screens in where.items()
    ]


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
    if is_unsendable(modifiers, last):
        return t("keys: {name}: a terminal does not send {key}; choose another", name=name, key=key_label(key))
    if key in _TAKEN:
        return t("keys: {name}: {key} is taken by the app itself; choose another", name=name, key=key_label(key))
    if not last or not set(modifiers) <= _MODIFIERS or not _is_key(last):
        return t("keys: {name}: '{key}' is not a key", name=name, key=key)
    return None


def is_unsendable(modifiers: Sequence[str], last: str) -> bool:
    """Whether terminals send something else for a key with these modifiers, or nothing: shift+1 comes as !."""
    is_character = len(last) == 1 or last in _SIGNS
    if "shift" in modifiers and is_character:
        return True
    if {"super", "meta", "hyper"} & {*modifiers}:
        return True
    return "ctrl" in modifiers and is_character and not (last.isascii() and last.isalpha())


def _is_key(name: str) -> bool:
    return len(name) == 1 or name in _NAMED or key_to_character(name) is not None
