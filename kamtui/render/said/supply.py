"""One sentence per outcome about the catalogue and about peaks; `said` registers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.outcomes.supply import (
    PeakAdded,
    PeakCancelled,
    PeakEdited,
    PeakPrepared,
    PeakResulted,
    ProductAdded,
    ProductAliased,
    ProductArchived,
    ProductEdited,
)
from kamtui.i18n import n, t


def product_added(outcome: ProductAdded) -> str:
    if outcome.code:
        return t("{name} ({code}): added as product {id}", name=outcome.name, code=outcome.code, id=outcome.product_id)
    return t("{name}: added as product {id}", name=outcome.name, id=outcome.product_id)


def product_edited(outcome: ProductEdited) -> str:
    return t("{name}: {fields} changed", name=outcome.name, fields=", ".join(outcome.fields))


def product_archived(outcome: ProductArchived) -> str:
    if outcome.on is None:
        return t("{name}: sold again", name=outcome.name)
    return t("{name}: not sold any more from {on}", name=outcome.name, on=outcome.on)


def product_aliased(outcome: ProductAliased) -> str:
    named = {"name": outcome.name, "said": outcome.said}
    if outcome.removed:
        return t("'{said}' is not taken as {name} any more", **named)
    if outcome.rows:
        rows = n("{count} row of the book says it so", "{count} rows of the book say it so", outcome.rows)
        return t("'{said}' is taken as {name}; {rows}", rows=rows, **named)
    return t("'{said}' is taken as {name}", **named)


def peak_added(outcome: PeakAdded) -> str:
    return t(
        "{account}: peak {peak}, {first} to {last}; to be prepared from {on}",
        account=outcome.account,
        peak=outcome.name,
        first=outcome.starts_on,
        last=outcome.ends_on,
        on=outcome.prepare_on,
    )


def peak_edited(outcome: PeakEdited) -> str:
    text = t("{account}: peak {peak} is changed", account=outcome.account, peak=outcome.name)
    if outcome.moved_tasks:
        tasks = n("{count} task moves with it", "{count} tasks move with it", outcome.moved_tasks)
        return f"{text}; {tasks}"
    return text


def peak_cancelled(outcome: PeakCancelled) -> str:
    text = t("{account}: peak {peak} is called off", account=outcome.account, peak=outcome.name)
    if outcome.tasks:
        return f"{text}; {n('{count} task with it', '{count} tasks with it', outcome.tasks)}"
    return text


def peak_resulted(outcome: PeakResulted) -> str:
    named = {"account": outcome.account, "peak": outcome.name}
    if not outcome.result:
        return t("{account}: what came of {peak} is taken back", **named)
    return t("{account}: what came of {peak} is written down", **named)


def peak_prepared(outcome: PeakPrepared) -> str:
    given = "; ".join(
        t("{owner}: {task} by {due}", owner=errand.owner, task=errand.title, due=errand.due_on)
        for errand in outcome.errands
    )
    text = t("{account}: {peak} is prepared by {tasks}", account=outcome.account, peak=outcome.name, tasks=given)
    if outcome.vacant:
        functions = ", ".join(map(t, outcome.vacant))
        return t("{said} (nobody in the team for {functions})", said=text, functions=functions)
    return text


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    ProductAdded: product_added,
    ProductEdited: product_edited,
    ProductArchived: product_archived,
    ProductAliased: product_aliased,
    PeakAdded: peak_added,
    PeakEdited: peak_edited,
    PeakCancelled: peak_cancelled,
    PeakResulted: peak_resulted,
    PeakPrepared: peak_prepared,
}
