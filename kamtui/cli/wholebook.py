"""The whole book out as lines of JSON, and a book out of such lines."""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from kamtui.cli import noting, out
from kamtui.cli.documents import check
from kamtui.cli.files import maybe_named
from kamtui.cli.session import Session
from kamtui.errors import BadInput, NotPermitted
from kamtui.i18n import n, t
from kamtui.ops.beginning import make_folders
from kamtui.ops.transfer.files import open_source
from kamtui.ops.transfer.wholefile import whole
from kamtui.store import dumps, permits, tabledocs
from kamtui.store.sqlite import one_moment

PACKING = 6
"""As gzip does it; harder takes twice the time and saves a hundredth."""

IN_MEMORY = 8 << 20
"""Bytes that are kept in memory until it is noted who took them; more go into a private file."""


def give(session: Session, output: str | None, *, force: bool) -> None:
    """Write the book to standard output or into a file, packed where its name ends in .gz, and note who took it."""
    asked = session.options
    if asked.as_of or asked.as_known or asked.into:
        raise BadInput(t("the whole book is taken as it is, not as of a day or in another currency"))
    if not permits.may_decide(session.conn, session.who, session.today):
        raise NotPermitted(t("only a head can take the whole book: it holds what was said in confidence"))
    target = maybe_named(session, output)
    if target is None:
        if out.is_shown():
            raise BadInput(t("this is long and no reading: name a file with --output, or pipe it"))
        with TextIOWrapper(tempfile.SpooledTemporaryFile(IN_MEMORY, "w+b"), "utf-8", newline="") as kept:
            rows = _write(session, kept)
            noting.note(session, "all as jsonl", rows)
            kept.seek(0)
            shutil.copyfileobj(kept, sys.stdout)
        return
    check(target, force=force)
    with whole(target) as file:
        if target.suffix == ".gz":
            # no time of day in it: the same book packs to the same bytes
            with (
                gzip.GzipFile("", "wb", PACKING, fileobj=file.buffer, mtime=0) as packed,
                TextIOWrapper(packed, "utf-8") as text,
            ):
                rows = _write(session, text)
        else:
            rows = _write(session, file)
        noting.note(session, "all as jsonl", rows)
    if session.options.json:
        out.document({"what": "all", "rows": rows, "path": str(target)})
    elif session.options.quiet:
        out.line(rows)
    else:
        one, many = "the book: {count} row written to {path}", "the book: {count} rows written to {path}"
        out.line(n(one, many, rows, path=target))


def describe(session: Session) -> None:
    """Say what each table and column of the lines is for."""
    found = list(tabledocs.documented(session.book.conn))
    if session.options.json:
        tables = [{**each._asdict(), "columns": [column._asdict() for column in each.columns]} for each in found]
        out.document({"kind": dumps.KIND, "format": dumps.FORMAT, "tables": tables})
        return
    for table in found:
        out.line(f"{table.name}: {table.text}")
        width = max(len(column.name) for column in table.columns)
        for column in table.columns:
            details = [column.type + (" required" if column.required else "")]
            if column.text != column.name.replace("_", " "):
                details.append(column.text)
            if column.refers_to:
                details.append(f"-> {column.refers_to}")
            if column.values:
                details.append(" | ".join(value or "(empty)" for value in column.values))
            out.line(f"  {column.name.ljust(width)}  {'; '.join(details)}")


def _write(session: Session, file: TextIO) -> int:
    """Write the book as it stands at one moment; how many rows it has."""
    rows = 0
    with one_moment(session.book.conn):
        for line in dumps.lines(session.book.conn):
            file.write(line)
            rows += line[0] == "["
    return rows


def make(session: Session, path: Path, file: str) -> None:
    """Make the book at `path` out of the lines in a file."""
    source = open_source(file, stdin=sys.stdin.buffer)
    make_folders(path.parent)
    try:
        with source.text("utf-8") as said:
            done = dumps.rebuild(path, said, file, who=session.who, clock=session.clock)
    except UnicodeDecodeError:
        raise BadInput(t("{file} is no text", file=file)) from None
    finally:
        source.close()
    if session.options.json:
        out.document({"path": str(path), "from": file, **done._asdict()})
    else:
        told = {"path": path, "file": file, "rows": done.rows, "changes": done.changes}
        out.line(t("{path} is the book in {file}: {rows} rows, {changes} changes in its journal", **told))
