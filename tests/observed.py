"""What stood in the documents of a command, place by place, and the notation for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache

from kamtui.cli.schemas import ANY_KEY, ONE_OF, Shape

FREE = frozenset({"external_id", "number", "name", "text", "summary", "title", "note", "value", "was", "key", "reason"})
"""Keys whose text people write: that it looks like a date or an amount says nothing."""

DIGITS = "digits"
"""An amount where others beside it are amounts, and text otherwise."""

ALIKE = 0.4
"""Objects that have so large a part of their keys in common are of one kind."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_AMOUNT = re.compile(r"-?\d+\.\d{1,4}")
_DIGITS = re.compile(r"-?\d+")
_WORD = re.compile(r"[a-z0-9][a-z0-9_]*%?")

TEXTS = {"text", "date", "instant", "amount"}


class Kind:
    """Objects with much the same keys."""

    def __init__(self) -> None:
        self.count = 0
        self.keys: dict[str, Seen] = {}

    def alike(self, keys: Set[str]) -> float:
        """How large a part of all the keys both have."""
        known = self.keys.keys()
        return len(known & keys) / len(known | keys) if known | keys else 1.0

    def shape(self) -> Shape:
        """Its keys in the notation; "*" where they are data, or never were any."""
        if not self.keys:
            return {ANY_KEY: "any"}
        if any(not _WORD.fullmatch(key) for key in self.keys):
            together = Seen()
            for inner in self.keys.values():
                together.add(inner)
            return {ANY_KEY: together.shape()}
        known = typed(frozenset(self.keys))
        return {
            key if inner.count == self.count else f"{key}?": inner.shape(known.get(key, frozenset()), key)
            for key, inner in self.keys.items()
        }


class Seen:
    """What stood in one place."""

    def __init__(self) -> None:
        self.count = 0
        self.words: set[str] = set()
        self.items: Seen | None = None
        self.kinds: list[Kind] = []

    def take(self, value: object, key: str = "") -> None:
        """See one more value."""
        self.count += 1
        if isinstance(value, dict):
            kind = self._kind(value.keys())
            kind.count += 1
            for name, inner in value.items():
                kind.keys.setdefault(name, Seen()).take(inner, name)
        elif isinstance(value, list):
            self.items = self.items or Seen()
            for inner in value:
                self.items.take(inner, key)
        else:
            self.words.add(scalar(value, key))

    def add(self, other: Seen) -> None:
        """Take over all that was seen elsewhere."""
        self.count += other.count
        self.words |= other.words
        for kind in other.kinds:
            mine = self._kind(kind.keys.keys())
            mine.count += kind.count
            for key, inner in kind.keys.items():
                mine.keys.setdefault(key, Seen()).add(inner)
        if other.items is not None:
            self.items = self.items or Seen()
            self.items.add(other.items)

    def shape(self, types: frozenset[str] = frozenset(), key: str = "") -> Shape:
        """All of it in the notation; `types` is what the source says of it."""
        several: list[Shape] = [kind.shape() for kind in self.kinds]
        if self.items is not None:
            several.append([self.items.shape()] if self.items.count else [])
        words = joined(self.words, types, key)
        if not several:
            return "|".join(words) if words and words != ["null"] else "any"
        if words:
            several.append("|".join(words))
        return several[0] if len(several) == 1 else {ONE_OF: several}

    def _kind(self, keys: Set[str]) -> Kind:
        best = max(self.kinds, key=lambda kind: kind.alike(keys), default=None)
        if best is None or best.alike(keys) < ALIKE:
            best = Kind()
            self.kinds.append(best)
        return best


def scalar(value: object, key: str = "") -> str:
    """The word for a value."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str() if key not in FREE:
            looks = {"date": _DATE, "instant": _INSTANT, "amount": _AMOUNT, DIGITS: _DIGITS}
            return next((word for word, pattern in looks.items() if pattern.fullmatch(value)), "text")
        case _:
            return "text"


def joined(seen: Set[str], types: Set[str] = frozenset(), key: str = "") -> list[str]:
    """The words together: whole numbers are numbers, and what is not always a date or an amount is text."""
    words = set(seen) | (types & {"null"})
    if not seen - {"null"} and "?" not in types:
        words |= {_named(word, key) for word in types}
    if "number" in words or ("number" in types and "integer" in words):
        words = words - {"integer"} | {"number"}
    if DIGITS in words:
        words = words - {DIGITS} | {"amount" if "amount" in words | types else "text"}
    if len(words & TEXTS) > 1:
        words = words - TEXTS | {"text"}
    return sorted(words - {"null"}) + (["null"] if "null" in words else [])


def _named(word: str, key: str) -> str:
    """What a text is that was never seen, by the name of its key."""
    if word != "text":
        return word
    if key in ("on", "from", "to") or key.endswith("_on"):
        return "date"
    return "instant" if key.endswith("_at") else word


def typed(keys: frozenset[str]) -> dict[str, frozenset[str]]:
    """Key -> what the source says it may be, from the largest dict there that has no key beyond these."""
    found: dict[str, frozenset[str]] = {}
    size: dict[str, int] = {}
    for each in sorted((each for each in _literals() if each.keys() <= keys), key=len, reverse=True):
        for key, words in each.items():
            if len(each) == size.setdefault(key, len(each)):
                found[key] = found.get(key, frozenset()) | words
    return found


@cache
def _literals() -> list[dict[str, frozenset[str]]]:
    # imported late: mypy is for who writes the schemas anew
    from tests.typed import literals

    return [dict(each.keys) for each in literals()]


def keys_of(shape: Shape) -> Iterator[str]:
    """Every key that a shape names, at any depth."""
    if isinstance(shape, list):
        for each in shape:
            yield from keys_of(each)
    elif isinstance(shape, dict):
        for key, inner in shape.items():
            if key not in (ONE_OF, ANY_KEY):
                yield key.removesuffix("?")
            yield from keys_of(inner)
