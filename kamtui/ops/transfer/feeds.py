"""A sheet on its way into one target: decided columns, then typed rows in batches, as often as they are wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from kamtui.i18n import t
from kamtui.ops.transfer import checks
from kamtui.ops.transfer.converters import Bad, Converter
from kamtui.ops.transfer.finishing import FINISH, NEEDED, kind_of
from kamtui.ops.transfer.holds import Columns
from kamtui.ops.transfer.profile import Profile, joined
from kamtui.ops.transfer.questions import Notice
from kamtui.ops.transfer.sheets import OUTER, Chunk, Rejected, Sheet
from kamtui.ops.transfer.targets import Batch, Row, Target
from kamtui.store.workspace import Workspace

KEPT_REJECTED = 10_000
"""Rejected rows kept word for word; further ones are only counted."""


class Decided(NamedTuple):
    """How one field is filled."""

    field: str
    columns: tuple[int, ...]
    converter: Converter
    lenient: bool
    constant: object = None


class Feed:
    """The typed rows of one sheet for one target. `rejected` and `notices` tell about the last complete reading."""

    def __init__(
        self,
        sheet: Sheet,
        profile: Profile,
        decided: Sequence[Decided],
        workspace: Workspace,
        *,
        today: dt.date,
        readings: Mapping[str, str],
    ) -> None:
        self.sheet = sheet
        self.target: Target = profile.mapping.target
        self.mapping = profile.mapping
        self.decided = tuple(decided)
        self.readings = dict(readings)
        """Field -> how it is read, in words, where that could surprise."""
        self.expected = profile.rows
        """Rows in the sheet, for a progress bar."""
        self.has_lines = self.target.name == "sales" and profile.has_lines
        """Rows with one number are lines of one document and are added up."""
        self.rejected: list[Rejected] = []
        self.rejected_count = 0
        self.read = 0
        """Rows looked at, whatever became of them."""
        self._workspace = workspace
        self._today = today
        self._checks = checks.for_target(self.target.name, sheet.file, today)
        self._unknown: dict[tuple[str, str], int] = {}
        self._lines = 0
        self._documents = 0

    def batches(self) -> Iterator[Batch[Any]]:
        """All rows from the start, typed, in batches; what cannot be imported goes to `rejected`."""
        self.rejected, self.rejected_count, self.read, self._unknown = [], 0, 0, {}
        self._lines = self._documents = 0
        self._checks = checks.for_target(self.target.name, self.sheet.file, self._today)
        batches = (batch for batch in map(self._typed, self.sheet.read()) if batch.rows)
        for batch in self._documents_of(batches) if self.has_lines else batches:
            for check in self._checks:
                check.see(batch.rows, batch.lines)
            yield batch

    @property
    def notices(self) -> list[Notice]:
        """What the rows of the last reading give to think about."""
        found = [notice for check in self._checks for notice in check.notices()]
        for (field, reason), count in self._unknown.items():
            text = t("{field} left out: {reason} ({count} rows)", field=field, reason=reason, count=count)
            found.append(Notice("unknown_word", self.sheet.file, text, rows=count))
        if self._documents:
            text = t("{lines} rows are lines of {documents} documents and were added up", lines=self._lines,
                     documents=self._documents)  # fmt: skip
            found.append(Notice("lines_added_up", self.sheet.file, text, rows=self._lines))
        return found

    def sample(self, count: int = 2) -> list[Row]:
        """The first rows, typed."""
        for chunk in self.sheet.read():
            if chunk.rows:
                head = Chunk(chunk.lines[:count], chunk.rows[:count], [])
                rows: list[Row] = self._converted(head, keep=False).rows
                return rows
        return []

    def _typed(self, chunk: Chunk) -> Batch[Any]:
        self.read += len(chunk.rows) + len(chunk.bad)
        for bad in chunk.bad:
            self._reject(bad)
        return self._converted(chunk, keep=True)

    def _converted(self, chunk: Chunk, *, keep: bool) -> Batch[Any]:
        """A chunk's rows as typed tuples, column by column; `keep` remembers what is rejected."""
        count = len(chunk.rows)
        if not count:
            return Batch(self.sheet.file, [], (), ())
        cells = list(zip(*chunk.rows, strict=True))
        values: Columns = {}
        reasons: dict[int, str] = {}
        for each in self.decided:
            if not each.columns:
                values[each.field] = [each.constant] * count
                continue
            column = each.converter.column(joined(each.field, [cells[at] for at in each.columns]))
            if each.converter.saw_bad:
                self._set_aside(each, column, reasons, keep=keep)
            values[each.field] = column
        for field in NEEDED[self.target.name]:
            if None in values[field]:
                for i, value in enumerate(values[field]):
                    if value is None:
                        reasons.setdefault(i, t("no {field}", field=field))
        FINISH[self.target.name](values, count, self._today, reasons)
        nothing: list[object] = [None] * count
        ordered = [values.get(field.name, nothing) for field in self.target.fields]
        rows = list(map(self.target.row._make, zip(*ordered, strict=True)))
        if not reasons:
            return Batch(self.sheet.file, rows, chunk.lines, chunk.rows)
        return self._without(reasons, rows, chunk, keep=keep)

    def _set_aside(self, each: Decided, column: list[object], reasons: dict[int, str], *, keep: bool) -> None:
        for i, value in enumerate(column):
            if isinstance(value, Bad):
                column[i] = None
                if not each.lenient:
                    reasons.setdefault(i, f"{each.field}: {value.reason}")
                elif keep:
                    word = (each.field, value.reason)
                    self._unknown[word] = self._unknown.get(word, 0) + 1

    def _without(self, reasons: dict[int, str], rows: list[Any], chunk: Chunk, *, keep: bool) -> Batch[Any]:
        if keep:
            for i, reason in sorted(reasons.items()):
                row = chunk.rows[i]
                if any(cell.strip(OUTER) for cell in row):
                    self._reject(Rejected(self.sheet.file, chunk.lines[i], reason, tuple(row)))
        good = [i for i in range(len(rows)) if i not in reasons]
        return Batch(
            self.sheet.file, [rows[i] for i in good], [chunk.lines[i] for i in good], [chunk.rows[i] for i in good]
        )

    def _reject(self, bad: Rejected) -> None:
        self.rejected_count += 1
        if len(self.rejected) < KEPT_REJECTED:
            self.rejected.append(bad)

    def _documents_of(self, batches: Iterable[Batch[Any]]) -> Iterator[Batch[Any]]:
        """Sales lines added up to documents; a row without a number stays by itself."""
        fields = [field.name for field in self.target.fields]
        alone = [fields.index(name) for name in ("account", "number", "currency", "amount", "profit")]
        rest = [at for at in range(len(fields)) if at not in alone]

        def lines() -> Iterator[list[tuple[object, ...]]]:
            for batch in batches:
                self._lines += len(batch.rows)
                block = []
                for line, row in zip(batch.lines, batch.rows, strict=True):
                    key = f"#{row.number}" if row.number else f"line {line}"
                    others = [v.isoformat() if isinstance(v, dt.date) else v for v in (row[at] for at in rest)]
                    block.append((row.account, key, row.currency, row.amount, row.profit, row.number, *others, line))
                yield block

        made = cast("Callable[[Iterable[object]], Row]", self.target.row._make)
        for block in self._workspace.sum_up(3, 2, lines()):
            rows, first_lines = [], []
            for account, _, currency, amount, profit, number, *others, line in block:
                values: list[object] = [None] * len(fields)
                for at, value in zip(alone, (account, number, currency, amount, profit), strict=True):
                    values[at] = value
                for at, value in zip(rest, others, strict=True):
                    values[at] = dt.date.fromisoformat(str(value)) if fields[at] == "date" else value
                kind = fields.index("kind")
                if values[kind] != "summary" and not self._has("kind"):
                    values[kind] = kind_of(cast("int", amount))
                rows.append(made(values))
                first_lines.append(cast("int", line))
            self._documents += len(rows)
            yield Batch(self.sheet.file, rows, first_lines, [_as_cells(row) for row in rows])

    def _has(self, field: str) -> bool:
        return any(each.field == field for each in self.decided)


def _as_cells(row: Sequence[object]) -> list[str]:
    return ["" if value is None else str(value) for value in row]
