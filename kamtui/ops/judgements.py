"""What we think of an account, criterion by criterion: dated, with its source, never overwritten."""

from __future__ import annotations

import datetime as dt
import re

from kamtui.domain.fields import yes_no
from kamtui.domain.gates import TESTS
from kamtui.domain.outcomes.figures import JudgementAdded
from kamtui.domain.policy import Criterion
from kamtui.domain.texts import clipped, tidy
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.store import accounts, judgements, policies
from kamtui.store.sqlite import Connection
from kamtui.store.tx import Tx, instant

NOTHING = "-"
"""Typed to take a judgement back."""

SOURCES = ("customer", "public", "competitor", "internal")
"""Who usually says so; any other text will do."""

STRENGTH = "relative_strength"
"""How the customer sees us beside our rivals: judged for the portfolio under every policy (R19)."""

_SCALES = {STRENGTH: ("behind all rivals", "one of several", "clearly the first")}
_ANSWERS = {
    "集中": "central", "集中采购": "central", "混合": "mixed", "分散": "dispersed", "分散采购": "dispersed",
    "持续": "recurring", "持续性": "recurring", "项目": "project", "一次性": "one_off",
}  # fmt: skip


@operation("score.judge")
def judge(
    tx: Tx,
    account_id: int,
    criterion: str,
    *,
    score: float | None = None,
    answer: str = "",
    on: dt.date,
    source: str = "",
    note: str = "",
) -> JudgementAdded:
    """Judge an account by one criterion.

    `score` is 0-10 for a criterion of the policy in force, `answer` the word for one of the qualification tests (R16);
    neither takes the judgement back. Raises NotFound, BadInput, and NothingToDo where it was judged so that day.
    """
    account = accounts.one(tx.conn, account_id)
    name = folded(criterion)
    scale = _scale(tx, name, on)
    if name in TESTS:
        answer = _answer(name, score, answer)
    else:
        _refuse_beyond(name, score, answer, scale)
    found = judgements.newest(tx.conn, on, [account_id]).get(account_id, {}).get(name)
    if score is None and not answer and found is None:
        raise NothingToDo(t("{account}: {criterion} has not been judged", account=account.name, criterion=name))
    if found is not None and found[1:] == (score, answer, on, tx.author, source.strip(), note.strip()):
        raise NothingToDo(t("{account}: {criterion} is judged so already", account=account.name, criterion=name))
    values = {
        "account_id": account_id,
        "criterion": name,
        "on_date": on.isoformat(),
        "score": None if score is None else float(score),
        "answer": answer,
        "source": source.strip(),
        "note": note.strip(),
        "author": tx.author,
        "policy_version": policies.version_in_force(tx.conn, on),
        "recorded_at": instant(tx.now),
    }
    known = _criterion(tx, name, on)
    stands_in = known is not None and known.measure is not None
    row = tx.insert("judgement", values)
    return JudgementAdded(row, account_id, account.name, name, score, answer, on, stands_in)


def entered(text: str) -> tuple[float | None, str]:
    """Score and answer that a typed value is: 7, 7.5, 8/10, a word, or - for neither."""
    typed = tidy(text)
    if found := re.fullmatch(r"(-?\d{1,4}(?:[.,]\d{1,2})?)(?: ?/ ?10)?", typed):
        return float(found[1].replace(",", ".")), ""
    return None, "" if typed == NOTHING else text.strip()


def folded(text: str) -> str:
    """The name of a criterion, or an answer, as people type it: "Goal impact" is goal_impact."""
    return "_".join(tidy(text).replace("_", " ").replace("-", " ").split())


def criteria(conn: Connection, on: dt.date) -> list[str]:
    """Everything that may be judged under the policy in force on a day, in its order."""
    named = [each.name for card in policies.in_force(conn, on).cards.values() for each in card]
    return list(dict.fromkeys((*named, STRENGTH, *TESTS)))


def _scale(tx: Tx, name: str, on: dt.date) -> tuple[str, ...]:
    """What 0, 5 and 10 look like; raises BadInput for a criterion that neither that day's policy nor today's has."""
    found = _criterion(tx, name, on)
    if found is None and name != STRENGTH and name not in TESTS:
        known = ", ".join(criteria(tx.conn, max(on, tx.today)))
        raise BadInput(t("'{text}' is not a criterion of the policy; use {known}", text=clipped(name), known=known))
    return found.scale if found is not None else _SCALES.get(name, ())


def _criterion(tx: Tx, name: str, on: dt.date) -> Criterion | None:
    """What was judged before there was a policy is judged by the first one."""
    return policies.in_force(tx.conn, on).criterion(name) or policies.in_force(tx.conn, tx.today).criterion(name)


def _answer(test: str, score: float | None, answer: str) -> str:
    accepted = ", ".join(TESTS[test])
    if score is not None:
        raise BadInput(t("{test} is answered by a word: {accepted}", test=test, accepted=accepted))
    word = folded(answer)
    word = _ANSWERS.get(word, word)
    if word and word not in TESTS[test] and "yes" in TESTS[test]:
        word = _yes_or_no(word)
    if word and word not in TESTS[test]:
        message = "'{text}' is no answer to {test}; use {accepted}"
        raise BadInput(t(message, text=clipped(answer), test=test, accepted=accepted))
    return word


def _yes_or_no(word: str) -> str:
    try:
        return "yes" if yes_no(word) else "no"
    except BadInput:
        return word


def _refuse_beyond(name: str, score: float | None, answer: str, scale: tuple[str, ...]) -> None:
    if not answer and (score is None or 0 <= score <= 10):
        return
    described = ", ".join(f"{figure} = {t(text)}" for figure, text in zip((0, 5, 10), scale, strict=False))
    if not described:
        raise BadInput(t("{criterion} is scored 0 to 10", criterion=name))
    raise BadInput(t("{criterion} is scored 0 to 10: {scale}", criterion=name, scale=described))
