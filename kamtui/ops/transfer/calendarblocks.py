"""The components of an iCalendar file, told apart line by line: one that is broken spoils none of the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from typing import NamedTuple

from kamtui.ops.transfer.calendarseries import is_slow

LONGEST = 1 << 20
"""Characters of one component that are read; more is no meeting."""

_WHEN = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
READ = frozenset((*_WHEN, "BEGIN", "UID", "SUMMARY", "DESCRIPTION", "STATUS", "ATTENDEE", "ORGANIZER", "END"))
"""Properties of an event that matter here, beside those of our own."""

OWN = "X-KAMTUI-"
"""Begins the properties that only kamtui knows."""

WHOLE = ("VEVENT", "VTODO", "VTIMEZONE")

_NAME = re.compile(r"[A-Za-z0-9-]+")
_ZONE = re.compile(r"TZID[=:]\s*\"?([^\":;\n]+)", re.IGNORECASE)
_RULE = re.compile(r"^RRULE[^:\n]*:(.*)$", re.IGNORECASE | re.MULTILINE)


class Block(NamedTuple):
    """One component."""

    line: int
    """On which it begins, from 1."""
    name: str
    text: str
    """Its lines, of an event only those that matter here; "" where it is too long."""
    has_end: bool


def blocks(text: str) -> Iterator[Block]:
    """The events, to-dos and zones of a file."""
    name, since, size = "", 0, 0
    kept: list[str] = []
    inner: list[str] = []
    keeps = False
    for number, whole in enumerate(StringIO(text, newline="\n"), 1):
        line = whole.removesuffix("\n")
        word, _, value = line.partition(":")
        word, value = word.strip().upper(), value.strip().upper()
        if word == "BEGIN" and value in WHOLE:
            if name:
                yield Block(since, name, "\n".join(kept), has_end=False)
            name, since, size, kept, inner, keeps = value, number, len(line), [f"BEGIN:{value}"], [], True
        elif not name:
            continue
        elif word == "END" and value == name:
            kept.append(f"END:{name}")
            yield Block(since, name, "\n".join(kept) if size <= LONGEST else "", has_end=True)
            name = ""
        else:
            if word == "BEGIN":
                inner.append(value)
            if not line.startswith((" ", "\t")):
                keeps = name == "VTIMEZONE" or (not inner and _matters(line))
            if word == "END" and inner:
                inner.pop()
            if keeps and size <= LONGEST:
                size += len(line)
                kept.append(line)
    if name:
        yield Block(since, name, "\n".join(kept), has_end=False)


def _matters(line: str) -> bool:
    found = _NAME.match(line)
    name = found[0].upper() if found else ""
    return name in READ or name.startswith(OWN)


def zones(text: str) -> dict[str, str]:
    """Name -> description of the zones of a file, without those that could be counted out for ever."""
    found = {}
    for block in blocks(text):
        names = _ZONE.findall(block.text) if block.name == "VTIMEZONE" and block.has_end else ()
        if names and len(block.text) < LONGEST >> 6 and all(map(_is_yearly, _RULE.findall(block.text))):
            found[names[0].strip()] = block.text
    return found


def zones_of(block: Block, described: dict[str, str]) -> str:
    """The zones that a component names."""
    names = dict.fromkeys(name.strip() for name in _ZONE.findall(block.text))
    return "\n".join(described[name] for name in names if name in described)


def _is_yearly(rule: str) -> bool:
    return "FREQ=YEARLY" in rule.upper() and is_slow(rule.strip())
