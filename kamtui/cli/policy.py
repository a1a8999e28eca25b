"""kamtui policy …"""

from __future__ import annotations

import difflib
import sys
from typing import Annotated, NamedTuple

import typer

from kamtui.cli import editing, out, simulating
from kamtui.cli.files import maybe_named
from kamtui.cli.nouns import Noun
from kamtui.cli.params import On
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import policychecks, policytext
from kamtui.domain.outcomes.book import PolicySet
from kamtui.domain.policy import Policy
from kamtui.domain.policychecks import Checked
from kamtui.domain.policydiff import differences
from kamtui.domain.simulation import changed
from kamtui.errors import BadInput, Conflict, NotFound, NothingToDo
from kamtui.i18n import t
from kamtui.ops.policies import set_policy
from kamtui.render.said import said
from kamtui.store import policies
from kamtui.store.policies import PolicyVersion
from kamtui.store.simulations import simulate

app = Noun(t("The rules the book is judged by, as TOML: show, check, edit, set, diff, simulate, history."))

File = Annotated[str, typer.Argument(metavar="FILE", help=t("The whole policy as TOML; - for stdin."))]
MaybeFile = Annotated[str | None, typer.Argument(metavar="[FILE]", help=t("The whole policy as TOML; - for stdin."))]
Starting = Annotated[
    str | None, typer.Option(metavar="NAME", help=t("The starting policy: revenue, distributor or project."))
]
Note = Annotated[str, typer.Option(metavar="TEXT", help=t("Why."))]
Side = Annotated[
    str | None, typer.Argument(metavar="[VERSION|FILE]", help=t("A version's number, a starting policy or a file."))
]

NONE_DECIDED = 0
"""The version of a book that has decided none: it goes by the first starting policy."""


class Text(NamedTuple):
    """A policy and what it is called."""

    label: str
    rules: str


@app.command("show")
def show(
    ctx: typer.Context,
    *,
    version: Annotated[int | None, typer.Option(metavar="N", help=t("Not the one in force, but this."))] = None,
    starting: Starting = None,
) -> None:
    """Print the rules in force; `kamtui policy show > FILE`, edit it, `kamtui policy set FILE`."""
    session: Session = ctx.obj
    found = _starting(session, starting) if starting is not None else _version(session, version)
    if session.options.json:
        out.document(_shape(found))
    elif session.options.quiet:
        out.line(found.version)
    else:
        out.block(out.safe(line) for line in found.rules.rstrip("\n").split("\n"))


@app.command("check")
def check(ctx: typer.Context, file: File) -> None:
    """Say everything that keeps a file from being set as the rules, and what is risky about it."""
    session: Session = ctx.obj
    found = _checked(_read(ctx.obj, file))
    if session.options.json:
        out.document({"ok": not found.errors, "errors": list(found.errors), "warnings": list(found.warnings)})
    for warning in found.warnings:
        out.tell(t("warning: {warning}", warning=warning))
    if found.errors:
        raise BadInput("\n".join(found.errors))
    if not (session.options.json or session.options.quiet):
        out.line(t("{file} can be set as the policy", file=file))


@app.command("set")
@writes("policy.set", rows=False)
def set(
    w: Writing,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]",
            help=t("The whole policy as TOML; - for stdin."),
            # read before the change begins: nobody waits for a slow sender
            callback=lambda ctx, file: None if file is None else _read(ctx.obj, file),
        ),
    ] = None,
    *,
    starting: Starting = None,
    on: On = "today",
    note: Note = "",
) -> PolicySet:
    """Put a new version of the rules in force; earlier ones stay."""
    _refuse_both_or_none(file, starting)
    rules = file if file is not None else policies.starting(str(starting))
    done = w.do(set_policy, rules, on=w.date(on), note=note)
    _warn(rules)
    return done


@app.command("edit")
def edit(ctx: typer.Context, *, on: On = "today", note: Note = "") -> None:
    """Open the rules in force in $VISUAL or $EDITOR; what is saved there is checked and put in force."""
    session: Session = ctx.obj
    book = session.book
    from_day = session.date(on)
    before = _version(session, None)
    with editing.draft(before.rules, suffix=".toml") as draft:
        rules = draft.edited(lambda text: _checked(text).errors)
        if rules == before.rules:
            raise NothingToDo(t("nothing was changed"))
        if _version(session, None) != before:
            raise Conflict(t("somebody changed the rules meanwhile; see: kamtui policy diff"))
        done = set_policy(book, rules, on=from_day, note=note)
        draft.discard()
    _warn(rules)
    if session.options.json:
        out.document({**done.value._asdict(), "on": out.day(done.value.on), "change": done.change})
    elif session.options.quiet:
        out.line(done.value.version)
    else:
        out.line(said(done.value))
        out.line(t("undo: kamtui undo {change}", change=done.change))


