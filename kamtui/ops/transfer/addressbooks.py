"""Address books as tables: what a contact has no field for, such as further numbers and a birthday, goes to the note.

Google puts several values into one cell, parted by " ::: ": the first is the field, the others are in the note, too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from kamtui.ops.transfer import headers
from kamtui.ops.transfer.dates import DateReader
from kamtui.ops.transfer.mapping import Mapping, Source
from kamtui.ops.transfer.sheets import OUTER, Chunk, Sheet

BETWEEN = " ::: "
"""Parts several values in one cell of Google."""

_WHOSE = (
    "(?:person|contact|work|home|other|primary|secondary|alternate|personal|business|company|main|direct|assistants)*"
)
_MAIL = re.compile(
    rf"{_WHOSE}e?mail(?:address)?\d*(?:address|value|work|home|other|personal)?|(?:电子)?邮[件箱](?:地址)?\d*"
)
_NUMBER = re.compile(
    rf"{_WHOSE}(?:mobile|car|radio|ttytdd)?(?:phone|mobile|fax|pager|callback|telex|isdn|cell)(?:number)?\d*"
    r"(?:value|work|home|mobile|other|video)?|(?:商务|住宅|单位|主要|其他|移动|公司|家庭|联系)*(?:电话|手机|传真)(?:号码)?\d*"
)
_DAY = re.compile("birth(?:day|date|year|month)|生日|出生日期|connectedon|anniversary|纪念日")
_VALUE = re.compile(r"\s*-\s*Value$", re.IGNORECASE)


def are_addresses(known: Collection[str]) -> bool:
    """Whether a header, as its keys, has mail addresses and nothing else."""
    return bool(known) and all(_MAIL.fullmatch(each) for each in known)


def with_the_rest(sheet: Sheet, mapping: Mapping) -> tuple[Sheet, Mapping]:
    """A list of people with the columns that only the note has room for; each of their cells says what it is."""
    used = mapping.used()
    rest = tuple(at for at, name in enumerate(sheet.header) if at not in used and _is_more(name))
    fields = [mapping.sources[field] for field in ("email", "phone", "mobile") if field in mapping.sources]
    said = tuple(at for source in fields for at in source.columns)
    note = mapping.sources.get("note", Source(()))
    if note.constant or not rest:
        return sheet, mapping
    labels = [_VALUE.sub("", name).strip() for name in sheet.header]

    def read() -> Iterator[Chunk]:
        for chunk in sheet.read():
            yield chunk._replace(rows=[_labelled(row, rest, said, labels) for row in chunk.rows])

    sources = mapping.sources | {"note": Source(note.columns + rest)}
    return replace(sheet, read=read), mapping._replace(sources=sources)


def _is_more(name: str) -> bool:
    return any(form.fullmatch(key) for key in headers.keys(name) for form in (_MAIL, _NUMBER, _DAY))


def _labelled(row: Sequence[str], rest: Sequence[int], said: Sequence[int], labels: Sequence[str]) -> list[str]:
    cells = list(row)
    further = []
    for at in said:
        first, *others = cells[at].split(BETWEEN)
        cells[at] = first
        further += [f"{labels[at]}: {other.strip(OUTER)}" for other in others]
    there = {cells[at].strip(OUTER) for at in said}
    for at in rest:
        values = [value.strip(OUTER) for value in cells[at].split(BETWEEN)]
        cells[at] = "\n".join(f"{labels[at]}: {_day(value)}" for value in values if value and value not in there)
    cells[rest[0]] = "\n".join(filter(None, [*further, cells[rest[0]]]))
    return cells


def _day(value: str) -> str:
    """A day with the name of its month as an ISO date, anything else as it stands."""
    found = DateReader("").read(value) if any(character.isalpha() for character in value) else None
    return value if found is None else found.isoformat()
