"""Judgements read: the newest of each criterion on a day, and who judged what when."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from kamtui.domain.scorecards import Judgement
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.sqlite import Connection


class JudgementRow(NamedTuple):
    """A judgement as it was entered."""

    id: int
    account_id: int
    account: str
    criterion: str
    on: dt.date
    score: float | None
    """0-10; None where the answer is a word, or was taken back."""
    answer: str
    source: str
    note: str
    author: str
    policy_version: int | None
    """None: the book had decided no policy."""
    recorded_at: str


_SELECT = (
    "SELECT x.id, x.account_id, a.name, x.criterion, x.on_date, x.score, x.answer, x.source, x.note, x.author,"
    " x.policy_version, x.recorded_at FROM judgement x JOIN account a ON a.id = x.account_id"
)


def newest(conn: Connection, on: dt.date, accounts: Iterable[int] | None = None) -> dict[int, dict[str, Judgement]]:
    """Account -> criterion -> the judgement in force on a day; one that was taken back is absent.

    `accounts` are those one is interested in; None is all of them.
    """
    chosen = None if accounts is None else json.dumps(list(accounts))
    among = "" if chosen is None else " AND account_id IN (SELECT value FROM json_each(:accounts))"
    found = conn.execute(
        "SELECT account_id, criterion, score, answer, on_date, author, source, note FROM judgement"
        f" WHERE on_date <= :on{among} ORDER BY account_id, criterion, on_date, id",
        {"on": on.isoformat()} if chosen is None else {"on": on.isoformat(), "accounts": chosen},
    )
    judged: dict[int, dict[str, Judgement]] = {}
    for account, criterion, score, answer, day, author, source, note in found:
        mine = judged.setdefault(account, {})
        if score is None and not answer:
            mine.pop(criterion, None)
        else:
            mine[criterion] = Judgement(criterion, score, answer, dt.date.fromisoformat(day), author, source, note)
    return judged


def history(conn: Connection, account: int, criterion: str | None = None) -> list[JudgementRow]:
    """One account's judgements, the newest first; of one criterion where it is named."""
    only = "" if criterion is None else " AND x.criterion = ?"
    found = conn.execute(
        f"{_SELECT} WHERE x.account_id = ?{only} ORDER BY x.on_date DESC, x.id DESC",
        (account,) if criterion is None else (account, criterion),
    )
    return [_row(row) for row in found]


def one(conn: Connection, key: int) -> JudgementRow:
    """One judgement; raises NotFound."""
    found = conn.execute(f"{_SELECT} WHERE x.id = ?", (key,)).fetchone()
    if found is None:
        raise NotFound(t("there is no judgement {key}", key=key))
    return _row(found)


def _row(row: tuple[Any, ...]) -> JudgementRow:
    return JudgementRow._make((*row[:4], dt.date.fromisoformat(row[4]), *row[5:]))
