"""Our people around an account: who works on it, who covers whom there, and how managers are rated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.outcomes.team import CoverEnded, CoverSet, ManagerRated, TeamJoined, TeamLeft
from kamtui.domain.teams import BEST, OurFunction, Rated
from kamtui.errors import BadInput, NothingToDo, NotPermitted
from kamtui.i18n import t
from kamtui.ops.conflicts import refuse_overtaken
from kamtui.ops.core import operation, past
from kamtui.store import accounts, contacts, discretion, ratings, teams, users
from kamtui.store.tx import Tx, instant
from kamtui.store.values import text_or_none


@operation("team.join")
def join_team(
    tx: Tx, account_id: int, login: str, function: OurFunction, *, since: dt.date | None = None
) -> TeamJoined:
    """Put a colleague into the team of an account.

    `since` is the first day, None as long as it is known; one colleague may have several functions (R90). Raises
    NotFound, NothingToDo.
    """
    account, who = accounts.one(tx.conn, account_id), one_of_us(tx, login)
    if any(
        member.who == who and member.function is function
        for member in teams.members(tx.conn, account_id, since or tx.today)
    ):
        message = "{who} is {function} of {account} already"
        raise NothingToDo(t(message, who=who, function=t(function.label), account=account.name))
    values = {"account_id": account_id, "who": who, "function": function.value, "from_on": text_or_none(since)}
    return TeamJoined(tx.insert("team_member", values), account_id, account.name, who, function, since)


@operation("team.leave")
def leave_team(tx: Tx, account_id: int, login: str, *, on: dt.date, function: OurFunction | None = None) -> TeamLeft:
    """Take a colleague out of the team of an account.

    `on` is the first day without them, `function` the one they give up, None every one. Raises NotFound, BadInput,
    NothingToDo.
    """
    account, who = accounts.one(tx.conn, account_id), one_of_us(tx, login)
    ended = [
        member
        for member in teams.members(tx.conn, account_id, on)
        if member.who == who and function in (None, member.function)
    ]
    if not ended:
        message = "{who} is not in the team of {account} on {on}"
        raise NothingToDo(t(message, who=who, account=account.name, on=on))
    for member in ended:
        tx.update("team_member", member.id, {"to_on": on.isoformat()})
    return TeamLeft(account_id, account.name, who, tuple(member.function for member in ended), on)


@operation("cover.set")
def set_cover(
    tx: Tx,
    account_id: int,
    contact_id: int,
    login: str,
    *,
    on: dt.date,
    strength: int | None = None,
    wanted: int | None = None,
    was: Mapping[str, int | None] | None = None,
) -> CoverSet:
    """Say who of us covers somebody at an account, and how strong the tie is.

    `strength` and `wanted` are 1-5, None leaves what was judged before; saying the same again on another day says that
    it is still true (R46). `was` is what the user saw of "strength" and "wanted". Raises NotFound, BadInput, Conflict,
    NothingToDo.
    """
    account, person, who = accounts.one(tx.conn, account_id), contacts.one(tx.conn, contact_id), one_of_us(tx, login)
    if all(place.account_id != account_id for place in contacts.positions_of(tx.conn, contact_id)):
        raise BadInput(t("{name} never worked at {account}", name=person.name, account=account.name))
    for each in (strength, wanted):
        _score(each)
    known = teams.cover(tx.conn, account_id, contact_id, who, on)
    before = (None, None) if known is None else (known[1].strength, known[1].wanted)
    row, now = None if known is None else known[0], dict(zip(("strength", "wanted"), before, strict=True))
    refuse_overtaken(tx, "cover", row, now, was)
    after = (before[0] if strength is None else strength, before[1] if wanted is None else wanted)
    if known is not None and known[1].on == on and after == before:
        raise NothingToDo(t("{who} covers {name} already", who=who, name=person.name))
    key = _cover(tx, account_id, contact_id, who, on, strength=after[0], strength_wanted=after[1])
    return CoverSet(key, account_id, account.name, contact_id, person.name, who, *after, on)


@operation("cover.end")
def end_cover(tx: Tx, account_id: int, contact_id: int, login: str, *, on: dt.date) -> CoverEnded:
    """Say that one of us no longer covers somebody. From `on`; what was judged stays. Raises NotFound, NothingToDo."""
    account, person, who = accounts.one(tx.conn, account_id), contacts.one(tx.conn, contact_id), one_of_us(tx, login)
    known = teams.cover(tx.conn, account_id, contact_id, who, on)
    if known is None:
        raise NothingToDo(t("{who} does not cover {name} on {on}", who=who, name=person.name, on=on))
    last = known[1]
    _cover(tx, account_id, contact_id, who, on, strength=last.strength, strength_wanted=last.wanted, ended=1)
    return CoverEnded(account_id, account.name, contact_id, person.name, who, on)


@operation("team.rate")
def rate_manager(
    tx: Tx, login: str, criterion: Rated, score: int, *, on: dt.date | None = None, note: str = ""
) -> ManagerRated:
    """Rate a manager.

    `score` is 1-5 for one of the five criteria a key account manager is chosen by (R91). Only heads rate, and only
    heads see it. Raises NotFound, NotPermitted, BadInput.
    """
    if not discretion.may_see_ratings(tx.conn):
        raise NotPermitted(t("only a head rates managers and sees how they are rated"))
    who, day = one_of_us(tx, login), past(tx, on)
    _score(score)
    before = ratings.of_one(tx.conn, who, day).get(criterion)
    values = {
        "who": who,
        "criterion": criterion.value,
        "on_date": day.isoformat(),
        "score": score,
        "note": note.strip(),
        "author": tx.author,
        "recorded_at": instant(tx.now),
    }
    added = tx.insert("manager_rating", values)
    return ManagerRated(added, who, criterion, score, None if before is None else before.score, day)


def one_of_us(tx: Tx, login: str) -> str:
    """A login as the book writes it; a book without users takes any. Raises NotFound, BadInput."""
    if not login.strip():
        raise BadInput(t("name one of us by login"))
    return users.one(tx.conn, login).login if users.all_users(tx.conn) else login.strip()


def _cover(tx: Tx, account_id: int, contact_id: int, who: str, on: dt.date, **judged: object) -> int:
    where = {"account_id": account_id, "contact_id": contact_id, "who": who, "on_date": on.isoformat()}
    return tx.insert("cover", {**where, **judged, "author": tx.author, "recorded_at": instant(tx.now)})


def _score(score: int | None) -> None:
    if score is not None and not 1 <= score <= BEST:
        raise BadInput(t("{score} is no score; use 1 to {best}", score=score, best=BEST))
