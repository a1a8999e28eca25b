"""kamtui nightly FEED: what a scheduler runs every night, a line for each step and one exit code."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Annotated

import typer

from kamtui.cli import feedfile, out
from kamtui.cli.feedfile import OnFailure, Step
from kamtui.cli.files import named
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.cli.steps import Result, State, run
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.render.text import fit, width

app = Noun(t("What is done every night."))

STOPPED = 130
"""The exit code of a command that was interrupted."""

NAME = 44
"""Cells of a name, with the dots behind it."""


@app.command("nightly")
def nightly(
    ctx: typer.Context,
    feed: Annotated[str, typer.Argument(metavar="FEED", help=t("TOML file with the steps."))],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=t("Show what would happen, save nothing."))] = False,
    timer: Annotated[
        str | None,
        typer.Option("--print", metavar="cron|systemd", help=t("Print what runs it every night, to be installed.")),
    ] = None,
) -> None:
    """Run the steps of a feed in order: imports, checks, backups, and whatever is printed into files.

    A feed is a TOML file of [[step]] with run = ["import", "in/*.csv"] and, for what prints, into = "file"; on_failure
    is "stop" or "go on". Each import is a change of its own, with its undo. Run again, what is as it was has nothing to
    do. The exit code is 0 where something was done, 1 where nothing was to do, else that of the worst failure; with -q
    only what failed is said.
    """
    session: Session = ctx.obj
    options = session.options
    if options.as_of or options.as_known or options.into:
        raise BadInput(t("--as-of, --as-known and --in are for looking; a step may have them"))
    path = named(session, feed)
    steps = feedfile.load(path)
    book = session.path.absolute()
    if timer is not None:
        _print_timer(timer, path.absolute(), book)
        return
    results = []
    with chdir(path.absolute().parent):
        for result in _run(session, steps, book, dry_run=dry_run or options.readonly):
            results.append(result)
            if options.quiet and result.state is State.FAILED:
                out.tell(_line(result))
            elif not options.json and not options.quiet:
                out.line(_line(result))
    code = _code(results)
    if options.json:
        out.document({"steps": [_shape(result) for result in results], "dry_run": dry_run, "code": code})
    elif dry_run and not options.quiet:
        out.tell(t("dry run: nothing was saved"))
    if code:
        raise typer.Exit(code)


def _print_timer(kind: str, feed: Path, book: Path) -> None:
    """What a scheduler wants to be told; raises BadInput."""
    if kind not in TIMERS:
        raise BadInput(t("'{text}' is not one of {choices}", text=kind, choices=", ".join(TIMERS)))
    line = shlex.join([sys.executable, "-m", "kamtui", "nightly", "-q", "--book", str(book), str(feed)])
    percent = "\\%" if kind == "cron" else "%%"
    out.block([TIMERS[kind].format(line=line.replace("%", percent))])


TIMERS = {
    "cron": """\
# crontab -e, as the account that owns the book; what failed comes by mail
17 2 * * * {line}""",
    "systemd": """\
# /etc/systemd/system/kamtui-nightly.service
[Unit]
Description=The nightly feed of kamtui

[Service]
Type=oneshot
User=kam
ExecStart={line}
# nothing to do is no failure
SuccessExitStatus=1

# /etc/systemd/system/kamtui-nightly.timer; then: systemctl enable --now kamtui-nightly.timer
[Unit]
Description=The nightly feed of kamtui, every night

[Timer]
OnCalendar=*-*-* 02:17
Persistent=true

[Install]
WantedBy=timers.target""",
}
"""Scheduler -> what it is told."""


def _run(session: Session, steps: list[Step], book: Path, *, dry_run: bool) -> Iterator[Result]:
    is_over = False
    for step in steps:
        if is_over:
            yield Result(step, State.SKIPPED, t("a step before it failed"))
            continue
        result = run(session, step, book, dry_run=dry_run)
        is_over = result.state is State.FAILED and (step.on_failure is OnFailure.STOP or result.code == STOPPED)
        yield result


def _code(results: list[Result]) -> int:
    """The worst failure; else 0 where something was done, 1 where nothing was to do."""
    worst = max((result.code for result in results if result.state is State.FAILED), default=0)
    if worst:
        return worst
    return 0 if any(result.state is State.DONE for result in results) else NothingToDo.exit_code


def _line(result: Result) -> str:
    """A line: the name, dots, what came of it, and how to take it back."""
    name = fit(result.step.name, min(width(result.step.name), NAME - 2))
    dots = "." * max(NAME - width(name) - 2, 1)
    undo = [] if result.change is None else [t("undo: kamtui undo {change}", change=result.change)]
    said = "; ".join(filter(None, [result.said, *undo]))
    return f"{name} {dots} {t(result.state)}" + (f"  {said}" if said else "")


def _shape(result: Result) -> out.Json:
    return {
        "name": result.step.name,
        "run": list(result.step.words),
        "into": result.step.into,
        "state": result.state,
        "text": result.said or None,
        "change": result.change,
        "code": result.code,
    }
