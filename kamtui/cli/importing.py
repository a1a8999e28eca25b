"""kamtui import FILE…"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated, Any

import typer

from kamtui.cli import out
from kamtui.cli.files import maybe_named, named
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.domain.outcomes.book import Imported
from kamtui.i18n import n, t
from kamtui.ops.transfer import mapfile
from kamtui.ops.transfer.apply import apply_plan
from kamtui.ops.transfer.asked import Asked, Wishes
from kamtui.ops.transfer.plan import Detected, Plan, read_plan
from kamtui.ops.transfer.questions import Question
from kamtui.ops.transfer.targets import TARGETS
from kamtui.render.said import said
from kamtui.store.book import Book

app = Noun(t("Files into the book."))

FILES = t("CSV, TSV, XLSX, JSON, JSONL, SQLite, vCard or iCalendar files; - for stdin.")

ALWAYS = ("accounts", "contacts", "sales", "touches")
"""What a report counts even where the files had none of it."""

DRAWING_S = 2.0
"""How long the end of an import waits for its last bar to be drawn."""

SHOWN = 20
"""Rejected rows listed on a terminal; --json lists them all."""


@app.command("import")
def import_(
    ctx: typer.Context,
    files: Annotated[list[str], typer.Argument(help=FILES)],
    as_: Annotated[str, typer.Option("--as", help=t("What the rows are: {targets}.", targets=", ".join(TARGETS)))] = "",
    map_: Annotated[str | None, typer.Option("--map", help=t("TOML file: which column is which field."))] = None,
    sql: Annotated[str, typer.Option("--sql", help=t("A SELECT over the files, each a table of its name."))] = "",
    encoding: Annotated[str, typer.Option(help=t("When it cannot be told: utf-8, gb18030, cp1252 …"))] = "",
    dates: Annotated[str, typer.Option(help=t("Order of day and month: dmy, mdy, ymd."))] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=t("Show what would happen, save nothing."))] = False,
) -> None:
    """Import files as one change: accounts, contacts, products, sales, touches, facts, invoices, payments and more."""
    session: Session = ctx.obj
    wishes = Wishes(targets=(as_,) if as_ else (), encoding=encoding, date_order=dates)
    asked = Asked(session.today, session.clock.zone, options=wishes, sql=sql, book=session.path)
    for file in files:
        maybe_named(session, file)
    if map_ is not None:
        general, by_file = mapfile.load(named(session, map_))
        asked = replace(asked, map=general, files=by_file)
    with _planned(files, asked) as plan:
        if not session.options.json:
            for detected in plan.detected:
                _describe(detected)
        _run(session, session.book, plan, dry_run=dry_run)


@contextmanager
def _planned(files: list[str], asked: Asked) -> Iterator[Plan]:
    """The plan, with what the files leave open asked on a terminal, else refused."""
    while True:
        with read_plan(files, asked, stdin=sys.stdin.buffer) as plan:
            if not plan.questions or not sys.stdin.isatty():
                yield plan.settled()
                return
            answers = {question.key: _answer(question) for question in plan.questions}
        asked = replace(asked, answers={**asked.answers, **answers})


def _run(session: Session, book: Book, plan: Plan, *, dry_run: bool) -> None:
    # outside the change: a terminal that takes no output must not keep the others from writing
    with _progress(session) as progress, book.write(apply_plan.name, dry_run=dry_run) as tx:
        outcome = apply_plan.within(tx, plan, progress=progress)
    change = None if dry_run else tx.change
    if session.options.json:
        out.document({**shape(outcome), "change": change})
        return
    out.line(said(outcome))
    for warning in outcome.warnings:
        out.tell(warning)
    for row in outcome.rejected[:SHOWN]:
        out.tell(t("{file} line {line}: {reason}", file=row.file, line=row.line, reason=row.reason))
    if outcome.rejected_count > SHOWN:
        out.tell(t("… and {count} more; --json lists them", count=outcome.rejected_count - SHOWN))
    if dry_run:
        out.tell(t("dry run: nothing was saved"))
    elif change is not None:
        out.line(t("undo: kamtui undo {change}", change=change))


def shape(outcome: Imported) -> dict[str, object]:
    """The report as other programs rely on it."""
    seen = outcome.created.keys() | outcome.updated.keys() | outcome.unchanged.keys()
    return {
        "read": outcome.read,
        "created": {name: outcome.created.get(name, 0) for name in TARGETS if name in ALWAYS or name in seen},
        "updated": sum(outcome.updated.values()),
        "unchanged": sum(outcome.unchanged.values()),
        "rejected": [row._asdict() for row in outcome.rejected],
        "rejected_count": outcome.rejected_count,
        "warnings": list(outcome.warnings),
        "unattributed": outcome.unattributed,
    }


def _describe(found: Detected) -> None:
    """What was found in a sheet, with its first two rows, before anything is written."""
    name = found.file if found.is_alone else f"{found.file} {found.sheet}"
    if not found.mapping:
        for note in found.notes:
            out.tell(f"{name}: {note}")
        return
    how = ", ".join(part for part in (found.encoding, *found.readings.values()) if part)
    rows = n("{count} row", "{count} rows", found.rows)
    out.tell(f"{name}: {rows} ({how})" if how else f"{name}: {rows}")
    for target, fields in found.mapping.items():
        pairs = ", ".join(f"{field} = {header}" for field, header in fields.items())
        out.tell(t("  {target}: {pairs}", target=t(target), pairs=pairs))
    if found.ignored:
        out.tell(t("  not imported: {columns}", columns=", ".join(found.ignored)))
    for row in found.sample:
        out.tell("  " + " | ".join(row.values()))
    for note in found.notes:
        out.tell("  " + note)


def _answer(question: Question) -> str:
    out.tell(f"{question.file}: {question.text}")
    for number, choice in enumerate(question.choices, 1):
        out.tell(f"  {number}  {choice.value}: {choice.preview}")
    chosen: int = typer.prompt(t("which"), type=int, err=True)
    return question.choices[min(max(chosen, 1), len(question.choices)) - 1].value


@contextmanager
def _progress(session: Session) -> Iterator[Callable[[str, int, int], None] | None]:
    """A bar per target on a terminal; nothing elsewhere."""
    if session.options.json or session.options.quiet or not sys.stderr.isatty():
        yield None
        return
    reached: dict[str, tuple[int, int]] = {}
    is_over = threading.Event()
    drawer = threading.Thread(target=_draw, args=(reached, is_over), daemon=True)
    drawer.start()
    try:
        # a word in passing: drawing waits for the terminal, and this is within the change
        yield lambda target, done, expected: reached.update({target: (done, expected)})
    finally:
        is_over.set()
        drawer.join(DRAWING_S)


def _draw(reached: dict[str, tuple[int, int]], is_over: threading.Event) -> None:
    """Draw bars until it is over."""
    # sanctioned deferral: rich is slow to import, and only a terminal sees a bar
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as bars:
        tasks: dict[str, Any] = {}
        while not is_over.wait(0.1):
            for target, (done, expected) in list(reached.items()):
                if target not in tasks:
                    tasks[target] = bars.add_task(t(target), total=expected)
                bars.update(tasks[target], completed=done, total=expected)
            bars.refresh()
