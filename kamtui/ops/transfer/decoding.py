"""How the bytes of a text file become characters: decided once for the whole file, or left as an open question.

Byte-order mark, then strict UTF-8, then UTF-16 by its zero bytes, then GB18030 if what comes out is everyday Chinese,
then Windows-1252 if it is plausible Western text, then what charset-normalizer knows by its characters. Anything else
is asked with a preview of each reading (P1, D1: no file is ever read wrongly without a word).
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from typing import BinaryIO, NamedTuple

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer import detecting, guards, scripts
from kamtui.ops.transfer.questions import Choice, Question

Opener = Callable[[], BinaryIO]

LONGEST_LINE = 32 << 20
"""Characters."""

LOOKED_AT = 32
"""Pieces of a file whose characters are counted, and of which each possible reading is shown; all of it is decoded."""

_PIECE = 1 << 20
_HEAD = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = (
    "utf-8",
    "gb18030",
    "cp1252",
    "cp1250",
    "cp1251",
    "big5",
    "shift_jis",
    "euc_jp",
    "euc_kr",
    "koi8_r",
    "cp1253",
    "cp1254",
    "iso2022_jp",
    "hz",
    "utf-16",
)
_SEVEN_BITS = re.compile(r"\x1b\$[@B]|~\{[!-~]+~\}")
"""How ISO-2022-JP and HZ begin what is not ASCII."""

_ODD_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x7f-\x9f]")


class Decoded(NamedTuple):
    """The reading that was decided on."""

    encoding: str
    """Python's name of the codec."""
    notes: tuple[str, ...] = ()
    has_nul: bool = False
    """Some cell holds the character NUL."""
    endless: bool = False
    """Some line is longer than LONGEST_LINE, and would have to be held as a whole."""
    has_guards: bool = False
    """Some cell may have an apostrophe before what a spreadsheet would calculate."""


def decide(file: str, opened: Opener, asked: str | None = None, *, is_ours: bool = False) -> Decoded | Question:
    """The encoding of the bytes that `opened` gives; `asked` overrides. Raises BadInput when `asked` does not fit.

    `is_ours`: kamtui seems to have written the file, which is UTF-8 unless another program has saved it since.
    """
    if asked:
        return _as_asked(file, opened, asked)
    with opened() as stream:
        head = stream.read(_HEAD)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _as_asked(file, opened, encoding)
    if guessed := _utf16_without_mark(head):
        found = _try(opened, guessed)
        if found is not None and not _ODD_CONTROLS.search(found.head):
            return found.decided(guessed, t("read as UTF-16, though the file does not say so"))
    found = _try(opened, "utf-8")
    if found is not None:
        _refuse_binary(file, head)
        if not is_ours and _is_doubtful(found):
            return _question(file, opened, t("in which encoding is this file? So few characters do not tell"))
        return found.decided("utf-8")
    _refuse_binary(file, head)
    return _decide_by_characters(file, opened)


class _Reading(NamedTuple):
    """A whole file decoded strictly with one codec."""

    head: str
    """The first characters."""
    others: str
    """The non-ASCII words with their ASCII surroundings, as far as they were kept."""
    counted: Counter[str]
    """The non-ASCII characters."""
    has_nul: bool
    endless: bool
    has_guards: bool

    def decided(self, encoding: str, *notes: str) -> Decoded:
        """This reading as the decision."""
        return Decoded(encoding, notes, self.has_nul, self.endless, self.has_guards)


def _try(opened: Opener, encoding: str, pieces: int | None = None) -> _Reading | None:
    """The file, or its first pieces, read as `encoding`, or None where that is impossible."""
    head = ""
    others: list[str] = []
    kept = 0
    counted: Counter[str] = Counter()
    has_nul = has_guards = False
    line = _LineLength()
    try:
        for number, text in enumerate(_decoded(opened, encoding, pieces)):
            line.see(text)
            if line.endless:
                # it is refused, however it goes on
                break
            head = head or text[:4096]
            has_nul = has_nul or "\0" in text
            has_guards = has_guards or guards.has_guards(text)
            if number >= LOOKED_AT or text.isascii():
                continue
            counted.update(scripts.non_ascii(text))
            if kept < _PIECE:
                words = "\n".join(row for row in text.split("\n") if not row.isascii())
                others.append(words)
                kept += len(words)
    except UnicodeError:
        return None
    return _Reading(head, "\n".join(others), counted, has_nul, line.endless, has_guards)


class _LineLength:
    """Watches for a line without end."""

    def __init__(self) -> None:
        self.endless = False
        self._length = 0

    def see(self, text: str) -> None:
        end = max(text.rfind("\n"), text.rfind("\r"))
        self._length = self._length + len(text) if end < 0 else len(text) - end
        self.endless = self.endless or self._length > LONGEST_LINE


