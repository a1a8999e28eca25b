"""One sentence per outcome about opportunities and quotas; `said` registers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.money import grouped
from kamtui.domain.opportunities import Outcome
from kamtui.domain.outcomes.opportunities import (
    OpportunityAdded,
    OpportunityClosed,
    OpportunityEdited,
    OpportunityMoved,
    QuotaSet,
)
from kamtui.i18n import t


def added(outcome: OpportunityAdded) -> str:
    of = {"of": _of(outcome.account, outcome.name), "id": outcome.opportunity_id, "level": t(outcome.level.label)}
    if outcome.repeated:
        return t("{of} is in the book already as opportunity {id}", **of)
    said = t("{of}: added as opportunity {id}: {level}", **of)
    if outcome.suggestion:
        more = t(
            "the catalogue has no {product}; is it {name}?", product=outcome.unknown_product, name=outcome.suggestion
        )
    elif outcome.unknown_product:
        more = t("the catalogue has no {product}", product=outcome.unknown_product)
    else:
        return said
    return f"{said}; {more}"


def edited(outcome: OpportunityEdited) -> str:
    fields = ", ".join(t(field.removesuffix("_id").replace("_", " ")) for field in outcome.fields)
    return t("{of}: {fields} changed", of=_of(outcome.account, outcome.name), fields=fields)


def moved(outcome: OpportunityMoved) -> str:
    before, after = t(outcome.before.label), t(outcome.after.label)
    return t("{of}: {before} → {after}", of=_of(outcome.account, outcome.name), before=before, after=after)


def closed(outcome: OpportunityClosed) -> str:
    of = {"of": _of(outcome.account, outcome.name), "on": outcome.on}
    match outcome.outcome:
        case Outcome.WON:
            said = t("{of}: won on {on}", **of)
        case Outcome.LOST:
            said = t("{of}: lost on {on}", **of)
        case _:
            return t("{of}: open again", **of)
    return f"{said}; {t('that is before it was opened')}" if outcome.before_opened else said


def quota_set(outcome: QuotaSet) -> str:
    amount = f"{grouped(outcome.amount, outcome.currency)} {outcome.currency}"
    return t("{who}: quota of {year} is {amount}", who=outcome.who, year=outcome.label, amount=amount)


def _of(account: str, name: str) -> str:
    """An opportunity by its account, where one is named, and its own name."""
    return f"{account}: {name}" if account else name


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    OpportunityAdded: added,
    OpportunityEdited: edited,
    OpportunityMoved: moved,
    OpportunityClosed: closed,
    QuotaSet: quota_set,
}
