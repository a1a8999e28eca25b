"""kamtui user …"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kamtui.cli import files, out, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, On
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields
from kamtui.domain.outcomes.book import UserAdded, UserEdited
from kamtui.domain.outcomes.team import UserLeft
from kamtui.errors import BadInput, KamError, NothingToDo
from kamtui.i18n import t
from kamtui.ops.users import add_user, edit_user, leave_user
from kamtui.store import exchange, known, users

if TYPE_CHECKING:
    from kamtui.cli.server.authorized import KeyFile
    from kamtui.cli.server.keys import PublicKey

app = Noun(t("Who works in the book, and with which keys: add, list, edit, leave, remove."))

Login = Annotated[str, typer.Argument(metavar="LOGIN", help=t("The name of the account one logs in with."))]
Name = Annotated[str | None, typer.Option(metavar="TEXT", help=t("The person's name."))]
Role = Annotated[str | None, typer.Option(metavar="ROLE", help=t("head, kam, support or reader."))]
Hours = Annotated[str | None, typer.Option(metavar="N", help=t("Selling hours a week."))]
Cost = Annotated[
    str | None,
    typer.Option("--hourly-cost", metavar="AMOUNT", help=t("What an hour of theirs costs us; - as the policy says.")),
]


def _texts(ctx: typer.Context, given: Sequence[str] | None) -> list[str] | None:
    """The public keys that are named, read before the change begins: nobody waits for a slow sender."""
    return None if given is None else [_key_text(ctx.obj, one) if _is_public(ctx.obj, one) else one for one in given]


Keys = Annotated[
    list[str] | None,
    typer.Option(
        "--key",
        metavar="FILE",
        callback=_texts,
        help=t("A public key to come in with over SSH: its file, - for stdin, or the key itself; more than once."),
    ),
]
NoKey = Annotated[bool, typer.Option("--no-key", help=t("The keys there were open nothing any more."))]


@app.command("add")
@writes("user.add")
def add(
    w: Writing,
    login: Login,
    *,
    name: Name = None,
    role: Role = "kam",
    hours: Hours = None,
    hourly_cost: Cost = None,
    key: Keys = None,
) -> UserAdded:
    """Enter a colleague; with --key on a shared server, where they come in with it as themselves."""
    public = _public(w, "user.add", key)
    cost = _cost(w, hourly_cost)
    done = w.do(add_user, login, name=name or "", role=role or "kam", hours_per_week=_hours(hours), hourly_cost=cost)
    # keys that a namesake of earlier times had are not theirs
    _let_in(w, done.login, public, clear=True)
    return done


@app.command("edit")
@writes("user.edit")
def edit(
    w: Writing,
    login: Login,
    *,
    name: Name = None,
    role: Role = None,
    hours: Hours = None,
    hourly_cost: Cost = None,
    key: Keys = None,
    no_key: NoKey = False,
) -> UserEdited:
    """Change a colleague's entry; what is not named stays. --key lets them in with one more key."""
    given: dict[str, object] = {"name": name, "role": role, "hours": hours, "hourly_cost": hourly_cost}
    public = _public(w, "user.edit", key)
    if public or no_key:
        login = users.one(w.conn, login).login
        _let_in(w, login, public, clear=no_key)
        if all(value is None for value in given.values()):
            return UserEdited(users.one(w.conn, login).id, login, ("keys",))
    return w.do(
        edit_user,
        login,
        name=name,
        role=role,
        hours_per_week=_hours(hours),
        hourly_cost=_cost(w, hourly_cost),
        usual_cost=hourly_cost == NOTHING,
    )


@app.command("remove")
@writes("user.leave", rows=False)
def remove(w: Writing, login: Login) -> UserLeft:
    """Say that a colleague leaves today, and let their keys open nothing from now on; what they did stays."""
    user = users.one(w.conn, login)
    today = w.session.today
    has_left = user.left_on is not None and user.left_on <= today
    has_keys = _let_in(w, user.login, [], clear=True)
    if has_left and not has_keys:
        raise NothingToDo(t("{login} left on {on} and has no key", login=user.login, on=user.left_on))
    return UserLeft(user.id, user.login, user.left_on, 0) if has_left else w.do(leave_user, user.login, on=today)


