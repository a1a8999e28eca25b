"""Sentences about sales, judgements and figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.facts import shown
from kamtui.domain.money import grouped
from kamtui.domain.outcomes.figures import FactAdded, JudgementAdded, SaleAdded
from kamtui.i18n import t


def sale_added(outcome: SaleAdded) -> str:
    if outcome.repeated:
        return t("document {number} is in the book already; nothing was written", number=outcome.number)
    return t(
        "{account}: {number} {amount} {currency}",
        account=outcome.account,
        number=outcome.number or t("document {id}", id=outcome.sale_id),
        amount=grouped(outcome.amount, outcome.currency),
        currency=outcome.currency,
    )


def judgement_added(outcome: JudgementAdded) -> str:
    values = {"account": outcome.account, "criterion": t(outcome.criterion.replace("_", " ")), "on": outcome.on}
    if outcome.score is not None:
        sentence = t("{account}: {criterion} {score:g} of 10 on {on}", score=outcome.score, **values)
        return sentence + (t("; it counts only while the figure is unknown") if outcome.stands_in else "")
    if outcome.answer:
        return t("{account}: {criterion}: {answer} on {on}", answer=t(outcome.answer.replace("_", " ")), **values)
    return t("{account}: {criterion} taken back on {on}", **values)


def fact_added(outcome: FactAdded) -> str:
    what = t(outcome.metric.replace("_", " "))
    values = {
        "account": outcome.account,
        "metric": f"{what} {outcome.product}" if outcome.product else what,
        "period": outcome.period,
        "value": shown(outcome.value, outcome.metric, outcome.currency, outcome.unit),
    }
    if outcome.corrected:
        return t("{account}: {metric} {period} corrected to {value}", **values)
    return t("{account}: {metric} {period} {value}", **values)


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    SaleAdded: sale_added,
    JudgementAdded: judgement_added,
    FactAdded: fact_added,
}
