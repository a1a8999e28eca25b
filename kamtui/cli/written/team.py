"""The row of a team, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli import shapes
from kamtui.cli.out import day
from kamtui.domain.outcomes.team import CoverSet, HandedOver, ManagerRated, TeamJoined, UserLeft
from kamtui.store import (
    known,
    users,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_handed_over(outcome: HandedOver, conn: Connection) -> Shape:
    return {
        **outcome._asdict(),
        "on": day(outcome.on),
        "accounts": [{"account_id": account, "name": name} for account, name in outcome.accounts],
        "covers": [{"account_id": account, "contact_id": contact} for account, contact in outcome.covers],
    }


def of_user_left(outcome: UserLeft, conn: Connection) -> Shape:
    return {**shapes.user(users.one(conn, outcome.login), known.book_currency(conn)), "accounts": outcome.accounts}


def of_team_joined(outcome: TeamJoined, conn: Connection) -> Shape:
    row: Shape = outcome._asdict()
    return {"id": outcome.member_id, **row, "since": day(outcome.since)}


def of_cover_set(outcome: CoverSet, conn: Connection) -> Shape:
    row: Shape = outcome._asdict()
    return {"id": outcome.cover_id, **row, "on": day(outcome.on)}


def of_manager_rated(outcome: ManagerRated, conn: Connection) -> Shape:
    row: Shape = outcome._asdict()
    return {"id": outcome.rating_id, **row, "on": day(outcome.on)}


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    HandedOver: of_handed_over,
    UserLeft: of_user_left,
    TeamJoined: of_team_joined,
    CoverSet: of_cover_set,
    ManagerRated: of_manager_rated,
}