@app.command("diff")
def diff(ctx: typer.Context, a: Side = None, b: Side = None) -> None:
    """What two versions of the rules say differently; without names the one before against the one in force.

    A version named alone is compared with the one in force, and the one in force with a file or a starting policy.
    """
    session: Session = ctx.obj
    before, after = _sides(session, a, b)
    if session.options.json:
        found = differences(_policy(before), _policy(after))
        out.document([{"name": each.name, "from": each.before, "to": each.after} for each in found])
    else:
        old, new = (text.rules.rstrip("\n").split("\n") for text in (before, after))
        out.block(map(out.safe, difflib.unified_diff(old, new, before.label, after.label, lineterm="")))


@app.command("simulate")
def simulated(
    ctx: typer.Context,
    file: MaybeFile = None,
    *,
    starting: Starting = None,
    weights: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="CARD.CRITERION=N", help=t("One weight; the others keep their proportions.")),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help=t("Who stays, too."))] = False,
) -> None:
    """Who would move if other rules were in force, before anything is saved.

    Tiers are those that the newest quarterly review and the gate to key indicate on the day, by the rules in force and
    by the others: nobody waits for a second review, and room for another key account is not looked at.
    """
    session: Session = ctx.obj
    named = file is not None or starting is not None
    if not named and not weights:
        raise BadInput(t("name a file, a starting policy with --starting, or a weight with --set"))
    rules = _policy(_one_of(session, file, starting)) if named else policies.in_force(session.conn, session.on)
    for setting in weights or ():
        rules = changed(rules, setting)
    if errors := policychecks.check(rules).errors:
        raise BadInput("\n".join(errors))
    simulating.tell(session, simulate(session.conn, session.on, rules), rules, all_=all_)


@app.command("history")
def past(ctx: typer.Context) -> None:
    """The versions of the rules, oldest first."""
    session: Session = ctx.obj
    out.rows(session.options, map(_shape, policies.history(session.conn)), COLUMNS)


COLUMNS = [
    out.column("version", right=True),
    out.column("on"),
    out.column("name"),
    out.column("decided_by", t("by")),
    out.column("note"),
]


def _checked(rules: str) -> Checked:
    """What there is to say against a text; where it cannot be read, that."""
    try:
        return policychecks.check(policytext.read(rules))
    except BadInput as error:
        return Checked((str(error),), ())


def _warn(rules: str) -> None:
    for warning in _checked(rules).warnings:
        out.tell(t("warning: {warning}", warning=warning))


def _policy(text: Text) -> Policy:
    return policytext.read(text.rules)


def _version(session: Session, number: int | None) -> PolicyVersion:
    wanted = policies.version_in_force(session.conn, session.on) or NONE_DECIDED if number is None else number
    if wanted == NONE_DECIDED:
        return _starting(session, policies.STARTING[0])
    for found in policies.history(session.conn):
        if found.version == wanted:
            return found
    raise NotFound(t("there is no policy {version}; see: kamtui policy history", version=number))


def _starting(session: Session, name: str) -> PolicyVersion:
    return PolicyVersion(NONE_DECIDED, session.on, policies.starting(name), t("the starting policy"), "")


def _one_of(session: Session, file: str | None, starting: str | None) -> Text:
    """The text of a file or of a starting policy, whichever is named."""
    _refuse_both_or_none(file, starting)
    if file is not None:
        return Text(file, _read(session, file))
    return Text(str(starting), policies.starting(str(starting)))


def _refuse_both_or_none(file: str | None, starting: str | None) -> None:
    if (file is None) is (starting is None):
        raise BadInput(t("name either a file or a starting policy with --starting"))


def _sides(session: Session, a: str | None, b: str | None) -> tuple[Text, Text]:
    """The two texts to compare, the earlier one first."""
    now = _labelled(_version(session, None))
    if a is None:
        versions = [each for each in policies.history(session.conn) if each.on <= session.on]
        before = _labelled(versions[-2]) if len(versions) > 1 else _labelled(_version(session, NONE_DECIDED))
        return before, now
    first = _named(session, a)
    if b is None:
        return (first, now) if a.isdigit() else (now, first)
    return first, _named(session, b)


def _named(session: Session, name: str) -> Text:
    if name.isascii() and name.isdigit():
        return _labelled(_version(session, int(name)))
    if name in policies.STARTING:
        return Text(name, policies.starting(name))
    return Text(name, _read(session, name))


def _labelled(found: PolicyVersion) -> Text:
    if found.version == NONE_DECIDED:
        return Text(policies.STARTING[0], found.rules)
    return Text(t("policy {version} of {on}", version=found.version, on=found.on), found.rules)


def _shape(found: PolicyVersion) -> out.Json:
    return {
        "id": found.version,
        "version": found.version,
        "on": None if found.version == NONE_DECIDED else out.day(found.on),
        "name": policytext.read(found.rules).name or None,
        "note": found.note or None,
        "decided_by": found.decided_by or None,
        "rules": found.rules,
    }


def _read(session: Session, file: str) -> str:
    path = maybe_named(session, file)
    try:
        raw = sys.stdin.buffer.read() if path is None else path.read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise BadInput(t("{file} cannot be read: {reason}", file=file, reason=error.strerror)) from None
    except UnicodeDecodeError:
        raise BadInput(t("{file} is not UTF-8 text", file=file)) from None
