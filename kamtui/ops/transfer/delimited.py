"""CSV and its relatives: which character parts the cells, where the header stands, and the rows with their lines.

Repairs made without asking, each harmless: quotes inside an unquoted cell stay as they are (`5" pipe`), empty cells
beyond the header are dropped, blank lines are skipped. Everything else that is broken is named with its line: a
row of the wrong width and a row with a NUL character are rejected, a quote that never ends refuses the file.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TextIO

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer.guards import freed
from kamtui.ops.transfer.sheets import CHUNK_ROWS, MAX_CELL, Chunk, Rejected

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 1 << 18
"""Characters looked at to find delimiter and header."""

_HEADER_WITHIN = 40
"""Records that may stand above the header."""


class Layout(NamedTuple):
    """How the cells stand in the text."""

    delimiter: str = ","
    skip_space: bool = False
    """A space after the delimiter belongs to neither cell (`a, "b"`)."""


class Header(NamedTuple):
    """Where the data begins."""

    names: tuple[str, ...]
    line: int
    """The line it begins on, from 1."""
    preamble: tuple[str, ...]
    notes: tuple[str, ...] = ()


def records(text: TextIO, layout: Layout, file: str, skip_lines: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Every record after the first `skip_lines` lines, with the line it begins on; a blank line is one empty cell."""
    reader = _reader(text, layout, skip_lines)
    before = skip_lines
    try:
        for row in reader:
            yield before + 1, row or [""]
            before = skip_lines + reader.line_num
    except csv.Error as error:
        raise _broken(file, before + 1, str(error)) from None


def sniff(sample: str, *, delimiter: str | None = None) -> Layout:
    """The layout that gives most records of `sample` the same width; `delimiter` leaves only the spaces open."""
    if delimiter is None and sample[:4].lower() == "sep=" and len(sample) > 4:
        delimiter = sample[4]
    best, best_score = Layout(delimiter or ","), (0.0, 0)
    for candidate in (delimiter,) if delimiter else DELIMITERS:
        for skip_space in (False, True):
            layout = Layout(candidate, skip_space)
            score = _consistency(_sample_records(sample, layout))
            if score > best_score:
                best, best_score = layout, score
    return best


def find_header(
    sample: str,
    layout: Layout,
    file: str,
    *,
    known: Callable[[Sequence[str]], int] = lambda _cells: 0,
    line: int | None = None,
) -> Header:
    """The header: the first record that fills more than half of the usual width, or one full of `known` names.

    `known` counts the cells of a record that are names of columns we know; `line` says where it stands. Raises
    BadInput where there is none, or where two columns have one name.
    """
    return header_among(_numbered(sample, layout), file, layout.delimiter, known=known, line=line)


def header_among(
    records: Iterable[tuple[int, list[str]]],
    file: str,
    between: str,
    *,
    known: Callable[[Sequence[str]], int] = lambda _cells: 0,
    line: int | None = None,
) -> Header:
    """The header among the first records of a table, each with its line; `between` parts the cells of a preamble."""
    found = [(at, row) for at, row in records if any(cell.strip() for cell in row)]
    if not found:
        raise BadInput(t("{file} is empty: there is no header on line 1", file=file))
    index = _header_index(found, known) if line is None else _index_of_line(found, line, file)
    at, row = found[index]
    names = tuple(cell.strip(" \t\r\n\v\f\ufeff\u00a0\u3000") for cell in row)
    _refuse_repeated(names, file, at)
    preamble = tuple(between.join(cells).strip(between) for _, cells in found[:index])
    notes = []
    if preamble:
        notes.append(t("the header is on line {line}; what stands above it is not imported", line=at))
    if _looks_like_data(names):
        notes.append(t("the first row looks like data; does the file have a header?"))
    return Header(names, at, preamble, tuple(notes))


def chunks(
    opened: Callable[[], TextIO],
    layout: Layout,
    header: Header,
    file: str,
    *,
    has_nul: bool,
    has_guards: bool = False,
    has_header: bool = True,
) -> Iterator[Chunk]:
    """The rows below the header, as wide as it is; what is not so wide is rejected with its line.

    `has_guards`: an apostrophe before what a spreadsheet would calculate is not part of the cell.
    """
    skipped = header.line - 1
    width = len(header.names)
    with opened() as text:
        reader = _reader(text, layout, skipped)
        before = 0
        headed = not has_header
        while True:
            try:
                if not headed:
                    next(reader, None)
                    headed, before = True, reader.line_num
                rows: list[Sequence[str]] = list(islice(reader, CHUNK_ROWS))
            except csv.Error as error:
                with opened() as again:  # slowly, to find the line on which the broken record begins
                    for _ in records(again, layout, file, skipped):
                        pass
                raise _broken(file, skipped + reader.line_num, str(error)) from None
            if not rows:
                return
            lines = _lines(rows, skipped + before + 1, reader.line_num - before)
            before = reader.line_num
            if has_guards:
                rows = [[freed(cell) if cell[:1] == "'" else cell for cell in row] for row in rows]
            if not has_nul and set(map(len, rows)) == {width} and all(map(any, rows)):
                yield Chunk(lines, rows, [])
            else:
                yield sorted_out(rows, lines, width, file)


