"""The files of an import: opened from a path or standard input, unpacked, recognised, and read as sheets.

A format is one entry of READERS; another one is a module that gives sheets.
"""

from __future__ import annotations

import gzip
import io
import os
import select
import stat
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import IO, BinaryIO, NamedTuple, TextIO

from kamtui.errors import BadInput, NotFound
from kamtui.i18n import t
from kamtui.ops.transfer import calendars, decoding, delimited, headers, jsonfiles, ours, vcards, workbooks
from kamtui.ops.transfer.asked import Asked
from kamtui.ops.transfer.decoding import Decoded
from kamtui.ops.transfer.delimited import Header, Layout
from kamtui.ops.transfer.questions import Question
from kamtui.ops.transfer.sheets import Chunk, Sheet
from kamtui.store.workspace import Workspace

UNPACKED_LIMIT = 1 << 30
"""Bytes that a packed file may grow to; more is a mistake or an attack."""

SUSPICIOUS = 64 << 20
PACKED_TIMES = 200
"""How far a table packs at best; what is larger than SUSPICIOUS bytes and packed further was made to harm."""

STDIN = "-"

STREAM_LIMIT = 4 << 30
"""Bytes that may come through a stream, whose end nobody knows."""

PATIENCE_S = 10
"""How long to wait for somebody to write into a pipe."""

_HANDED_OVER = ("/dev/fd/", "/proc/", "/dev/stdin")
"""Where the shell puts what it opens for us: `<(…)`."""

_BESIDE_BOOK = ("-wal", "-shm", "-journal", ".lock", ".lock.long", ".anchor", ".spare")


class Source:
    """One file, or what came through standard input; can be read any number of times."""

    def __init__(self, file: str, path: Path, kept: IO[bytes] | None = None) -> None:
        self.file = file
        """As the user named it."""
        self.path = path
        self._kept = kept  # a temporary copy lives as long as this object
        with self.binary() as stream:
            self.head = stream.read(4096)

    @property
    def name(self) -> str:
        """The file name without folder and without the endings of packing."""
        name = PurePath(self.file).name
        return name.removesuffix(".gz") if self.file != STDIN else "stdin"

    @property
    def suffix(self) -> str:
        return PurePath(self.name).suffix.lower()

    def binary(self) -> BinaryIO:
        return self.path.open("rb")

    def text(self, encoding: str) -> TextIO:
        """Strictly decoded, with line ends as they are."""
        return io.TextIOWrapper(self.binary(), encoding=encoding, newline="")

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()


class Reader(NamedTuple):
    """A file format."""

    name: str
    accepts: Callable[[Source], bool]
    sheets: Callable[[Source, Asked, Workspace], Sequence[Sheet] | Question]


def open_source(file: str, *, book: Path | None = None, stdin: BinaryIO | None = None) -> Source:
    """The file called `file`, or standard input for "-"; gzip is unpacked. Raises NotFound and BadInput.

    The open book is refused without touching it: closing any handle on it would drop SQLite's locks.
    """
    if file == STDIN:
        return _unpacked(_spooled(STDIN, stdin or sys.stdin.buffer))
    path = Path(file)
    try:
        found = path.stat()
        if book is not None and _is_of_book(path, book):
            raise BadInput(t("{file} is the book itself", file=file))
        if stat.S_ISDIR(found.st_mode):
            raise BadInput(t("{file} is a folder; name the files in it", file=file))
        if not stat.S_ISREG(found.st_mode):
            return _unpacked(_drained(file, path, found.st_mode))
        return _unpacked(Source(file, path))
    except FileNotFoundError:
        raise NotFound(t("there is no file {file}", file=file)) from None
    except OSError as error:
        raise BadInput(t("cannot read {file}: {reason}", file=file, reason=error.strerror or error)) from None


def read_sheets(source: Source, asked: Asked, workspace: Workspace) -> Sequence[Sheet] | Question:
    """The sheets of one file by the first format that accepts it. Raises BadInput."""
    if not source.head:
        raise BadInput(t("{file} is empty: there is no header on line 1", file=source.file))
    reader = next(reader for reader in READERS if reader.accepts(source))
    return reader.sheets(source, asked, workspace)


