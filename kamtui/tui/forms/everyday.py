"""Forms for what is entered every day: accounts, people, touches, follow-ups, opinions, sales, figures, judgements."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.domain import exceptions as raised
from kamtui.domain import facts, fields, recurrence
from kamtui.domain.contacts import Function, Level
from kamtui.domain.gates import TESTS
from kamtui.domain.services import ASKED
from kamtui.domain.touches import Direction, Feedback, Kind, Purpose, TouchState
from kamtui.ops.accounts import add_account
from kamtui.ops.backfill import backfill
from kamtui.ops.contacts import add_contact, edit_contact
from kamtui.ops.exceptions import raise_exception, withdraw_exception
from kamtui.ops.facts import add_fact
from kamtui.ops.judgements import SOURCES, criteria, entered, judge
from kamtui.ops.opinions import add_opinion, edit_opinion, remove_opinion
from kamtui.ops.policies import set_policy
from kamtui.ops.sales import add_sale
from kamtui.ops.shedding import change_service, end_service_change
from kamtui.ops.stages import reset_status
from kamtui.ops.tasks import close_task, edit_task
from kamtui.ops.touches import add_touch, edit_touch, join_touch, part_touch, plan_touch
from kamtui.ops.users import ROLES, add_user, edit_user
from kamtui.store import accounts, tasks
from kamtui.tui import answers, choices
from kamtui.tui.filling import Call, Field, Form, Values, without
from kamtui.tui.screens.acting import Acting, one_of


def _contact_edit(page: Acting, account: int, given: Values) -> Call:
    return (given["contact"], {given["field"]: given["value"]}), {"account_id": account}


def _contact_value(page: Acting, account: int, text: str, given: Values) -> object:
    """The new value of the field of a person that was chosen before."""
    match given["field"]:
        case "is_key":
            return fields.yes_no(text)
        case "from_on":
            return None if text == "-" else fields.date(text, page.today).isoformat()
        case _:
            return answers.words(page, account, text, given)


def _task_edit(page: Acting, account: int, given: Values) -> Call:
    changed = without(given, "task")
    if "due_on" in changed:
        changed["due_on"] = changed["due_on"].isoformat()
    return (tasks.one(page.app.book.conn, given["task"]).id, changed), {}


_CONTACT_FIELDS = ["name", "email", "phone", "note", "title", "level", "function", "is_key", "from_on"]


_ANSWERS = list(dict.fromkeys(answer for words in TESTS.values() for answer in words))


def _criteria(page: Acting) -> Sequence[str]:
    return criteria(page.app.book.conn, page.today)


def _judgement(page: Acting, account: int, given: Values) -> Call:
    score, answer = entered(given["value"])
    said = {name: given[name] for name in ("source", "note") if name in given}
    return (account, given["criterion"]), {"score": score, "answer": answer, "on": page.today, **said}


def _fact(page: Acting, account: int, given: Values) -> Call:
    rest = {name: value for name, value in given.items() if name not in ("metric", "value")}
    if facts.MEASURED[given["metric"]] is facts.Measured.MONEY:
        rest["currency"] = accounts.row(page.app.book.conn, account).currency
    return (account, given["metric"], given["value"]), rest


def _service(page: Acting, account: int, given: Values) -> Call:
    rest = {name: value for name, value in given.items() if name in ("cadence_days", "reason")}
    return (account, given["change"]), {"on": page.today, "cautions": [*ASKED], **rest}


EVERYDAY_FORMS: dict[str, Form] = {
    "account.add": Form(
        add_account,
        (Field("name", "new account:", answers.words, is_required=True),),
        lambda page, account, given: ((given["name"],), {"owner": page.app.book.who}),
    ),
    "contact.add": Form(
        add_contact,
        (
            Field("name", "new contact:", answers.words, is_required=True),
            Field("title", "title (Enter: none):", answers.words),
            Field("level", "level (Enter: unknown):", answers.plain(fields.level), [*Level]),
            Field("function", "function (Enter: unknown):", answers.plain(fields.function), [*Function]),
        ),
        lambda page, account, given: ((account, given["name"]), without(given, "name")),
    ),
    "task.close": Form(
        close_task,
        (
            Field("task", "number of the task:", answers.number, is_required=True),
            Field("result", "what came of it:", answers.words),
        ),
        lambda page, account, given: ((given["task"],), {"on": page.today, **without(given, "task")}),
    ),
    "touch.add": Form(
        add_touch,
        (
            Field("kind", "kind (Tab: choose):", answers.plain(fields.kind), [*Kind], True),
            Field("people", "with whom, parted by commas:", answers.people),
            Field("on", "when (Enter: today):", answers.day),
            Field("minutes", "how long (90m, 2h):", answers.plain(fields.minutes)),
            Field("summary", "what was said:", answers.words),
            Field(
                "feedback", "how they reacted, + 0 or - (Enter: not said):", answers.plain(fields.feedback), [*Feedback]
            ),
            Field("lesson", "what it changes in our judgement:", answers.words),
            Field("purpose", "what for (Tab: choose):", answers.plain(fields.purpose), [*Purpose]),
            Field("direction", "who sought it (Tab: choose):", answers.plain(fields.direction), [*Direction]),
        ),
        lambda page, account, given: ((account,), given),
    ),
    "touch.plan": Form(
        plan_touch,
        (
            Field("on", "on which day:", answers.day, is_required=True),
            Field("kind", "kind (Enter: visit; event: theirs; annual_forum):", answers.plain(fields.kind), [*Kind]),
            Field("summary", "what it is:", answers.words),
            Field("people", "with whom, parted by commas:", answers.people),
        ),
        lambda page, account, given: ((account, given["on"]), without(given, "on")),
    ),
    "touch.edit": Form(
        edit_touch,
        (
            Field("touch", "number of the touch (Tab: planned ones):", choices.number, choices.planned, True),
            Field(
                "field",
                "which field (Tab: choose):",
                answers.plain(one_of(choices.TOUCH_FIELDS)),
                choices.TOUCH_FIELDS,
                True,
            ),
            Field(
                "value",
                "new value:",
                choices.touch_value,
                [*TouchState, *Kind, *Purpose, *Direction],
                is_required=True,
                before=answers.of_touch,
            ),
        ),
        lambda page, account, given: ((given["touch"], {given["field"]: given["value"]}), {}),
    ),
    "touch.join": Form(
        join_touch,
        (Field("pair", "your touch and theirs (Tab: choose):", choices.pair, choices.twins, True),),
        lambda page, account, given: (given["pair"], {}),
    ),
    "touch.part": Form(
        part_touch,
        (Field("touch", "number of the touch (Tab: choose):", choices.number, choices.mine_joined, True),),
        lambda page, account, given: ((given["touch"],), {}),
    ),
    "opinion.add": Form(
        add_opinion,
        (
            Field("contact_id", "who says so (Enter: not named):", answers.someone),
            Field("about", "about whom of us (Enter: the firm; Tab: choose):", answers.words, choices.colleagues),
            Field("score", "0 to 10:", answers.plain(fields.score), is_required=True),
            Field("text", "in their words:", answers.words),
            Field("confidential", "in confidence, y or n (Enter: n):", answers.plain(fields.yes_no), ["y", "n"]),
            Field("touch_id", "at which touch (Enter: log a survey):", choices.number, choices.done),
        ),
        lambda page, account, given: ((account, given["score"]), without(given, "score")),
    ),
    "opinion.edit": Form(
        edit_opinion,
        (
            Field("opinion", "number of the opinion (Tab: choose):", choices.number, choices.given_opinions, True),
            Field(
                "field",
                "which field (Tab: choose):",
                answers.plain(one_of(choices.OPINION_FIELDS)),
                choices.OPINION_FIELDS,
                True,
            ),
            Field("value", "new value:", choices.opinion_value, choices.colleagues, True, answers.of_opinion),
        ),
        lambda page, account, given: ((given["opinion"], {given["field"]: given["value"]}), {}),
    ),
    "opinion.remove": Form(
        remove_opinion,
        (Field("opinion", "number of the opinion (Tab: choose):", choices.number, choices.given_opinions, True),),
        lambda page, account, given: ((given["opinion"],), {}),
    ),
    "contact.edit": Form(
        edit_contact,
        (
            Field("contact", "who:", answers.someone, is_required=True),
            Field("field", "which field (Tab: choose):", answers.plain(one_of(_CONTACT_FIELDS)), _CONTACT_FIELDS, True),
            Field("value", "new value:", _contact_value, [*Level, *Function], True, answers.of_contact),
        ),
        _contact_edit,
    ),
    "task.edit": Form(
        edit_task,
        (
            Field("task", "number of the task:", answers.number, is_required=True),
            Field("title", "title (Enter: as it is):", answers.words, before=answers.of_task("title")),
            Field("due_on", "due (Enter: as it is):", answers.day, before=answers.of_task("due_on")),
            Field(
                "repeat",
                "again every 7d, 2w, 1m, 1q, 1y (Enter: as it is):",
                answers.plain(recurrence.often),
                before=answers.of_task("repeat"),
            ),
            Field(
                "by_customer",
                "did they promise it, y/n (Enter: as it is):",
                answers.plain(fields.yes_no),
                ["y", "n"],
                before=answers.of_task("by_customer"),
            ),
        ),
        _task_edit,
    ),
    "sale.add": Form(
        add_sale,
        (
            Field("number", "document number:", answers.words),
            Field("on", "date:", answers.day, is_required=True),
            Field("amount", "amount:", answers.amount, is_required=True),
            Field("profit", "profit (Enter: unknown):", answers.amount),
        ),
        lambda page, account, given: (
            (account,),
            {**given, "currency": accounts.row(page.app.book.conn, account).currency},
        ),
    ),
    "score.judge": Form(
        judge,
        (
            Field("criterion", "criterion (Tab: choose):", answers.words, _criteria, True),
            Field("value", "0 to 10, the answer, or - to take it back:", answers.words, _ANSWERS, True),
            Field("source", "who says so (Tab: choose):", answers.words, SOURCES),
            Field("note", "why:", answers.words),
        ),
        _judgement,
    ),
    "fact.add": Form(
        add_fact,
        (
            Field("metric", "metric (Tab: choose):", answers.plain(facts.metric), [*facts.Metric], True),
            Field("value", "value:", answers.figure, is_required=True),
            Field("period", "period (2026-03, 2026-Q3, 2026):", answers.period, is_required=True),
            Field("product", "product (Enter: all):", answers.words),
            Field("source", "where it is from:", answers.words),
            Field("confidence", "how sure (Tab: choose):", answers.plain(facts.confidence), [*facts.Confidence]),
        ),
        _fact,
    ),
    "service.change": Form(
        change_service,
        (
            Field("change", "what is different (orders from 500 up):", answers.words, is_required=True),
            Field("cadence_days", "days between touches (Enter: those of its tier):", answers.number),
            *(Field(caution, question, answers.agreed, ["y"], True) for caution, question in ASKED.items()),
            Field("reason", "why:", answers.words),
        ),
        _service,
    ),
    "service.end": Form(
        end_service_change,
        (Field("reason", "why:", answers.words),),
        lambda page, account, given: ((account,), {"on": page.today, **given}),
    ),
    "status.reset": Form(
        reset_status,
        (Field("reason", "what changed there (Enter: somebody left):", answers.words),),
        lambda page, account, given: ((account,), {"on": page.today, **given}),
    ),
    "tier.backfill": Form(
        backfill,
        (Field("first", "from which day:", answers.day, is_required=True),),
        lambda page, account, given: ((given["first"], page.today), {}),
    ),
    "exception.add": Form(
        raise_exception,
        (
            Field("title", "what is beyond the limits:", answers.words, is_required=True),
            Field("proposal", "what you would do:", answers.words, is_required=True),
            Field("kind", "which limit (Tab: choose):", answers.plain(raised.kind), [*raised.Kind]),
        ),
        lambda page, account, given: (
            (given["title"],),
            {"on": page.today, "account_id": account or None, **without(given, "title")},
        ),
    ),
    "exception.withdraw": Form(
        withdraw_exception,
        (
            Field("exception", "number of the exception:", answers.number, is_required=True),
            Field("answer", "why:", answers.words),
        ),
        lambda page, account, given: ((given["exception"],), {"on": page.today, **without(given, "exception")}),
    ),
    "user.add": Form(
        add_user,
        (
            Field("login", "login:", answers.words, is_required=True),
            Field("name", "name:", answers.words),
            Field("role", "role (Tab: choose):", answers.plain(one_of(ROLES)), ROLES),
            Field("hourly_cost", "what an hour costs us (Enter: as the policy says):", answers.own_amount),
        ),
        lambda page, account, given: ((given["login"],), without(given, "login")),
    ),
    "user.edit": Form(
        edit_user,
        (
            Field("login", "login:", answers.words, is_required=True),
            Field("name", "name (Enter: as it is):", answers.words, before=answers.of_user("name")),
            Field(
                "role", "role (Enter: as it is):", answers.plain(one_of(ROLES)), ROLES, before=answers.of_user("role")
            ),
            Field("hourly_cost", "what an hour costs us (Enter: as it is):", answers.own_amount),
        ),
        lambda page, account, given: ((given["login"],), without(given, "login")),
    ),
    "policy.set": Form(
        set_policy,
        (
            Field("rules", "file with the new policy:", answers.file, is_required=True),
            Field("note", "why:", answers.words),
        ),
        lambda page, account, given: ((given["rules"],), {"on": page.today, "note": given.get("note", "")}),
    ),
}
"""Operation -> its form."""
