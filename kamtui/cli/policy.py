"""kamtui policy …"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kamtui import paths
from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import On
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import policy
from kamtui.domain.outcomes import PolicySet
from kamtui.errors import BadInput, NotFound
from kamtui.i18n import t
from kamtui.ops.policies import set_policy
from kamtui.store import policies
from kamtui.store.policies import PolicyVersion

app = Noun(t("The rules the book is judged by, as TOML: show, history, set, check."))

File = Annotated[str, typer.Argument(metavar="FILE", help=t("The whole policy as TOML; - for stdin."))]

STARTING = 0
"""The version of a book that has decided none."""


@app.command("show")
def show(
    ctx: typer.Context,
    *,
    version: Annotated[int | None, typer.Option(metavar="N", help=t("Not the one in force, but this."))] = None,
) -> None:
    """Print the rules in force; `kamtui policy show > FILE`, edit it, `kamtui policy set FILE`."""
    session: Session = ctx.obj
    found = _version(session, version)
    if session.options.json:
        out.document(_shape(found))
    elif session.options.quiet:
        out.line(found.version)
    else:
        out.block(out.safe(line) for line in found.rules.rstrip("\n").split("\n"))


@app.command("history")
def past(ctx: typer.Context) -> None:
    """The versions of the rules, oldest first."""
    session: Session = ctx.obj
    out.rows(session.options, map(_shape, policies.history(session.conn)), COLUMNS)


@app.command("set")
@writes("policy.set", rows=False)
def set(
    w: Writing,
    file: File,
    *,
    on: On = "today",
    note: Annotated[str, typer.Option(metavar="TEXT", help=t("Why."))] = "",
) -> PolicySet:
    """Put a new version of the rules in force; earlier ones stay."""
    return w.do(set_policy, _read(file), on=w.date(on), note=note)


@app.command("check")
def check(ctx: typer.Context, file: File) -> None:
    """Say whether a file could be set as the rules, and what is wrong with it if not."""
    session: Session = ctx.obj
    found = policy.read(_read(file))
    if session.options.json:
        out.document({"ok": True, "cadence": {tier: list(days) for tier, days in found.cadence.items()}})
    else:
        out.line(t("{file} can be set as the policy", file=file))


COLUMNS = [
    out.column("version", right=True),
    out.column("on"),
    out.column("decided_by", t("by")),
    out.column("note"),
]


def _version(session: Session, number: int | None) -> PolicyVersion:
    wanted = policies.in_force(session.conn, session.on).version if number is None else number
    if wanted == STARTING:
        return PolicyVersion(STARTING, session.on, policy.STARTING, t("the starting policy"), "")
    for found in policies.history(session.conn):
        if found.version == wanted:
            return found
    raise NotFound(t("there is no policy {version}; see: kamtui policy history", version=number))


def _shape(found: PolicyVersion) -> out.Json:
    return {
        "id": found.version,
        "version": found.version,
        "on": None if found.version == STARTING else out.day(found.on),
        "note": found.note or None,
        "decided_by": found.decided_by or None,
        "rules": found.rules,
    }


def _read(file: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if file == "-" else paths.typed(file).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise BadInput(t("{file} cannot be read: {reason}", file=file, reason=error.strerror)) from None
    except UnicodeDecodeError:
        raise BadInput(t("{file} is not UTF-8 text", file=file)) from None
