"""Content lines as vCards have them: unfolded, parted into name, parameters and value, and decoded.

vobject reads 146 of 158 real cards: it gives a whole file up at a byte that is not UTF-8, at a broken picture and at
a nested card, and does not know UTF-16. So the lines are read here, forgivingly, byte by byte until each value says
in which characters it is written.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_ENDS = re.compile(rb"\r\n|\n|\r")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PARAMETER = re.compile(rb'((?:[^";:]|"[^"]*")*)([;:])')

GB = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"}
"""Names of encodings that are a part of another one."""


class Line(NamedTuple):
    """One property."""

    number: int
    """The line of the file it begins on, from 1."""
    name: str
    """In capitals, without the group before it."""
    parameters: Mapping[str, str]
    """Name in lower case -> values parted by commas; a bare word as in vCard 2.1 is a type."""
    raw: bytes
    """The value as it stands in the file, without its transfer encoding."""

    @property
    def types(self) -> frozenset[str]:
        """What kind of number or address it is, in lower case."""
        return frozenset(self.parameters.get("type", "").lower().replace('"', "").split(","))

    @property
    def is_preferred(self) -> bool:
        return "pref" in self.types or self.parameters.get("pref") == "1"

    def text(self, otherwise: str) -> str:
        """The value as it stands; in the encoding it names, in UTF-8, or in `otherwise`."""
        named = self.parameters.get("charset", "").strip('"').lower()
        for encoding in filter(None, (GB.get(named, named), "utf-8", otherwise)):
            try:
                return self.raw.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                continue
        return self.raw.decode("utf-8", "replace")

    @property
    def is_certain(self) -> bool:
        """Whether it is in the encoding it names, or in UTF-8."""
        return "\ufffd" not in self.text("utf-8")


def lines(data: bytes) -> Iterator[Line]:
    """The properties of a file in an encoding that has ASCII in it; what is none is left out."""
    for number, line in _unfolded(data):
        found = _parted(number, line)
        if found is not None:
            yield found


def as_ascii_based(data: bytes) -> bytes:
    """UTF-16 as UTF-8, and anything else as it is, without a byte-order mark."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "")):
        if data.startswith(mark):
            rest = data[len(mark) :]
            return rest.decode(encoding, "replace").encode() if encoding else rest
    for begin, encoding in ((b"B\0E\0G\0", "utf-16-le"), (b"\0B\0E\0G", "utf-16-be")):
        if data.lstrip().startswith(begin):
            return data.decode(encoding, "replace").encode()
    return data


def unescaped(text: str) -> str:
    """A value without the backslashes before what would end it."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def parts(text: str, between: str = ";") -> list[str]:
    """The parts of a value of several, unescaped."""
    found = re.findall(rf"((?:\\.|[^{between}\\])*)(?:{between}|\\?$)", text, re.DOTALL)
    return [unescaped(part).strip() for part in found[: text.count(between) + 1]]


def _unfolded(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Whole lines: a blank at the beginning continues one, and so does "=" at the end of quoted-printable."""
    held, since, is_quoted = bytearray(), 0, False
    for number, piece in enumerate(_pieces(data), 1):
        if is_quoted and held.endswith(b"="):
            del held[-1:]
            held += piece
        elif piece[:1] in (b" ", b"\t") and held:
            held += piece[1:]
        else:
            if held:
                yield since, bytes(held)
            held, since = bytearray(piece), number
            is_quoted = b"QUOTED-PRINTABLE" in piece.partition(b":")[0].upper()
    if held:
        yield since, bytes(held)


def _pieces(data: bytes) -> Iterator[bytes]:
    """The lines of a file, one at a time: a picture has millions."""
    at = 0
    for end in _ENDS.finditer(data):
        yield data[at : end.start()]
        at = end.end()
    yield data[at:]


def _parted(number: int, line: bytes) -> Line | None:
    parameters: dict[str, str] = {}
    name, at = "", 0
    while found := _PARAMETER.match(line, at):
        at = found.end()
        word = found[1].decode("utf-8", "replace").strip()
        if not name:
            name = word.rpartition(".")[2].upper()
        else:
            _note(parameters, word)
        if found[2] == b":":
            return Line(number, name, parameters, _transferred(parameters, line[at:])) if name else None
    return None


def _note(parameters: dict[str, str], word: str) -> None:
    """Note a parameter; a bare word says how the value is written, or of what type it is."""
    key, _, value = word.rpartition("=")
    key = key.strip().lower()
    if not key:
        key = "encoding" if value.upper() in ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT") else "type"
    parameters[key] = f"{parameters[key]},{value}" if key in parameters else value


def _transferred(parameters: Mapping[str, str], value: bytes) -> bytes:
    encoding = parameters.get("encoding", "").upper()
    if encoding == "QUOTED-PRINTABLE":
        return quopri.decodestring(value)
    if encoding in ("BASE64", "B"):
        try:
            return binascii.a2b_base64(value)
        except binascii.Error:
            return b""
    return value
