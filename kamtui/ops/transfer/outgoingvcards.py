"""The list of contacts as vCards (RFC 6350), which telephones and mail programs read; an import reads them back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from kamtui.ops.transfer.holds import Field

OWN = "X-KAMTUI-"
"""Begins the properties that only kamtui knows."""

PRODID = "-//kamtui//contacts//EN"

FOLD = 75
"""Bytes of a line; what is longer goes on in the next one, behind a blank."""

PROPERTIES = {
    "id": "UID",
    "name": "FN",
    "account_name": "ORG",
    "title": "TITLE",
    "email": "EMAIL",
    "phone": "TEL;TYPE=work",
    "mobile": "TEL;TYPE=cell",
    "note": "NOTE",
}
"""Column of the list -> property; the others are our own."""

_SPECIAL = re.compile(r"[\\,;]|\r\n|\r|\n")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def write(file: TextIO, columns: Sequence[Field], rows: Iterable[Sequence[object]]) -> None:
    """Write people, one card after the other."""
    names = [PROPERTIES.get(field.name, own(field.name)) for field in columns]
    for row in rows:
        said = dict(zip((field.name for field in columns), row, strict=True))
        lines = ["BEGIN:VCARD", "VERSION:4.0", f"PRODID:{PRODID}"]
        if not said.get("account_name") and said.get("account"):
            lines.append(f"ORG:{_escaped(str(said['account']))}")
        lines += [f"{name}:{_escaped(str(value))}" for name, value in zip(names, row, strict=True) if value]
        file.writelines(f"{_folded(line)}\r\n" for line in (*lines, "END:VCARD"))


def own(field: str) -> str:
    """The property in which a field stands that vCards do not have."""
    return OWN + field.upper().replace("_", "-")


def _escaped(text: str) -> str:
    def escape(found: re.Match[str]) -> str:
        return "\\n" if found[0][0] in "\r\n" else f"\\{found[0]}"

    return _SPECIAL.sub(escape, _UNWRITABLE.sub("\ufffd", text))


def _folded(line: str) -> str:
    """A line in pieces of at most FOLD bytes, no character torn."""
    if len(line.encode("utf-8", "replace")) <= FOLD:
        return line
    pieces, piece, size = [], "", 0
    for character in line:
        bytes_ = len(character.encode("utf-8", "replace"))
        if size + bytes_ > FOLD:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + character, size + bytes_
    return "\r\n".join((*pieces, piece))
