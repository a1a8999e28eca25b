"""Sentences about touches and opinions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.outcomes.touches import OpinionAdded, OpinionEdited, TouchEdited, TouchJoined, TouchLogged
from kamtui.i18n import t


def touch_logged(outcome: TouchLogged) -> str:
    if outcome.repeated:
        return t("touch {id} came with this key already; nothing was written", id=outcome.touch_id)
    parts = [t("{account}: {kind} on {on}", account=outcome.account, kind=t(outcome.kind), on=outcome.on)]
    if outcome.people:
        parts.append(t("with {people}", people=", ".join(outcome.people)))
    if outcome.follow_up is not None:
        parts.append(t("follow-up {due} {title}", due=outcome.follow_up.due_on, title=outcome.follow_up.title))
    if outcome.their_promise is not None:
        parts.append(t("theirs {due} {title}", due=outcome.their_promise.due_on, title=outcome.their_promise.title))
    if outcome.status is not None:
        parts.append(t("status → {status}", status=t(outcome.status.after or "not rated")))
    if outcome.next_due_on is not None:
        parts.append(t("next touch due {on}", on=outcome.next_due_on))
    if outcome.twin is not None:
        parts.append(
            t(
                "{who} logged this meeting too: #{other}; join: kamtui touch join {id} {other}",
                who=outcome.twin.by,
                other=outcome.twin.touch_id,
                id=outcome.touch_id,
            )
        )
    return " · ".join(parts)


def touch_edited(outcome: TouchEdited) -> str:
    return t(
        "{account}: touch {id}: {fields} changed",
        account=outcome.account,
        id=outcome.touch_id,
        fields=", ".join(outcome.fields),
    )


def touch_joined(outcome: TouchJoined) -> str:
    values = {"account": outcome.account, "id": outcome.touch_id, "who": outcome.by}
    if outcome.joins is None:
        return t("{account}: touch {id} is a meeting of its own again", **values)
    return t("{account}: touch {id} is one meeting with #{other} of {who}", other=outcome.joins, **values)


def opinion_added(outcome: OpinionAdded) -> str:
    values = {"account": outcome.account, "who": outcome.contact or t("somebody"), "score": outcome.score}
    if outcome.about:
        sentence = t("{account}: {who} gives {about} {score:g} of 10", about=outcome.about, **values)
    else:
        sentence = t("{account}: {who} gives us {score:g} of 10", **values)
    return sentence if outcome.before is None else sentence + t(", {before:g} before", before=outcome.before)


def opinion_edited(outcome: OpinionEdited) -> str:
    if not outcome.fields:
        return t("{account}: opinion {id} removed", account=outcome.account, id=outcome.opinion_id)
    fields = ", ".join(outcome.fields)
    return t("{account}: opinion {id}: {fields} changed", account=outcome.account, id=outcome.opinion_id, fields=fields)


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    TouchLogged: touch_logged,
    TouchEdited: touch_edited,
    TouchJoined: touch_joined,
    OpinionAdded: opinion_added,
    OpinionEdited: opinion_edited,
}
