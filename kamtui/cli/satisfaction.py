"""kamtui satisfaction"""

from __future__ import annotations

from collections.abc import Iterator

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import MaybeAccount
from kamtui.cli.session import Session
from kamtui.domain.policy import Satisfaction
from kamtui.domain.satisfaction import Answer, Customer, OfLevel, by_level
from kamtui.domain.signals.voice import Zone
from kamtui.errors import NothingToDo
from kamtui.i18n import t
from kamtui.store import accounts, lookup, policies
from kamtui.store.satisfaction import customers

app = Noun(t("Satisfaction."))


@app.command("satisfaction")
def satisfaction(ctx: typer.Context, account: MaybeAccount = None) -> None:
    """What customers say of the firm, level by level with respondents and zones; never one mean across levels.

    The last answer of each respondent. Below the policy's limits loyalty is in danger, or made; in between it does not
    react. It says where few answered, one level only, or only friends. Satisfaction is not loyalty.
    """
    session: Session = ctx.obj
    conn = session.conn
    chosen = None if account is None else lookup.account(conn, account)
    rules = policies.in_force(conn, session.on).satisfaction
    found = customers(conn, session.on, rules, None if chosen is None else [chosen])
    if session.options.json:
        out.document(_document(found, rules))
        return
    if session.options.quiet:
        out.rows(session.options, ({"id": each.account_id} for each in found), [])
        return
    if not found:
        name = t("the book") if chosen is None else accounts.one(conn, chosen).name
        raise NothingToDo(t("nobody was asked yet: {name}; see: kamtui opinion add", name=name))
    if chosen is None:
        out.rows(session.options, _by_account(found), OF_ACCOUNTS)
        print()
        out.rows(session.options, map(_level, by_level(_answers(found), rules)), OF_LEVELS)
    else:
        out.rows(session.options, map(_answer, found[0].answers), OF_RESPONDENTS)
        print()
        out.rows(session.options, map(_level, found[0].levels), OF_LEVELS)
        for line in _doubts(found[0]):
            out.tell(line)
    limits = t("below {danger:g} danger, from {loyalty:g} loyalty", danger=rules.danger, loyalty=rules.loyalty)
    out.tell(t("{limits}; levels are not averaged together, and satisfaction is not loyalty", limits=limits))


def _document(found: list[Customer], rules: Satisfaction) -> out.Json:
    return {
        "danger_below": rules.danger,
        "loyalty_from": rules.loyalty,
        "levels": [_level(each) for each in by_level(_answers(found), rules)],
        "accounts": [
            {
                "account_id": each.account_id,
                "account": each.account,
                "n": len(each.answers),
                "worst_zone": each.worst.word,
                "levels": [_level(level) for level in each.levels],
                "respondents": [_answer(answer) for answer in each.answers],
                "never_asked": [*each.unasked],
                "doubts": [*each.doubts],
            }
            for each in found
        ],
    }


def _answers(found: list[Customer]) -> Iterator[Answer]:
    for each in found:
        yield from each.answers


def _answer(one: Answer) -> out.Json:
    return {
        "contact_id": one.contact_id,
        "contact": one.name or None,
        "level": one.level,
        "on": out.day(one.on),
        "score": one.score,
        "before": one.before,
        "zone": one.zone.word,
    }


def _level(one: OfLevel) -> out.Json:
    zones = {zone.word: one.zones[zone] for zone in Zone}
    head = {"level": one.level, "n": one.n, "mean": round(one.mean, 2), "lowest": one.lowest}
    return {**head, "zone": one.zone.word, "zones": zones}


def _by_account(found: list[Customer]) -> Iterator[out.Json]:
    """A line for each level of each account."""
    for each in found:
        doubts = ", ".join(t(doubt.value) for doubt in each.doubts)
        for place, level in enumerate(each.levels):
            head = {"account_id": each.account_id, "account": each.account}
            yield {**head, **_level(level), "doubts": "" if place else doubts}


def _doubts(found: Customer) -> Iterator[str]:
    for doubt in found.doubts:
        yield t("take care: {doubt}", doubt=t(doubt.value))
    if found.unasked:
        yield t("never asked: {levels}", levels=", ".join(t(level) for level in found.unasked))


def _zones(row: out.Json) -> str:
    zones = row["zones"]
    assert isinstance(zones, dict)
    return ", ".join(f"{t(word)} {count}" for word, count in zones.items() if count)


OF_LEVELS = [
    out.column("level", value=lambda row: t(str(row["level"])) if row["level"] else t("not known")),
    out.column("n", t("answered"), right=True),
    out.column("mean", t("mean of the level"), right=True, value=lambda row: f"{row['mean']:.1f}"),
    out.column("lowest", right=True, value=lambda row: f"{row['lowest']:g}"),
    out.column("zone", value=lambda row: t(str(row["zone"]))),
    out.column("zones", t("respondents by zone"), value=_zones),
]

OF_ACCOUNTS = [out.column("account"), *OF_LEVELS, out.column("doubts", t("take care"), drop=1)]

OF_RESPONDENTS = [
    out.column("contact", t("who says so"), value=lambda row: row["contact"] or t("somebody")),
    out.column("level"),
    out.column("on", min=10),
    out.column("score", right=True, value=lambda row: f"{row['score']:g}"),
    out.column("before", right=True, value=lambda row: None if row["before"] is None else f"{row['before']:g}"),
    out.column("zone", value=lambda row: t(str(row["zone"]))),
]
