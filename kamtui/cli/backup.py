"""kamtui backup: one verified copy, or a folder of them that thins itself out."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.files import named
from kamtui.cli.noting import note
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.errors import BadBook, BadInput
from kamtui.i18n import t
from kamtui.store import backups

app = Noun(t("Verified copies of the book."))

SCHEDULERS = ("cron", "systemd")


@app.command("backup")
def backup(
    ctx: typer.Context,
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help=t("Beside the book, with the time, if not said."))
    ] = None,
    *,
    folder: Annotated[
        str | None, typer.Option(metavar="DIR", help=t("Put it there, and take out the old ones that --keep lets go."))
    ] = None,
    keep: Annotated[
        str, typer.Option(metavar="24h,14d,12m", help=t("Hours, days and months that keep a copy, in UTC."))
    ] = backups.KEPT,
    show: Annotated[bool, typer.Option("--list", help=t("List the verified copies instead."))] = False,
    timer: Annotated[
        str | None,
        typer.Option("--print", metavar="cron|systemd", help=t("Print what makes one every hour, to be installed.")),
    ] = None,
) -> None:
    """Write a copy of the book that has been opened, compared and checked row by row."""
    session: Session = ctx.obj
    place = session.path.parent if folder is None else named(session, folder)
    if timer is not None:
        _print_timer(session, timer, place, keep)
    elif show:
        _list(session, place)
    elif folder is not None:
        if file is not None:
            raise BadInput(t("name a file or a folder, not both"))
        _into(session, place, backups.keep(keep))
    else:
        beside = backups.free(place / backups.name(session.path, session.clock.now()))
        _to(session, beside if file is None else named(session, file))


def _to(session: Session, target: Path) -> None:
    """One copy under a name of its own."""
    if target.exists() or target.is_symlink():
        raise BadInput(t("{path} exists already; name another file", path=target))
    if not target.parent.is_dir():
        raise BadInput(t("there is no folder {path}", path=target.parent))
    note(session, "backup")
    faults = backups.write(session.book.conn, target)
    _answer(session, target, [])
    if faults:
        raise BadBook(_faulty(session, target, len(faults), faults[0].text))


def _into(session: Session, folder: Path, periods: dict[str, int]) -> None:
    """One more copy in a folder; the old ones go only once it is there, and only if the book is what it should be."""
    if not folder.is_dir():
        raise BadInput(t("there is no folder {path}", path=folder))
    now = session.clock.now()
    partial = backups.free(folder / backups.name_unverified(session.path, now))
    faults = backups.write(session.book.conn, partial)
    if faults:
        raise BadBook(_faulty(session, partial, len(faults), faults[0].text))
    target = backups.take_name(partial, folder / backups.name(session.path, now))
    _answer(session, target, backups.thin(folder, session.path.name, periods, now))


def _faulty(session: Session, target: Path, count: int, first: str) -> str:
    message = (
        "{path} is a copy of a book that is not what its journal says ({count} faults, the first: {first}); look with"
        " kamtui journal verify. No older copy was taken out"
    )
    return t(message, path=target, count=count, first=first)


def _answer(session: Session, target: Path, gone: list[Path]) -> None:
    if session.options.json:
        out.document({"path": str(target), "bytes": target.stat().st_size, "removed": [str(path) for path in gone]})
    else:
        out.line(target)
        for path in gone:
            out.tell(t("taken out: {path}", path=path))


def _list(session: Session, folder: Path) -> None:
    shapes = []
    for copy in backups.listed(folder, session.path.name):
        found = backups.facts(copy.path)
        shapes.append(
            {
                "path": str(copy.path),
                "at": copy.at.isoformat().replace("+00:00", "Z"),
                "bytes": copy.size,
                "changes": None if found is None else found.changes,
                "schema": None if found is None else found.schema,
                "state": "damaged" if found is None else "whole",
            }
        )
    out.rows(session.options, shapes, COLUMNS)


COLUMNS = [
    out.column("path"),
    out.column("at"),
    out.column("bytes", right=True),
    out.column("changes", right=True, drop=1),
    out.column("state"),
]


def _print_timer(session: Session, kind: str, folder: Path, keep: str) -> None:
    if kind not in SCHEDULERS:
        raise BadInput(t("'{text}' is not one of {choices}", text=kind, choices=", ".join(SCHEDULERS)))
    backups.keep(keep)
    minute = _minute(session.path)
    words = [sys.executable, "-m", "kamtui", "backup", "--book", str(session.path.absolute())]
    line = shlex.join([*words, "--folder", str(folder.absolute()), "--keep", keep])
    out.block(
        [CRON.format(minute=minute, line=line.replace("%", "\\%"))]
        if kind == "cron"
        else [SYSTEMD.format(minute=minute, line=line.replace("%", "%%"))]
    )


def _minute(path: Path) -> int:
    """A minute of the hour, not the same for every book of a machine."""
    return sum(path.name.encode("utf-8", "surrogateescape")) % 60


CRON = """\
# crontab -e, as the account that owns the book; what goes wrong comes by mail
{minute} * * * * {line} >/dev/null"""

SYSTEMD = """\
# /etc/systemd/system/kamtui-backup.service
[Unit]
Description=A verified copy of the book of kamtui

[Service]
Type=oneshot
User=kam
ExecStart={line}

# /etc/systemd/system/kamtui-backup.timer; then: systemctl enable --now kamtui-backup.timer
[Unit]
Description=A verified copy of the book of kamtui, every hour

[Timer]
OnCalendar=*:{minute:02d}
Persistent=true

[Install]
WantedBy=timers.target"""
