"""What customers say of the firm, read: the last answer of each respondent, and who was not asked (R28)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kamtui.domain.contacts import Level
from kamtui.domain.policy import Satisfaction
from kamtui.domain.satisfaction import Answer, Customer, Standing, customer
from kamtui.domain.signals.voice import zone
from kamtui.store import influences, opinions
from kamtui.store.fragments import held
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection

PAGE = 1_000
"""Answers read at a time."""


def customers(
    conn: Connection, on: dt.date, rules: Satisfaction, accounts: Iterable[int] | None = None
) -> list[Customer]:
    """What accounts say of the firm as far as one may see it, by name; those that said nothing are left out."""
    chosen = None if accounts is None else set(accounts)
    answers: dict[tuple[int, str], list[Answer]] = defaultdict(list)
    for one in _newest(conn, on, chosen):
        who = one.contact_id, one.contact or "", one.level
        answer = Answer(one.account_id, *who, one.on, one.score, one.before, zone(one.score, rules))
        answers[one.account_id, one.account].append(answer)
    people = _people(Scope(conn, on, [account for account, _ in answers]))
    found = (customer(account, said, people[account[0]], rules, on) for account, said in answers.items())
    return sorted((each for each in found if each is not None), key=lambda each: (each.account, each.account_id))


def _newest(conn: Connection, on: dt.date, accounts: set[int] | None) -> Iterator[opinions.Opinion]:
    account = next(iter(accounts)) if accounts is not None and len(accounts) == 1 else None
    keys = opinions.ids(conn, account=account, about="", until=on, newest=True)
    for start in range(0, len(keys), PAGE):
        for one in opinions.rows(conn, keys[start : start + PAGE]):
            if accounts is None or one.account_id in accounts:
                yield one


def _people(scope: Scope) -> dict[int, list[Standing]]:
    """Who works at each account, and whether they are judged to be for us."""
    judged = influences.in_force(scope)
    found: dict[int, list[Standing]] = defaultdict(list)
    for account, contact, level in scope.rows(
        "SELECT p.account_id, p.contact_id, p.level FROM position p JOIN contact c ON c.id = p.contact_id"
        f" WHERE c.placeholder = 0 AND {held('p')}",
        of="p.",
        by="",
    ):
        said = judged.get(account, {}).get(contact)
        is_for_us = said is not None and said.stance is not None and said.stance > 0
        found[account].append(Standing(contact, Level(level) if level else None, is_for_us))
    return found