def _reader(text: TextIO, layout: Layout, skip_lines: int) -> Reader:
    csv.field_size_limit(MAX_CELL)
    for _ in range(skip_lines):
        text.readline()
    return csv.reader(text, delimiter=layout.delimiter, skipinitialspace=layout.skip_space, strict=True)


def _lines(rows: list[Sequence[str]], first: int, count: int) -> Sequence[int]:
    """The line each row begins on; a cell with line breaks makes its row longer than one line."""
    if count == len(rows):
        return range(first, first + count)
    lines = []
    for row in rows:
        lines.append(first)
        first += 1
        for cell in row:
            if "\n" in cell or "\r" in cell:
                first += cell.count("\n") + cell.count("\r") - cell.count("\r\n")
    return lines


def sorted_out(rows: list[Sequence[str]], lines: Sequence[int], width: int, file: str) -> Chunk:
    """The rows that are right, and the others with what is wrong with them."""
    good: list[Sequence[str]] = []
    good_lines: list[int] = []
    bad: list[Rejected] = []
    for line, row in zip(lines, rows, strict=True):
        if not any(cell.strip() for cell in row):
            continue
        reason = ""
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            row = row[:width]
        if len(row) != width:
            reason = t("cells: {found}; the header has {width}", found=len(row), width=width)
        elif any("\0" in cell for cell in row):
            reason = t("a cell holds the character NUL")
        if reason:
            bad.append(Rejected(file, line, reason, tuple(row)))
        else:
            good.append(row)
            good_lines.append(line)
    return Chunk(good_lines, good, bad)


def _broken(file: str, line: int, error: str) -> BadInput:
    if "unexpected end of data" in error:
        return BadInput(t("{file}, line {line}: a quote is opened and never closed", file=file, line=line))
    if "field larger" in error:
        return BadInput(
            t(
                "{file}, line {line}: a cell is longer than {limit} characters; is a quote not closed?",
                file=file,
                line=line,
                limit=f"{MAX_CELL:,}",
            )
        )
    return BadInput(
        t(
            "{file}, line {line}: text after a closing quote; a quote inside a cell is written twice",
            file=file,
            line=line,
        )
    )


def _sample_records(sample: str, layout: Layout) -> list[list[str]]:
    return [row for _, row in _numbered(sample, layout)]


def _numbered(sample: str, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """The records of a sample, forgiving: its end may cut a record, and what stands above a header need not be CSV."""
    csv.field_size_limit(MAX_CELL)
    lines = _split(sample)
    reader = csv.reader(lines, delimiter=layout.delimiter, skipinitialspace=layout.skip_space)
    before = 0
    try:
        for row in reader:
            yield before + 1, row
            before = reader.line_num
    except csv.Error:
        return


def _split(sample: str) -> list[str]:
    """Lines with their ends, at line feeds and carriage returns only; the last one is left out where it is cut."""
    lines = sample.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(sample) >= SAMPLE and len(lines) > 1:
        lines.pop()
    return [line + "\n" for line in lines]


def _consistency(found: list[list[str]]) -> tuple[float, int]:
    """How regular the widths are, and the usual width; (0, 0) where nothing is parted."""
    widths = [len(row) for row in found if any(row)]
    counted = Counter(width for width in widths if width > 1)
    if not counted:
        return 0.0, 0
    width = max(counted, key=lambda w: (counted[w], w))
    below = widths[widths.index(width) :]
    return round(counted[width] / len(widths) * counted[width] / len(below), 3), width


def _header_index(found: list[tuple[int, list[str]]], known: Callable[[Sequence[str]], int]) -> int:
    rows = [row for _, row in found]
    if rows[0][0][:4].lower() == "sep=" and len(rows) > 1:
        return 1
    top = rows[:_HEADER_WITHIN]
    widths = Counter(max(i for i, cell in enumerate(row, 1) if cell.strip()) for row in rows)
    width = max((w for w in widths if w > 1), key=lambda w: (widths[w], w), default=1)
    filled = [sum(1 for cell in row if cell.strip()) for row in top]
    first = next((i for i, count in enumerate(filled) if 2 * count > width), 0)
    best = max(range(len(top)), key=lambda i: known(top[i]))
    return best if known(top[best]) >= 2 and known(top[first]) == 0 else first


def _index_of_line(found: list[tuple[int, list[str]]], line: int, file: str) -> int:
    for index, (at, _) in enumerate(found):
        if at == line:
            return index
    raise BadInput(t("{file} has no header on line {line}", file=file, line=line))


def _refuse_repeated(names: tuple[str, ...], file: str, line: int) -> None:
    repeated = [name for name, count in Counter(names).items() if name and count > 1]
    if not repeated:
        return
    name = repeated[0]
    columns = ", ".join(str(i + 1) for i, other in enumerate(names) if other == name)
    raise BadInput(
        t(
            "{file}, line {line}: two columns are called '{name}' (columns {columns}); rename one",
            file=file,
            line=line,
            name=name,
            columns=columns,
        )
    )


def _looks_like_data(names: tuple[str, ...]) -> bool:
    """Whether most of the names have digits and no letters."""
    filled = [name for name in names if name]
    return 2 * sum(any(c.isdigit() for c in n) and not any(c.isalpha() for c in n) for n in filled) > len(filled)
