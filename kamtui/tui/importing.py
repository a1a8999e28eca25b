"""Import files from within the app: what a file is read as is shown before anything is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kamtui.clock import Clock
from kamtui.i18n import t
from kamtui.ops.transfer.apply import apply_plan
from kamtui.ops.transfer.asked import Asked
from kamtui.ops.transfer.plan import Plan, read_plan
from kamtui.ops.transfer.questions import Question
from kamtui.store.book import Book
from kamtui.tui.screens.acting import Acting, one_of


def import_files(page: Acting) -> None:
    """Ask for a file and import it, on a page; over the gate the files are not where kamtui runs."""
    if page.app.profile.gated:
        page.tell(t("files stay on your side: ssh SERVER import - --as accounts < FILE"), "warn")
        return
    page.run_worker(_import(page), exit_on_error=True)


async def _import(page: Acting) -> None:
    path = await page.bottom.ask(t("file to import:"), key="import")
    if not path or not path.strip():
        return
    plan = await _read(page, str(Path(path.strip()).expanduser()))
    if plan is None:
        return
    try:
        if await page.agrees(t("{plan}. Import?", plan=_described(plan))):
            page.app.say(t("importing; u takes it back in one step"))
            await page.do(apply_plan, plan)
    finally:
        await page.app.do(_close, plan)


async def _read(page: Acting, path: str) -> Plan | None:
    """The plan, with what the file leaves open asked; None after Esc or a refusal, which is said.

    It is read where it is written later: its private database belongs to one thread.
    """
    asked = Asked(page.today, zone=Clock().zone, book=page.app.book.path)
    while True:
        plan = await page.app.do(_plan, path, asked)
        if plan is None or not plan.questions:
            return plan
        answers: dict[str, str] = {}
        for question in plan.questions:
            answer = await _answer(page, question)
            if answer is None:
                await page.app.do(_close, plan)
                return None
            answers[question.key] = answer
        await page.app.do(_close, plan)
        asked = replace(asked, answers={**asked.answers, **answers})


def _plan(book: Book, path: str, asked: Asked) -> Plan:
    return read_plan([path], asked)


async def _answer(page: Acting, question: Question) -> str | None:
    values = [choice.value for choice in question.choices]
    return await page.choose(t("{question} (Tab: choose)", question=question.text), one_of(values), values)


def _described(plan: Plan) -> str:
    """What a plan would bring, short."""
    return ", ".join(
        t("{rows} {target}", rows=rows, target=t(target)) for target, rows in plan.expected().items() if rows
    )


def _close(book: Book, plan: Plan) -> None:
    plan.close()