def _decoded(opened: Opener, encoding: str, pieces: int | None = None) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with opened() as stream:
        for number in count():
            piece = stream.read(_PIECE)
            if number == pieces:
                return
            yield decoder.decode(piece, final=not piece)
            if not piece:
                return


def _as_asked(file: str, opened: Opener, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        if name == "utf-8":
            name = "utf-8-sig"  # a mark at the start is never part of the first header
        has_nul = has_guards = False
        longest = _LineLength()
        for text in _decoded(opened, name):
            has_nul = has_nul or "\0" in text
            has_guards = has_guards or guards.has_guards(text)
            longest.see(text)
            if longest.endless:
                break
    except LookupError:
        raise BadInput(
            t("'{text}' is not an encoding; try utf-8, utf-16, gb18030, cp1252 or latin-1", text=encoding)
        ) from None
    except UnicodeError:
        line = _first_bad_line(opened, encoding)
        raise BadInput(
            t(
                "{file}, line {line}: not {encoding}; name another --encoding",
                file=file,
                line=line,
                encoding=encoding,
            )
        ) from None
    return Decoded(name, (), has_nul, longest.endless, has_guards)


def _first_bad_line(opened: Opener, encoding: str) -> int:
    """The line on which strict decoding fails first."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with opened() as stream:
        while piece := stream.read(4096):
            try:
                line += decoder.decode(piece).count("\n")
            except UnicodeDecodeError as error:
                return line + bytes(error.object[: error.start]).decode(encoding, "ignore").count("\n")
    return line


def _utf16_without_mark(head: bytes) -> str | None:
    """The UTF-16 order that zero bytes betray: delimiters and line ends are ASCII in every language."""
    zeros = head.count(0)
    if len(head) < 4 or zeros < 2 or len(head) % 2:
        return None
    low = head[1::2].count(0)
    high = zeros - low
    if low and not high and low >= len(head) // 40:
        return "utf-16-le"
    if high and not low and high >= len(head) // 40:
        return "utf-16-be"
    return None


def _refuse_binary(file: str, head: bytes) -> None:
    if head.count(0) > len(head) // 10 and len(head) > 64:
        raise BadInput(t("{file} is not a text file", file=file))


def _is_doubtful(found: _Reading) -> bool:
    """Whether what is valid UTF-8 may be something else: a handful of characters, or an encoding of seven bits."""
    if not found.counted:
        return bool(_SEVEN_BITS.search(found.head))
    return found.counted.total() <= 2 * scripts.FEW and scripts.is_doubtful_utf8(found.others)


def _decide_by_characters(file: str, opened: Opener) -> Decoded | Question:
    likely = detecting.likely(opened)
    chinese = _try(opened, "gb18030")
    if chinese is not None and scripts.is_common_chinese(chinese.counted):
        # a few Korean names are everyday Chinese in the other encoding
        if _is_enough(chinese) or likely != "euc_kr" or not _may_be_korean(opened):
            return chinese.decided("gb18030")
        return _question(file, opened, t("in which encoding is this file? It is not UTF-8"), likely)
    western = _try(opened, "cp1252")
    if western is not None and scripts.is_western(western.others):
        return western.decided("cp1252", t("read as Western European (Windows-1252)"))
    found = _try(opened, likely) if likely in detecting.RELIABLE else None
    if found is not None and _is_enough(found):
        return found.decided(likely, t("read as {encoding}, which it looks like", encoding=likely))
    return _question(file, opened, t("in which encoding is this file? It is not UTF-8"), likely)


def _may_be_korean(opened: Opener) -> bool:
    korean = _try(opened, "euc_kr")
    return korean is not None and scripts.is_korean(korean.counted)


def _is_enough(found: _Reading) -> bool:
    return found.counted.total() >= detecting.ENOUGH


def _question(file: str, opened: Opener, text: str, likely: str = "") -> Question:
    choices = sorted(_previews(opened), key=lambda choice: choice.value != likely)
    return Question(
        key=f"encoding:{file}",
        file=file,
        text=text,
        choices=tuple(choices),
        hint=t('--encoding NAME, or encoding = "NAME" in the map file'),
    )


def _previews(opened: Opener) -> Iterator[Choice]:
    """Each reading that is possible at all, with the first words that differ; equal readings once."""
    seen: set[str] = set()
    for encoding in _CANDIDATES:
        found = _try(opened, encoding, LOOKED_AT)
        if found is None or _ODD_CONTROLS.search(found.head):
            continue
        lines = [line.strip() for line in (found.others or found.head).splitlines() if line.strip()]
        preview = " / ".join(line[:60] for line in lines[:2])
        if preview not in seen:
            seen.add(preview)
            yield Choice(encoding, preview)