def _is_of_book(path: Path, book: Path) -> bool:
    """Whether a file is the book or one of those beside it, which SQLite locks, too."""
    there = (book, *(book.with_name(book.name + ending) for ending in _BESIDE_BOOK))
    return any(each.exists() and path.samefile(each) for each in there)


def _drained(file: str, path: Path, mode: int) -> Source:
    """What a pipe gives. Raises BadInput for other things that are no files, and where nobody writes into a pipe."""
    if not stat.S_ISFIFO(mode):
        raise BadInput(t("{file} is neither a file nor a pipe", file=file))
    if not file.startswith(_HANDED_OVER):
        # opened without waiting: of a pipe in a folder nobody knows whether anybody ever writes into it
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(handle, "rb") as stream:
            if not select.select([handle], [], [], PATIENCE_S)[0] or not stream.peek(1):
                raise BadInput(t("{file} is a pipe that nobody writes into", file=file))
            os.set_blocking(handle, True)
            return _spooled(file, stream)
    with path.open("rb") as stream:
        return _spooled(file, stream)


def _spooled(file: str, stream: BinaryIO) -> Source:
    kept = tempfile.NamedTemporaryFile(prefix="kamtui-")  # noqa: SIM115 - closed with the source
    size = 0
    while piece := stream.read(1 << 20):
        size += len(piece)
        if size > STREAM_LIMIT:
            kept.close()
            limit = f"{STREAM_LIMIT >> 30} GiB"
            raise BadInput(t("{file} does not end: more than {limit} came", file=file, limit=limit))
        kept.write(piece)
    kept.flush()
    return Source(file, Path(kept.name), kept)


def _unpacked(source: Source) -> Source:
    if not source.head.startswith(b"\x1f\x8b"):
        return source
    kept = tempfile.NamedTemporaryFile(prefix="kamtui-")  # noqa: SIM115 - closed with the source
    try:
        with source.binary() as packed, gzip.open(packed) as stream:
            size, most = 0, source.path.stat().st_size
            while piece := stream.read(1 << 20):
                size += len(piece)
                if size > UNPACKED_LIMIT:
                    limit = f"{UNPACKED_LIMIT >> 30} GiB"
                    raise BadInput(t("{file} unpacks to more than {limit}", file=source.file, limit=limit))
                if size > SUSPICIOUS and size > PACKED_TIMES * most:
                    times = t(
                        "{file} unpacks to more than {count} times its size", file=source.file, count=PACKED_TIMES
                    )
                    raise BadInput(times)
                kept.write(piece)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        kept.close()
        raise BadInput(t("{file} is a damaged gzip file: {reason}", file=source.file, reason=error)) from None
    kept.flush()
    source.close()
    return Source(source.file, Path(kept.name), kept)


def numbered(blocks: Iterable[Sequence[Sequence[str]]]) -> Iterator[Chunk]:
    """Rows of a table, which has no lines: they are counted from 1."""
    first = 1
    for block in blocks:
        yield Chunk(range(first, first + len(block)), list(block), [])
        first += len(block)


def _is_sqlite(source: Source) -> bool:
    return source.head.startswith(b"SQLite format 3\0")


def _sqlite_sheets(source: Source, _asked: Asked, workspace: Workspace) -> Sequence[Sheet]:
    def sheet(table: str) -> Sheet:
        return Sheet(
            file=source.file,
            name=table,
            header=workspace.tables[table],
            read=lambda: numbered(workspace.table(table).rows()),
            by_machine=True,
        )

    found = [sheet(table) for table in workspace.attach(source.path, source.file)]
    if not found:
        raise BadInput(t("{file} holds no tables", file=source.file))
    return found


def _is_json(source: Source) -> bool:
    if source.suffix in (".csv", ".tsv", ".txt", ".tab"):
        return False
    start = source.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return source.suffix in (".json", ".jsonl", ".ndjson") or start in (b"{", b"[")


def _is_workbook(source: Source) -> bool:
    return source.head.startswith(b"PK\x03\x04") and workbooks.is_workbook(source.path)


def _workbook_sheets(source: Source, asked: Asked, _workspace: Workspace) -> Sequence[Sheet]:
    return workbooks.sheets(source.file, source.path, asked.of(source.file))