@app.command("leave")
@writes("user.leave")
def leave(
    w: Writing,
    login: Login,
    *,
    on: On = "today",
    back: Annotated[bool, typer.Option("--back", help=t("They work here again."))] = False,
) -> UserLeft:
    """Say that a colleague leaves; what they own stays theirs until it is handed over."""
    return w.do(leave_user, login, on=None if back else w.date(on))


@app.command("ls")
def ls(ctx: typer.Context) -> None:
    """List who works in the book."""
    session: Session = ctx.obj
    currency = known.book_currency(session.conn)

    def shown(cost: int | None) -> int | None:
        return None if cost is None else exchange.own(session.conn, cost, currency, session.on)

    # imported late: half of what this noun does has nothing to do with keys
    from kamtui.cli.server import authorized

    held = authorized.readable(session)

    def keys_of(login: str) -> list[str] | None:
        return None if held is None else [one.key.fingerprint for one in held if one.login == login]

    found = (one._replace(hourly_cost=shown(one.hourly_cost)) for one in users.all_users(session.conn))
    rows = [{**shapes.user(one, currency), "keys": keys_of(one.login)} for one in found]
    has_keys = [out.column("keys")] if any(row["keys"] for row in rows) else []
    out.rows(session.options, rows, [*COLUMNS, *has_keys])


COLUMNS = [
    out.column("login"),
    out.column("name"),
    out.column("role"),
    out.column("hours_per_week", t("hours"), right=True, drop=1),
    out.column("hourly_cost", t("an hour"), right=True, drop=2),
    out.column("left_on", t("left on"), drop=2),
]


def _is_public(session: Session, given: str) -> bool:
    """Whether --key names a public key; what is neither a file nor a key is the sender's own key for the row."""
    return given == files.STREAM or " " in given or "/" in given or given.endswith(".pub") or _is_file(session, given)


def _is_file(session: Session, given: str) -> bool:
    return session.gated is None and files.named(session, given).exists()


def _public(w: Writing, operation: str, given: Sequence[str] | None) -> list[str]:
    """The public keys among what --key, or the field of a row, says; raises Repeated for a row that came before."""
    public = [one for one in given or () if " " in one]
    for one in given or ():
        if one not in public:
            w.once(operation, one)
    return public


def _key_text(session: Session, given: str) -> str:
    """What somebody named as a key, as text that a key is made of; raises BadInput."""
    # imported late: half of what this noun does has nothing to do with keys
    from kamtui.cli.server import keys

    if given.partition(" ")[0] in keys.TYPES:
        return keys.public_key(given).text
    path = files.maybe_named(session, given)
    try:
        raw = sys.stdin.buffer.read(keys.LONGEST + 1) if path is None else _start_of(path, keys.LONGEST + 1)
        return keys.public_key(raw.decode("utf-8")).text
    except OSError as error:
        raise BadInput(t("{file} cannot be read: {reason}", file=given, reason=error.strerror)) from None
    except UnicodeDecodeError:
        raise BadInput(t("{file} is not UTF-8 text", file=given)) from None
    except BadInput as error:
        raise BadInput(f"{given}: {error}" if path is not None else str(error)) from None


def _start_of(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most)


def _let_in(w: Writing, login: str, given: Sequence[str], *, clear: bool) -> bool:
    """Let a person in with keys once the change is saved; whether there is anything to do. Raises BadInput before."""
    # imported late: half of what this noun does has nothing to do with keys
    from kamtui.cli.server import authorized, keys

    door = authorized.key_file(w.session)
    if not given and not (clear and door.of(login)):
        return False
    found = [keys.public_key(text) for text in given]
    if found:
        authorized.refuse_unfit(door)
        door.refuse_taken(login, found)
    w.later.append(partial(_change_keys, door, login, found, clear=clear))
    return True


def _change_keys(door: KeyFile, login: str, found: Sequence[PublicKey], *, clear: bool) -> None:
    try:
        door.change(login, add=found, clear=clear)
    except KamError as error:
        message = (
            "{login} is in the book as asked, but the keys are as they were: {reason}. Then: kamtui user edit {login}"
        )
        raise BadInput(t(message, login=login, reason=error)) from None


def _cost(w: Writing, text: str | None) -> int | None:
    """An amount in the book's currency."""
    return None if text in (None, NOTHING) else fields.amount(text or "", known.book_currency(w.conn))


def _hours(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        hours = float(text)
    except ValueError:
        hours = -1.0
    if not 0 <= hours <= 168:
        raise BadInput(t("'{text}' is no number of hours in a week", text=text))
    return hours
