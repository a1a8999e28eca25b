"""The plan of an import: what was found in the files, what is still open, and the typed rows ready to be written.

Nothing here writes to the book. A plan can be read again and again, and holds no more than one batch of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO, NamedTuple

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer import files, ours
from kamtui.ops.transfer.addressbooks import with_the_rest
from kamtui.ops.transfer.asked import Asked, Wishes
from kamtui.ops.transfer.creditrows import CreditRow
from kamtui.ops.transfer.decisions import decide_feed
from kamtui.ops.transfer.feeds import KEPT_REJECTED, Feed
from kamtui.ops.transfer.files import Source
from kamtui.ops.transfer.guessing import guess_targets
from kamtui.ops.transfer.mapping import Mapping, map_columns, question_of_target, questions_about
from kamtui.ops.transfer.moneyrows import InvoiceRow, PaymentRow
from kamtui.ops.transfer.opportunityrows import OpportunityRow
from kamtui.ops.transfer.productrows import ProductRow
from kamtui.ops.transfer.profile import profile
from kamtui.ops.transfer.questions import Notice, Question, Undecided
from kamtui.ops.transfer.sheets import Chunk, Rejected, Sheet
from kamtui.ops.transfer.targets import TARGETS, AccountRow, Batch, ContactRow, FactRow, SaleRow, TouchRow
from kamtui.store.workspace import Workspace

SQL = "--sql"
"""What a shaped sheet is called instead of a file."""


class Detected(NamedTuple):
    """What was found out about one sheet, to be shown before anything is imported."""

    file: str
    sheet: str
    is_alone: bool
    """The only sheet of its file."""
    encoding: str
    delimiter: str
    header_line: int
    rows: int
    mapping: dict[str, dict[str, str]]
    """Target -> field -> header, headers or constant."""
    readings: dict[str, str]
    """Field -> how it is read: "day first", "decimal comma" …"""
    ignored: tuple[str, ...]
    """Headers that are not imported."""
    sample: tuple[dict[str, str], ...]
    """Two rows as they stand in the file."""
    notes: tuple[str, ...]
    header: tuple[str, ...] = ()
    """Every column, in the order of the file."""
    cells: tuple[tuple[str, ...], ...] = ()
    """The same two rows, cell by cell."""
    mappings: tuple[Mapping, ...] = ()
    """Which column is which field, for each target; also where something is still open."""


class Plan:
    """An import that has been thought through but not done. Close it, or use it in a `with`."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.feeds: list[Feed] = []
        self.questions: list[Question] = []
        self.detected: list[Detected] = []
        self.rejected_before: list[Rejected] = []
        """Rows of files that were broken before --sql could see them."""
        self._workspace = Workspace()
        self._sources: list[Source] = []

    def __enter__(self) -> Plan:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove temporary copies."""
        self._workspace.close()
        for source in self._sources:
            source.close()

    def settled(self) -> Plan:
        """The plan itself. Raises Undecided where questions are open."""
        if self.questions:
            raise Undecided(self.questions)
        return self

    def accounts(self) -> Iterator[Batch[AccountRow]]:
        """The accounts of all files, in batches."""
        return self._batches("accounts")

    def contacts(self) -> Iterator[Batch[ContactRow]]:
        """The contacts of all files, in batches."""
        return self._batches("contacts")

    def products(self) -> Iterator[Batch[ProductRow]]:
        """The products of all files, in batches."""
        return self._batches("products")

    def sales(self) -> Iterator[Batch[SaleRow]]:
        """The sales documents of all files, in batches."""
        return self._batches("sales")

    def touches(self) -> Iterator[Batch[TouchRow]]:
        """The touches of all files, in batches."""
        return self._batches("touches")

    def facts(self) -> Iterator[Batch[FactRow]]:
        """The figures of all files, in batches."""
        return self._batches("facts")

    def credit(self) -> Iterator[Batch[CreditRow]]:
        """The credit decisions of all files, in batches."""
        return self._batches("credit")

    def opportunities(self) -> Iterator[Batch[OpportunityRow]]:
        """The opportunities of all files, in batches."""
        return self._batches("opportunities")

    def invoices(self) -> Iterator[Batch[InvoiceRow]]:
        """The invoices of all files, in batches."""
        return self._batches("invoices")

    def payments(self) -> Iterator[Batch[PaymentRow]]:
        """The payments of all files, in batches."""
        return self._batches("payments")

    def expected(self) -> dict[str, int]:
        """Rows per target, before anything is rejected or added up: the length of a progress bar."""
        counts = dict.fromkeys(TARGETS, 0)
        for feed in self.feeds:
            counts[feed.target.name] += feed.expected
        return counts

    @property
    def read(self) -> int:
        """Rows looked at by the last readings; a sheet of firms with their people is read twice and counts once."""
        read: dict[int, int] = {}
        for feed in self.feeds:
            read[id(feed.sheet)] = max(feed.read, read.get(id(feed.sheet), 0))
        return sum(read.values())

    @property
    def rejected(self) -> list[Rejected]:
        """The rows that the last readings could not use; what two readings of one sheet refused is there once."""
        return list(dict.fromkeys([*self.rejected_before, *self._refused]))

    @property
    def rejected_count(self) -> int:
        """All of them; `rejected` keeps 10,000 per sheet word for word."""
        twice = len(self.rejected_before) + len(self._refused) - len(self.rejected)
        return len(self.rejected_before) + sum(feed.rejected_count for feed in self.feeds) - twice

    @property
    def _refused(self) -> list[Rejected]:
        return [bad for feed in self.feeds for bad in feed.rejected]

    @property
    def notices(self) -> list[Notice]:
        """What the last readings give to think about."""
        # a sheet of firms with their people is read twice and gives the same notice twice
        return list(dict.fromkeys(notice for feed in self.feeds for notice in feed.notices))

    def _batches(self, target: str) -> Iterator[Batch[Any]]:
        for feed in self.feeds:
            if feed.target.name == target:
                yield from feed.batches()

    def _add_file(self, file: str, stdin: BinaryIO | None) -> list[Sheet]:
        source = files.open_source(file, book=self.asked.book, stdin=stdin)
        self._sources.append(source)
        found = files.read_sheets(source, self.asked, self._workspace)
        if isinstance(found, Question):
            self.questions.append(found)
            return []
        return list(found)

    def _shaped(self, sheets: Sequence[Sheet]) -> Sheet:
        """The answer of --sql as a sheet, after all files were loaded as tables."""
        for sheet in sheets:
            if not (sheet.by_machine and sheet.name in self._workspace.tables):
                self._workspace.load(sheet.name, sheet.header, self._loadable(sheet))
        answer = self._workspace.select(self.asked.sql)
        return Sheet(SQL, SQL, answer.names, lambda: files.numbered(answer.rows()), by_machine=True)

    def _refuse_nothing(self) -> None:
        if not self.feeds and not self.questions and not self.asked.is_watched:
            found = ", ".join(detected.sheet for detected in self.detected)
            raise BadInput(
                t("nothing in these tables can be imported as it is: {tables}; shape it with --sql", tables=found)
            )

    def _loadable(self, sheet: Sheet) -> Iterator[Sequence[Sequence[str]]]:
        for chunk in sheet.read():
            room = max(0, KEPT_REJECTED - len(self.rejected_before))
            self.rejected_before += chunk.bad[:room]
            yield chunk.rows

    def _add_sheet(self, sheet: Sheet, *, alone: bool) -> None:
        """Decide about one sheet; one of several in a file is left out where its rows are nothing we know."""
        sheet = replace(sheet, read=partial(_halting, sheet.read, self.asked.halt))
        wishes = self.asked.of(sheet.file, sheet.name)
        mappings: list[Mapping] = []
        feeds, questions = ([], []) if wishes.is_left_out else self._decide(sheet, wishes, mappings)
        # what a sheet is, somebody has said who has it on the screen
        if questions and not alone and not self.asked.edited.get((sheet.file, sheet.name), Wishes()).targets:
            sheet = replace(sheet, notes=(*sheet.notes, t("not imported: {reason}", reason=questions[0].text)))
        else:
            self.questions += [question._replace(sheet=sheet.name) for question in questions]
            self.feeds += feeds
        self.detected.append(_detected(sheet, feeds, mappings, alone=alone))

    def _decide(self, sheet: Sheet, wishes: Wishes, mappings: list[Mapping]) -> tuple[list[Feed], list[Question]]:
        """The feeds of a sheet, or what is open; `mappings` is filled with which column is which field."""
        mine = () if wishes.columns or wishes.constants else tuple(filter(None, [ours.target_of(sheet.header)]))
        names = wishes.targets or mine or guess_targets(sheet.header, wishes, sheet.file)
        is_ours = bool(mine) and names == mine
        if not names:
            return [], [question_of_target(sheet)]
        mappings += [map_columns(sheet, TARGETS[name], wishes) for name in names]
        if names == ("contacts",) and not mine:
            sheet, mappings[0] = with_the_rest(sheet, mappings[0])
        questions = [question for mapping in mappings for question in questions_about(sheet, mapping)]
        if questions:
            return [], questions
        feeds = []
        for each in profile(sheet, mappings):
            found = decide_feed(sheet, each, wishes, self.asked, self._workspace, is_ours=is_ours)
            if isinstance(found, Feed):
                feeds.append(found)
            else:
                questions += found
        return feeds, questions


def read_plan(paths: Sequence[str], asked: Asked, *, stdin: BinaryIO | None = None) -> Plan:
    """Look at all files and decide what can be decided; "-" is standard input. Raises BadInput and NotFound.

    What stays open is in `Plan.questions`; with answers for them in `asked.answers` the plan is read anew. A file that
    is named twice is read once.
    """
    if not paths:
        raise BadInput(t("name at least one file to import, or - for standard input"))
    asked.checked()
    plan = Plan(asked)
    try:
        by_file = [plan._add_file(file, stdin) for file in dict.fromkeys(paths)]
        if asked.sql:
            by_file = [] if plan.questions else [[plan._shaped([sheet for sheets in by_file for sheet in sheets])]]
        for sheets in by_file:
            for sheet in sheets:
                plan._add_sheet(sheet, alone=len(sheets) == 1)
        plan._refuse_nothing()
    except BaseException:
        plan.close()
        raise
    order = list(TARGETS)
    plan.feeds.sort(key=lambda feed: order.index(feed.target.name))
    return plan


def _halting(read: Callable[[], Iterator[Chunk]], halt: Callable[[], None]) -> Iterator[Chunk]:
    """The chunks of a sheet, as long as nobody wants to stop."""
    for chunk in read():
        halt()
        yield chunk


def _detected(sheet: Sheet, feeds: Sequence[Feed], mappings: Sequence[Mapping], *, alone: bool) -> Detected:
    used = {at for feed in feeds for at in feed.mapping.used()}
    return Detected(
        file=sheet.file,
        sheet=sheet.name,
        is_alone=alone,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        header_line=sheet.header_line,
        rows=max((feed.expected for feed in feeds), default=0),
        mapping={
            feed.target.name: {
                field: " + ".join(sheet.header[at] for at in source.columns) or f"= {source.constant}"
                for field, source in feed.mapping.sources.items()
            }
            for feed in feeds
        },
        readings={field: text for feed in feeds for field, text in feed.readings.items()},
        ignored=tuple(
            name or t("column {number}", number=at + 1) for at, name in enumerate(sheet.header) if at not in used
        ),
        sample=tuple(dict(zip(sheet.header, row, strict=False)) for row in sheet.sample()),
        notes=sheet.notes,
        header=sheet.header,
        cells=tuple(tuple(row) for row in sheet.sample()),
        mappings=tuple(mappings),
    )
