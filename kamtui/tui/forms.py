"""Operations without a key of their own, asked for in the bottom line one field after the other: for the palette."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kamtui.domain import facts, fields
from kamtui.domain.contacts import EndReason, Function, Level
from kamtui.domain.gates import TESTS
from kamtui.domain.periods import Period
from kamtui.domain.shedding import ASKED
from kamtui.domain.touches import Kind
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.accounts import add_account
from kamtui.ops.backfill import backfill
from kamtui.ops.contacts import add_contact, edit_contact, leave
from kamtui.ops.core import Operation
from kamtui.ops.facts import add_fact
from kamtui.ops.judgements import SOURCES, criteria, entered, judge
from kamtui.ops.policies import set_policy
from kamtui.ops.quicklog import person
from kamtui.ops.sales import add_sale
from kamtui.ops.shedding import change_service, end_service_change
from kamtui.ops.tasks import close_task, edit_task
from kamtui.ops.touches import add_touch
from kamtui.ops.users import ROLES, add_user, edit_user
from kamtui.store import accounts, tasks
from kamtui.tui.screens.acting import Acting, completing, one_of

Values = Mapping[str, Any]
Read = Callable[[Acting, int, str, Values], Any]
"""Reads an answer on a page, for its account, beside those before it; raises a refusal, said before asking again."""


class Field(NamedTuple):
    """One question; an empty answer leaves the field out."""

    name: str
    prompt: str
    read: Read
    options: Sequence[str] | Callable[[Acting], Sequence[str]] = ()
    """What Tab completes; a function where the book says it."""
    is_required: bool = False


class Form(NamedTuple):
    """What to ask for an operation, and its call on the answers that were given."""

    operation: Operation[..., Any]
    fields: tuple[Field, ...]
    call: Callable[[Acting, int, Values], tuple[tuple[Any, ...], Values]]
    """(page, account, answers) -> positional and keyword arguments."""

    @property
    def label(self) -> str:
        return self.operation.label


def run(page: Acting, form: Form) -> None:
    """Ask for the fields of a form on a page and do its operation."""
    page.run_worker(_fill(page, form), exit_on_error=True)


async def _fill(page: Acting, form: Form) -> None:
    account = next(iter(page.targets()), 0)
    answers: dict[str, Any] = {}
    for field in form.fields:
        options = field.options(page) if callable(field.options) else field.options
        while True:
            text = await page.bottom.ask(t(field.prompt), suggest=completing(list(options)))
            if text is None:
                return
            if not text.strip() and not field.is_required:
                break
            try:
                answers[field.name] = field.read(page, account, text.strip(), answers)
                break
            except BadInput as error:
                page.call_next(page.app.say, str(error), "error")
    arguments, named = form.call(page, account, answers)
    page.say(await page.app.do(form.operation, *arguments, **named))


def _text(page: Acting, account: int, text: str, given: Values) -> str:
    if not text:
        raise BadInput(t("this cannot be left out"))
    return text


def _day(page: Acting, account: int, text: str, given: Values) -> object:
    return fields.date(text, page.today)


def _value(page: Acting, account: int, text: str, given: Values) -> int:
    return facts.value(text, given["metric"], accounts.row(page.app.book.conn, account).currency)


def _period(page: Acting, account: int, text: str, given: Values) -> Period:
    return fields.period(text, page.today)


def _person(page: Acting, account: int, text: str, given: Values) -> int:
    return person(page.app.book.conn, account, text, page.today)


def _people(page: Acting, account: int, text: str, given: Values) -> list[int]:
    return [_person(page, account, name.strip(), given) for name in text.split(",")]


def _amount(page: Acting, account: int, text: str, given: Values) -> int:
    return fields.amount(text, accounts.row(page.app.book.conn, account).currency)


def _number(page: Acting, account: int, text: str, given: Values) -> int:
    if not text.isdecimal():
        raise BadInput(t("'{text}' is no number", text=text))
    return int(text)


def _file(page: Acting, account: int, text: str, given: Values) -> str:
    try:
        return Path(text).expanduser().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(t("cannot read {path}: {reason}", path=text, reason=error)) from None


def _plain(read: Callable[[str], Any]) -> Read:
    return lambda page, account, text, given: read(text)


def _without(taken: str, given: Values) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != taken}


def _contact_edit(page: Acting, account: int, given: Values) -> tuple[tuple[Any, ...], Values]:
    return (given["contact"], {given["field"]: given["value"]}), {"account_id": account}


def _task_edit(page: Acting, account: int, given: Values) -> tuple[tuple[Any, ...], Values]:
    changed = _without("task", given)
    if "due_on" in changed:
        changed["due_on"] = changed["due_on"].isoformat()
    return (tasks.one(page.app.book.conn, given["task"]).id, changed), {}


_CONTACT_FIELDS = ["name", "email", "phone", "note", "title", "level", "function"]


def _person_left(page: Acting, account: int, given: Values) -> tuple[tuple[Any, ...], Values]:
    reason = EndReason(given["reason"])
    return (given["contact"],), {"on": page.today, "reason": reason, "account_id": account}


_ANSWERS = list(dict.fromkeys(answer for answers in TESTS.values() for answer in answers))


def _criteria(page: Acting) -> Sequence[str]:
    return criteria(page.app.book.conn, page.today)


def _judgement(page: Acting, account: int, given: Values) -> tuple[tuple[Any, ...], Values]:
    score, answer = entered(given["value"])
    said = {name: given[name] for name in ("source", "note") if name in given}
    return (account, given["criterion"]), {"score": score, "answer": answer, "on": page.today, **said}


def _fact(page: Acting, account: int, given: Values) -> tuple[tuple[Any, ...], Values]:
    rest = {name: value for name, value in given.items() if name not in ("metric", "value")}
    if facts.MEASURED[given["metric"]] is facts.Measured.MONEY:
        rest["currency"] = accounts.row(page.app.book.conn, account).currency
    return (account, given["metric"], given["value"]), rest


def _yes(page: Acting, account: int, text: str, given: Values) -> bool:
    """A caution is only passed by having thought of it."""
    if not fields.yes_no(text):
        raise BadInput(t("then think of it first; Esc gives up"))
    return True


def _service(page: Acting, account: int, given: Values) -> tuple[tuple[Any, ...], Values]:
    rest = {name: value for name, value in given.items() if name in ("cadence_days", "reason")}
    return (account, given["change"]), {"on": page.today, "cautions": [*ASKED], **rest}


FORMS: dict[str, Form] = {
    "account.add": Form(
        add_account,
        (Field("name", "new account:", _text, is_required=True),),
        lambda page, account, given: ((given["name"],), {"owner": page.app.book.who}),
    ),
    "contact.add": Form(
        add_contact,
        (
            Field("name", "new contact:", _text, is_required=True),
            Field("title", "title (Enter: none):", _text),
            Field("level", "level (Enter: unknown):", _plain(fields.level), [*Level]),
            Field("function", "function (Enter: unknown):", _plain(fields.function), [*Function]),
        ),
        lambda page, account, given: ((account, given["name"]), _without("name", given)),
    ),
    "contact.leave": Form(
        leave,
        (
            Field("contact", "who left:", _person, is_required=True),
            Field("reason", "left because (Tab: choose):", _plain(one_of([*EndReason])), [*EndReason], True),
        ),
        _person_left,
    ),
    "task.close": Form(
        close_task,
        (Field("task", "number of the task:", _number, is_required=True),),
        lambda page, account, given: ((given["task"],), {"on": page.today}),
    ),
    "touch.add": Form(
        add_touch,
        (
            Field("kind", "kind (Tab: choose):", _plain(fields.kind), [*Kind], True),
            Field("people", "with whom, parted by commas:", _people),
            Field("on", "when (Enter: today):", _day),
            Field("minutes", "how long (90m, 2h):", _plain(fields.minutes)),
            Field("summary", "what was said:", _text),
        ),
        lambda page, account, given: ((account,), given),
    ),
    "contact.edit": Form(
        edit_contact,
        (
            Field("contact", "who:", _person, is_required=True),
            Field("field", "which field (Tab: choose):", _plain(one_of(_CONTACT_FIELDS)), _CONTACT_FIELDS, True),
            Field("value", "new value:", _text, [*Level, *Function], True),
        ),
        _contact_edit,
    ),
    "task.edit": Form(
        edit_task,
        (
            Field("task", "number of the task:", _number, is_required=True),
            Field("title", "title (Enter: as it is):", _text),
            Field("due_on", "due (Enter: as it is):", _day),
        ),
        _task_edit,
    ),
    "sale.add": Form(
        add_sale,
        (
            Field("number", "document number:", _text),
            Field("on", "date:", _day, is_required=True),
            Field("amount", "amount:", _amount, is_required=True),
            Field("profit", "profit (Enter: unknown):", _amount),
        ),
        lambda page, account, given: (
            (account,),
            {**given, "currency": accounts.row(page.app.book.conn, account).currency},
        ),
    ),
    "score.judge": Form(
        judge,
        (
            Field("criterion", "criterion (Tab: choose):", _text, _criteria, True),
            Field("value", "0 to 10, the answer, or - to take it back:", _text, _ANSWERS, True),
            Field("source", "who says so (Tab: choose):", _text, SOURCES),
            Field("note", "why:", _text),
        ),
        _judgement,
    ),
    "fact.add": Form(
        add_fact,
        (
            Field("metric", "metric (Tab: choose):", _plain(facts.metric), [*facts.Metric], True),
            Field("value", "value:", _value, is_required=True),
            Field("period", "period (2026-03, 2026-Q3, 2026):", _period, is_required=True),
            Field("product", "product (Enter: all):", _text),
            Field("source", "where it is from:", _text),
            Field("confidence", "how sure (Tab: choose):", _plain(facts.confidence), [*facts.Confidence]),
        ),
        _fact,
    ),
    "service.change": Form(
        change_service,
        (
            Field("change", "what is different (orders from 500 up):", _text, is_required=True),
            Field("cadence_days", "days between touches (Enter: those of its tier):", _number),
            *(Field(caution, question, _yes, ["y"], True) for caution, question in ASKED.items()),
            Field("reason", "why:", _text),
        ),
        _service,
    ),
    "service.end": Form(
        end_service_change,
        (Field("reason", "why:", _text),),
        lambda page, account, given: ((account,), {"on": page.today, **given}),
    ),
    "tier.backfill": Form(
        backfill,
        (Field("first", "from which day:", _day, is_required=True),),
        lambda page, account, given: ((given["first"], page.today), {}),
    ),
    "user.add": Form(
        add_user,
        (
            Field("login", "login:", _text, is_required=True),
            Field("name", "name:", _text),
            Field("role", "role (Tab: choose):", _plain(one_of(ROLES)), ROLES),
        ),
        lambda page, account, given: ((given["login"],), _without("login", given)),
    ),
    "user.edit": Form(
        edit_user,
        (
            Field("login", "login:", _text, is_required=True),
            Field("name", "name (Enter: as it is):", _text),
            Field("role", "role (Enter: as it is):", _plain(one_of(ROLES)), ROLES),
        ),
        lambda page, account, given: ((given["login"],), _without("login", given)),
    ),
    "policy.set": Form(
        set_policy,
        (
            Field("rules", "file with the new policy:", _file, is_required=True),
            Field("note", "why:", _text),
        ),
        lambda page, account, given: ((given["rules"],), {"on": page.today, "note": given.get("note", "")}),
    ),
}
"""Operation -> its form; the others have keys of their own."""
