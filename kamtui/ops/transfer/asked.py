"""What the user said about an import: options, a map file, and answers to open questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer.targets import TARGETS

DATE_ORDERS = ("dmy", "mdy", "ymd", "serial")


@dataclass(frozen=True)
class Wishes:
    """What holds for one file; an empty value leaves the decision to the program."""

    targets: tuple[str, ...] = ()
    """What the rows are: names of TARGETS."""
    encoding: str = ""
    delimiter: str = ""
    header_line: int = 0
    """The line of the header, from 1."""
    header: tuple[str, ...] = ()
    """The names of the columns of a file that has no header."""
    date_order: str = ""
    """dmy, mdy, ymd or serial (days since 1900, as Excel counts)."""
    date_orders: Mapping[str, str] = field(default_factory=dict)
    """The same for single fields or headers."""
    decimal: str = ""
    """"." or ","."""
    decimals: Mapping[str, str] = field(default_factory=dict)
    """The same for single fields."""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Target field, or target.field, -> header or headers it is made of; "#3" is the third column."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Target field -> the same text for every row."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Target field -> word of the file -> our word."""
    is_left_out: bool = False
    """Nothing of it is imported."""

    def over(self, other: Wishes) -> Wishes:
        """These wishes, completed by `other`."""
        merged: dict[str, object] = {}
        for each in fields(self):
            mine, theirs = getattr(self, each.name), getattr(other, each.name)
            merged[each.name] = {**theirs, **mine} if isinstance(mine, Mapping) else mine or theirs
        return replace(self, **merged)  # type: ignore[arg-type]


def _go_on() -> None:
    """Nobody wants to stop."""


@dataclass(frozen=True)
class Asked:
    """Everything a reader must be told, because nothing here asks a clock or a person."""

    today: dt.date
    zone: dt.tzinfo = dt.UTC
    """Where local times without a zone were written."""
    options: Wishes = Wishes()
    map: Wishes = Wishes()
    files: Mapping[str, Wishes] = field(default_factory=dict)
    """Wishes of the map file for single files, by name or pattern."""
    sql: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Question.key -> Choice.value."""
    edited: Mapping[tuple[str, str], Wishes] = field(default_factory=dict)
    """What was decided last, with the file on the screen: by file and sheet, "" for all sheets of a file."""
    book: Path | None = None
    """The open book, which must never be read as a file."""
    is_watched: bool = False
    """Somebody has the sheets before them and can say what they are: what nobody knows is no reason to refuse all."""
    halt: Callable[[], None] = _go_on
    """Called before every chunk of rows; what it raises ends a reading."""

    def checked(self) -> None:
        """Refuse options that mean nothing. Raises BadInput."""
        for wishes in (self.options, self.map, *self.files.values(), *self.edited.values()):
            _refuse_unknown(wishes.targets, TARGETS, "--as")
            _refuse_unknown(filter(None, (wishes.date_order, *wishes.date_orders.values())), DATE_ORDERS, "date_order")
            _refuse_unknown(filter(None, (wishes.decimal, *wishes.decimals.values())), (".", ","), "decimal")

    def of(self, file: str, sheet: str = "") -> Wishes:
        """What holds for `file`, or one sheet of it.

        What was edited goes before answers, before options, before the map file's part for it, before its general part.
        """
        edited = self.edited.get((file, sheet), Wishes()).over(self.edited.get((file, ""), Wishes()))
        wishes = self.options
        name = PurePath(file).name
        for pattern, some in self.files.items():
            if fnmatchcase(name, pattern):
                wishes = wishes.over(some)
        return edited.over(self._answered(file)).over(wishes.over(self.map))

    def _answered(self, file: str) -> Wishes:
        """The answers about `file`, as wishes. A key is "subject:file" or "subject:file:field"."""
        found: dict[str, dict[str, str]] = {}
        for key, value in self.answers.items():
            subject, _, about = key.partition(":")
            if subject not in ("encoding", "target"):
                about, _, part = about.rpartition(":")
            else:
                part = ""
            if about == file:
                found.setdefault(subject, {})[part] = value
        return Wishes(
            targets=tuple(found.get("target", {}).values()),
            encoding=found.get("encoding", {}).get("", ""),
            date_orders=found.get("dates", {}),
            decimals=found.get("decimal", {}),
            columns={field: (header,) for field, header in found.get("column", {}).items()},
            constants=found.get("constant", {}),
            values={field: {"*": ours} for field, ours in found.get("words", {}).items()},
        )


def _refuse_unknown(values: Iterable[str], accepted: Collection[str], option: str) -> None:
    for value in values:
        if value not in accepted:
            raise BadInput(
                t(
                    "{option} '{value}' is unknown; use {accepted}",
                    option=option,
                    value=value,
                    accepted=" ".join(accepted),
                )
            )
