"""The row of what is judged of people, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli import influenceshapes
from kamtui.cli.out import day
from kamtui.domain.outcomes.influences import (
    FlagAnswered,
    FlagRaised,
    FlagSettled,
    InfluenceJudged,
    LinkAdded,
    LinkEnded,
)
from kamtui.store import (
    influences,
    links,
    redflags,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_influence_judged(outcome: InfluenceJudged, conn: Connection) -> Shape:
    said = influences.at_account(conn, outcome.account_id, outcome.on).get(outcome.contact_id)
    head = {"id": outcome.influence_id, "account_id": outcome.account_id, "account": outcome.account}
    return {**head, "contact_id": outcome.contact_id, "contact": outcome.contact, **influenceshapes.influence(said)}


def of_link(outcome: LinkAdded | LinkEnded, conn: Connection) -> Shape:
    return influenceshapes.link(links.one(conn, outcome.link_id))


def of_flag(outcome: FlagRaised | FlagAnswered, conn: Connection) -> Shape:
    account, kept = redflags.one(conn, outcome.flag_id)
    return {**influenceshapes.kept(kept), "account_id": account, "account": outcome.account}


def of_flag_settled(outcome: FlagSettled, conn: Connection) -> Shape:
    row: Shape = outcome._asdict()
    return {"id": outcome.flag_id, **row, "contact": outcome.contact or None, "on": day(outcome.on)}


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    InfluenceJudged: of_influence_judged,
    LinkAdded: of_link,
    LinkEnded: of_link,
    FlagRaised: of_flag,
    FlagAnswered: of_flag,
    FlagSettled: of_flag_settled,
}
