"""What only the user can know: open questions with their choices, and notices that nobody should miss."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kamtui.errors import BadInput
from kamtui.i18n import t


class Choice(NamedTuple):
    """One possible answer."""

    value: str
    preview: str
    """What the file would say then."""


class Question(NamedTuple):
    """Something the file leaves open; answered by `answers[key] = choice.value`, an option or a map file."""

    key: str
    """Subject and file, such as "encoding:kunden.csv" or "dates:sales.csv:date"."""
    file: str
    text: str
    choices: tuple[Choice, ...]
    hint: str
    """How to answer without being asked."""
    sheet: str = ""
    """Of which sheet; "" is the whole file."""


class Notice(NamedTuple):
    """Something to know about the data; nothing is changed or left out because of it."""

    code: str
    file: str
    text: str
    lines: tuple[int, ...] = ()
    """The first lines it is about."""
    rows: int = 1
    """How many rows, or accounts, it is about."""


class Undecided(BadInput):
    """The import cannot go on without answers."""

    code = "undecided"

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__(sentence(questions))
        self.questions = tuple(questions)

    def details(self) -> dict[str, object]:
        return {
            "questions": [
                {
                    "key": question.key,
                    "file": question.file,
                    "question": question.text,
                    "choices": [choice._asdict() for choice in question.choices],
                    "hint": question.hint,
                }
                for question in self.questions
            ]
        }


def sentence(questions: Sequence[Question]) -> str:
    """All open questions as text, one line each with its choices below."""
    parts: list[str] = []
    for question in questions:
        parts.append(t("{file}: {question} ({hint})", file=question.file, question=question.text, hint=question.hint))
        parts += [f"    {choice.value}: {choice.preview}" for choice in question.choices]
    return "\n".join(parts)