def _vcard_sheets(source: Source, asked: Asked, _workspace: Workspace) -> Sequence[Sheet]:
    return vcards.sheets(source.file, source.path, asked.of(source.file).encoding)


def _calendar_sheets(source: Source, asked: Asked, _workspace: Workspace) -> Sequence[Sheet]:
    wishes = asked.of(source.file)
    return calendars.sheets(
        source.file,
        source.path,
        today=asked.today,
        zone=asked.zone,
        encoding=wishes.encoding,
        has_account="account" in wishes.constants,
    )


def _json_sheets(source: Source, asked: Asked, _workspace: Workspace) -> Sequence[Sheet] | Question:
    # JSON is UTF-8 by its standard
    decided = decoding.decide(source.file, source.binary, asked.of(source.file).encoding, is_ours=True)
    if isinstance(decided, Question):
        return decided
    _refuse_endless(source, decided)
    return jsonfiles.sheets(source.file, lambda: source.text(decided.encoding))


_FOREIGN = (
    (b"PK\x03\x04", "a ZIP or ODS file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (XLS) or has a password"),
    (b"%PDF", "a PDF file"),
    (b"<!DOCTYPE html", "a web page"),
    (b"<html", "a web page"),
    (b"\x89PNG", "a picture"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
)


def _foreign(source: Source) -> str:
    start = source.head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return next((what for mark, what in _FOREIGN if start.startswith(mark.lower())), "")


def _refuse(source: Source, _asked: Asked, _workspace: Workspace) -> Sequence[Sheet]:
    raise BadInput(
        t(
            "{file} is {what}, which kamtui does not read; save it as CSV (UTF-8) first",
            file=source.file,
            what=t(_foreign(source)),
        )
    )


def _refuse_endless(source: Source, decided: Decoded) -> None:
    if decided.endless:
        raise BadInput(t("{file} has lines of millions of characters; is it a table?", file=source.file))


def _delimited_sheets(source: Source, asked: Asked, _workspace: Workspace) -> Sequence[Sheet] | Question:
    wishes = asked.of(source.file)
    is_ours = ours.head_of(source.head.decode("ascii", "ignore")) is not None
    decided = decoding.decide(source.file, source.binary, wishes.encoding, is_ours=is_ours)
    if isinstance(decided, Question):
        return decided
    _refuse_endless(source, decided)
    with source.text(decided.encoding) as text:
        sample = text.read(delimited.SAMPLE)
    found = None if wishes.header or wishes.delimiter else ours.head_of(sample)
    if found is not None:
        return [_delimited_sheet(source, decided, *found, has_header=True)]
    layout = delimited.sniff(sample, delimiter=wishes.delimiter or None)
    if wishes.header:
        header = Header(wishes.header, max(1, wishes.header_line), ())
    else:
        header = delimited.find_header(
            sample, layout, source.file, known=headers.familiar, line=wishes.header_line or None
        )
    return [_delimited_sheet(source, decided, layout, header, has_header=not wishes.header)]


def _delimited_sheet(source: Source, decided: Decoded, layout: Layout, header: Header, *, has_header: bool) -> Sheet:
    return Sheet(
        file=source.file,
        name=PurePath(source.name).stem if source.file != STDIN else "stdin",
        header=header.names,
        read=lambda: delimited.chunks(
            lambda: source.text(decided.encoding),
            layout,
            header,
            source.file,
            has_nul=decided.has_nul,
            has_guards=decided.has_guards,
            has_header=has_header,
        ),
        encoding=decided.encoding.removesuffix("-sig"),
        delimiter=layout.delimiter,
        header_line=header.line,
        preamble=header.preamble,
        notes=decided.notes + header.notes,
    )


READERS: list[Reader] = [
    Reader("SQLite", _is_sqlite, _sqlite_sheets),
    Reader("XLSX", _is_workbook, _workbook_sheets),
    Reader("vCard", lambda source: vcards.is_vcard(source.head), _vcard_sheets),
    Reader("iCalendar", lambda source: calendars.is_calendar(source.head), _calendar_sheets),
    Reader("unreadable", lambda source: bool(_foreign(source)), _refuse),
    Reader("JSON", _is_json, _json_sheets),
    Reader("delimited", lambda _source: True, _delimited_sheets),
]
"""The formats in the order they are tried; the last one takes what is left."""
