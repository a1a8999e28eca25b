"""The files that kamtui itself writes: their columns, and how such a file is known again when it is read.

A header that has exactly the fields of a target in their order is ours. Then texts are kept to the letter and no word
is taken to mean "nothing"; dates and numbers are read as in any other file, for a spreadsheet may have rewritten them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kamtui.ops.transfer.delimited import DELIMITERS, Header, Layout
from kamtui.ops.transfer.targets import TARGETS

_OWN = re.compile(r"@(\d{1,18})")


def columns(target: str) -> tuple[str, ...]:
    """The columns of an exported list of a target."""
    return tuple(field.name for field in TARGETS[target].fields)


def target_of(header: Sequence[str]) -> str:
    """What the rows below a header of ours are; "" where it is none of ours."""
    return next((name for name in TARGETS if columns(name) == tuple(header)), "")


def head_of(sample: str) -> tuple[Layout, Header] | None:
    """How the cells of a file of ours stand; None where its first line is not one of our headers."""
    first = sample[: sample.find("\n")] if "\n" in sample else sample
    for delimiter in DELIMITERS:
        names = tuple(name.strip('"') for name in first.rstrip("\r").split(delimiter))
        if target_of(names):
            return Layout(delimiter), Header(names, 1, ())
    return None


def own_id(reference: str | None) -> int | None:
    """The id that a reference such as @17 names: what has no id of another program and no name of its own."""
    found = _OWN.fullmatch(reference or "")
    return int(found[1]) if found else None
