"""One sentence per outcome about our own people; `said` registers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.outcomes.team import (
    CoverEnded,
    CoverSet,
    HandedOver,
    ManagerRated,
    TeamJoined,
    TeamLeft,
    UserLeft,
)
from kamtui.i18n import n, t

NAMED = 3
"""Accounts of a handover that are named; the others are counted."""


def joined(outcome: TeamJoined) -> str:
    values = {"account": outcome.account, "who": outcome.who, "function": t(outcome.function.label)}
    if outcome.since is None:
        return t("{account}: {who} is in the team as {function}", **values)
    return t("{account}: {who} is in the team as {function} from {on}", on=outcome.since, **values)


def left(outcome: TeamLeft) -> str:
    what = ", ".join(t(function.label) for function in outcome.functions)
    message = "{account}: {who} is no longer {functions} from {on}"
    return t(message, account=outcome.account, who=outcome.who, functions=what, on=outcome.on)


def covered(outcome: CoverSet) -> str:
    sentence = t("{account}: {who} covers {name}", account=outcome.account, who=outcome.who, name=outcome.name)
    return sentence + strengths(outcome.strength, outcome.wanted)


def uncovered(outcome: CoverEnded) -> str:
    message = "{account}: {who} no longer covers {name} from {on}"
    return t(message, account=outcome.account, who=outcome.who, name=outcome.name, on=outcome.on)


def rated(outcome: ManagerRated) -> str:
    what = t(outcome.criterion.replace("_", " "))
    return t("{who}: {criterion} {score} of 5", who=outcome.who, criterion=what, score=outcome.score)


def gone(outcome: UserLeft) -> str:
    if outcome.on is None:
        return t("{login} works here again", login=outcome.login)
    sentence = t("{login} left on {on}", login=outcome.login, on=outcome.on)
    if outcome.accounts:
        owned = n("{count} account", "{count} accounts", outcome.accounts)
        sentence += t(
            "; still owns {accounts}: kamtui account handover {login} LOGIN", accounts=owned, login=outcome.login
        )
    return sentence


def handed_over(outcome: HandedOver) -> str:
    counted = (
        ("{count} open task", "{count} open tasks", len(outcome.tasks)),
        ("{count} open issue", "{count} open issues", len(outcome.issues)),
        ("{count} open opportunity", "{count} open opportunities", len(outcome.opportunities)),
        ("{count} planned touch", "{count} planned touches", len(outcome.touches)),
        ("{count} covered person", "{count} covered people", len(outcome.covers)),
        ("{count} place in a team", "{count} places in teams", len(outcome.places)),
        ("{count} plan", "{count} plans", len(outcome.plans)),
    )
    parts = [n(one, many, count) for one, many, count in counted if count]
    who = {"giver": outcome.giver, "taker": outcome.taker, "on": outcome.on}
    accounts = n("{count} account", "{count} accounts", len(outcome.accounts))
    sentence = t("{giver} → {taker} from {on}: {accounts}", accounts=accounts, **who)
    if parts:
        sentence += t("; with them {what}", what=", ".join(parts))
    if outcome.tasks_kept:
        kept = n("{count} open task", "{count} open tasks", len(outcome.tasks_kept))
        sentence += t("; due before and still {giver}'s: {tasks}", giver=outcome.giver, tasks=kept)
    if outcome.objections:
        sentence += t("; against it: {objections}", objections="; ".join(outcome.objections))
    names = [name for _, name in outcome.accounts]
    return f"{sentence}: {', '.join(names[:NAMED])}" + (f" +{len(names) - NAMED}" if names[NAMED:] else "")


def strengths(strength: int | None, wanted: int | None) -> str:
    """How strong a tie is and should be, behind a sentence; "" where nobody judged either."""
    if strength is None and wanted is None:
        return ""
    now, then = ("?" if each is None else str(each) for each in (strength, wanted))
    return t(", strength {now}, wanted {wanted}", now=now, wanted=then)


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    TeamJoined: joined,
    TeamLeft: left,
    CoverSet: covered,
    CoverEnded: uncovered,
    ManagerRated: rated,
    UserLeft: gone,
    HandedOver: handed_over,
}
