"""One sentence per outcome about profiles, competitors and partnerships; `said` registers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.outcomes.markets import PartnershipSet, ProfileConfirmed, ProfileSet, RivalGone, RivalNoted
from kamtui.domain.profiles import heading
from kamtui.i18n import n, t

NAMED = 3
"""Fields that are named; more are counted."""


def profile_set(outcome: ProfileSet) -> str:
    field = heading(outcome.field)
    if not outcome.value:
        return t("{name}: {field} is taken back", name=outcome.name, field=field)
    return t("{name}: {field}: {value}", name=outcome.name, field=field, value=outcome.value)


def profile_confirmed(outcome: ProfileConfirmed) -> str:
    what = ", ".join([*map(heading, outcome.fields), *outcome.rivals])
    if len(outcome.fields) + len(outcome.rivals) > NAMED:
        fields = n("{count} field", "{count} fields", len(outcome.fields)) if outcome.fields else ""
        rivals = n("{count} competitor", "{count} competitors", len(outcome.rivals)) if outcome.rivals else ""
        what = ", ".join(filter(None, (fields, rivals)))
    return t("{name}: still true on {on}: {what}", name=outcome.name, on=outcome.on, what=what)


def rival_noted(outcome: RivalNoted) -> str:
    said = {"account": outcome.account, "rival": outcome.rival}
    if outcome.is_new:
        return t("{account}: competitor {rival} noted", **said)
    if not outcome.fields:
        return t("{account}: {rival}: still true on {on}", on=outcome.on, **said)
    return t("{account}: {rival}: {fields} noted", fields=", ".join(map(word, outcome.fields)), **said)


def rival_gone(outcome: RivalGone) -> str:
    return t(
        "{account}: {rival} is no longer there from {on}", account=outcome.account, rival=outcome.rival, on=outcome.on
    )


def partnership_set(outcome: PartnershipSet) -> str:
    sentence = t(
        "{account}: partnership {before} → {after}",
        account=outcome.account,
        before=t(outcome.before),
        after=t(outcome.after),
    )
    return sentence + (t(", until {until}", until=outcome.until_on) if outcome.until_on else "")


def word(field: str) -> str:
    """What a field of a competitor is called."""
    return t(WORDS[field])


WORDS = {
    "share": "share",
    "strengths": "strengths",
    "contacts": "whom they know",
    "counter": "our answer",
    "move": "last move",
    "move_on": "day of the move",
    "source": "source",
}
"""Field of a competitor -> what it is called."""

SENTENCES: Mapping[type[object], Callable[..., str]] = {
    ProfileSet: profile_set,
    ProfileConfirmed: profile_confirmed,
    RivalNoted: rival_noted,
    RivalGone: rival_gone,
    PartnershipSet: partnership_set,
}
