"""Parameters that several commands have; what stands in capitals in the help tells completion what belongs there."""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.domain import fields
from kamtui.errors import BadInput
from kamtui.i18n import t

MOST = 1_000_000_000
"""More rows than a book can have."""

NOTHING = "-"
"""Typed to empty a field."""

Account = Annotated[str, typer.Argument(metavar="ACCOUNT", help=t("Id, external id, name, or pinyin initials."))]
MaybeAccount = Annotated[str | None, typer.Argument(metavar="[ACCOUNT]", help=t("Only of this account."))]
OfAccount = Annotated[str | None, typer.Option("--account", metavar="ACCOUNT", help=t("Only of this account."))]
Contact = Annotated[str, typer.Argument(metavar="CONTACT", help=t("Id, external id, name, or pinyin initials."))]
Text = Annotated[str | None, typer.Option(metavar="TEXT")]
On = Annotated[str, typer.Option(metavar="DATE", help=t("From which day."))]
Reason = Annotated[str, typer.Option(metavar="TEXT", help=t("Why."))]
Since = Annotated[str | None, typer.Option(metavar="DATE", help=t("From this day, or a period's first, on."))]
Until = Annotated[str | None, typer.Option(metavar="DATE", help=t("Up to this day, or a period's last."))]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help=t("From this day, or a period's first, on."))]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help=t("Up to this day, or a period's last."))]
Currency = Annotated[str | None, typer.Option(metavar="CURRENCY", help=t("Amounts in this currency only."))]
Limit = Annotated[int | None, typer.Option(min=1, max=MOST, metavar="N", help=t("At most so many."))]


def number(text: str, noun: str) -> int:
    """The id that a text is, with or without #; raises BadInput."""
    digits = text.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 18):
        raise BadInput(t("'{text}' is no number; the {noun} is named by its number", text=text, noun=noun))
    return int(digits)


def given(**values: str | None) -> dict[str, object]:
    """The fields that were named on the line; what was not named stays as it is."""
    return {name: value for name, value in values.items() if value is not None}


def currency_or_none(text: str | None) -> str | None:
    """A typed currency, where one was typed."""
    return None if text is None else fields.currency(text)
