"""From what the columns hold to how each field is read; what the columns leave open becomes a question."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer import amounts, columns, converters, dates
from kamtui.ops.transfer.amounts import AmountEvidence
from kamtui.ops.transfer.asked import Asked, Wishes
from kamtui.ops.transfer.columns import TextEvidence, WordEvidence
from kamtui.ops.transfer.converters import Bad, Converter
from kamtui.ops.transfer.dates import DateEvidence
from kamtui.ops.transfer.feeds import Decided, Feed
from kamtui.ops.transfer.holds import Field, Holds
from kamtui.ops.transfer.implied import TODAY
from kamtui.ops.transfer.profile import Profile, order_beside
from kamtui.ops.transfer.questions import Choice, Question
from kamtui.ops.transfer.sheets import Sheet
from kamtui.store.workspace import Workspace

STRANGE = 0.1
"""Share of rows with words nobody knows above which the user is asked what they mean."""

ANY_OTHER = "*"
"""In a table of values: every word that is not known otherwise."""


class _Reading(NamedTuple):
    """How one field is read, and how that is told the user."""

    converter: Converter
    told: str = ""


def decide_feed(
    sheet: Sheet, profile: Profile, wishes: Wishes, asked: Asked, workspace: Workspace, *, is_ours: bool = False
) -> Feed | list[Question]:
    """The feed of one sheet into one target, or what must be answered first. Raises BadInput for a wrong constant.

    `is_ours`: kamtui wrote the file; its texts are kept to the letter.
    """
    deciding = _Deciding(sheet, profile, wishes, asked, is_ours=is_ours)
    decided, questions, told = [], [], {}
    for name, source in profile.mapping.sources.items():
        field = profile.mapping.target.field(name)
        assert field is not None
        found = deciding.reading(field)
        if isinstance(found, Question):
            questions.append(found)
            continue
        constant = deciding.constant(field, found.converter, source.constant) if not source.columns else None
        decided.append(Decided(name, source.columns, found.converter, field.holds in converters.LENIENT, constant))
        if found.told:
            told[name] = found.told
        if constant == asked.today and source.constant == TODAY:
            told[name] = t("the day of this import, as no column says when")
    if questions:
        return questions
    implied = deciding.implied_currency()
    if implied:
        decided.append(Decided("currency", (), Converter(str), False, implied))
        told["currency"] = t("{currency}, as the amounts say", currency=implied)
    if deciding.are_months() and "kind" not in profile.mapping.sources:
        decided.append(Decided("kind", (), Converter(str), False, "summary"))
        told["kind"] = t("summary, as the dates are months")
    profile.has_lines = profile.has_lines and not is_ours
    return Feed(sheet, profile, decided, workspace, today=asked.today, readings=told)


class _Deciding:
    """The decisions about one sheet."""

    def __init__(self, sheet: Sheet, profile: Profile, wishes: Wishes, asked: Asked, *, is_ours: bool) -> None:
        self.sheet = sheet
        self.is_ours = is_ours
        self.profile = profile
        self.wishes = wishes
        self.asked = asked

    def reading(self, field: Field) -> _Reading | Question:
        """How `field` is read."""
        evidence = self.profile.evidence.get(field.name)
        if isinstance(evidence, DateEvidence) or (evidence is None and field.holds in (Holds.DATE, Holds.MOMENT)):
            return self._dates(field, evidence or DateEvidence())
        if isinstance(evidence, AmountEvidence) or (evidence is None and field.holds is Holds.AMOUNT):
            return self._amounts(field, evidence or AmountEvidence())
        if isinstance(evidence, WordEvidence) or (evidence is None and field.holds in columns.WORDS):
            return self._words(field, evidence or WordEvidence())
        if field.holds is Holds.PERIOD:
            return _Reading(converters.period_converter())
        if self.is_ours:
            return _Reading(converters.ToTheLetter())
        text = evidence or TextEvidence()
        assert isinstance(text, TextEvidence)
        return _Reading(converters.text_converter(field.holds, text), _blank_words_told(text))

    def constant(self, field: Field, converter: Converter, text: str) -> object:
        """The value of a constant. Raises BadInput where it is none."""
        if field.holds is Holds.MOMENT and text == TODAY:
            return self.asked.today
        (value,) = converter.column([text])
        if isinstance(value, Bad):
            raise BadInput(t("{file}: {field}: {reason}", file=self.sheet.file, field=field.name, reason=value.reason))
        return value

    def implied_currency(self) -> str:
        """The currency that the signs in the amounts name, where no column does."""
        evidence = self.profile.evidence.get("amount") or self.profile.evidence.get("value")
        if "currency" in self.profile.mapping.sources or not isinstance(evidence, AmountEvidence):
            return ""
        return amounts.currency_of(evidence)

    def are_months(self) -> bool:
        """Whether these are sales and every date is a whole month."""
        evidence = self.profile.evidence.get("date")
        return isinstance(evidence, DateEvidence) and 0 < evidence.forms["month"] == evidence.forms.total()

    def _dates(self, field: Field, evidence: DateEvidence) -> _Reading | Question:
        asked = self._asked_order(field)
        # a column that may be empty may also be empty all the way down: no invoice was paid yet
        says_something = evidence.forms.total() or (field.required and evidence.forms)
        if says_something and not evidence.dates() and not evidence.forms["serial"] and not asked:
            return self._wrong_column(field, evidence.examples)
        order = dates.decide(evidence, asked)
        if isinstance(order, dates.Open) and "ymd" not in order.orders and order.orders != ("serial",):
            order = dates.decide(evidence, beside=order_beside(self.sheet, self.profile.mapping.used()))
        if isinstance(order, dates.Open):
            choices = tuple(Choice(*preview) for preview in dates.previews(order))
            text = t("in which order do the dates of {header} stand?", header=self._header(field))
            hint = t('date_order = "dmy" (mdy, ymd, serial) in a map file')
            return Question(f"dates:{self.sheet.file}:{field.name}", self.sheet.file, text, choices, hint)
        told = {"dmy": t("day before month"), "mdy": t("month before day"), "ymd": t("year first"),
                "serial": t("Excel day numbers")}.get(order, "")  # fmt: skip
        if field.holds is Holds.DATE:
            return _Reading(converters.date_converter(order), told)
        return _Reading(converters.moment_converter(order, self.asked.zone, evidence), told)

    def _asked_order(self, field: Field) -> str:
        orders = self.wishes.date_orders
        header = self._header(field)
        return orders.get(field.name) or orders.get(header) or self.wishes.date_order

    def _amounts(self, field: Field, evidence: AmountEvidence) -> _Reading | Question:
        if (
            self.profile.rows
            and not evidence.numbers
            and field.required
            and self.profile.mapping.sources[field.name].columns
        ):
            return self._wrong_column(field, [])
        if (
            len(evidence.signs) > 1
            and "currency" not in self.profile.mapping.sources
            and not self._asked_decimal(field)
        ):
            signs = ", ".join(sorted(evidence.signs)[:6])
            raise BadInput(
                t(
                    "{file}: the amounts of {header} are in several currencies ({signs}); name a currency column or"
                    " constant in a map file",
                    file=self.sheet.file,
                    header=self._header(field),
                    signs=signs,
                )
            )
        decimal = amounts.decide(
            evidence,
            self._asked_decimal(field),
            by_machine=self.sheet.by_machine,
            semicolons=self.sheet.delimiter == ";",
        )
        if not decimal:
            example = evidence.examples[0] if evidence.examples else "1,234"
            choices = (Choice(".", _previewed(example, ".")), Choice(",", _previewed(example, ",")))
            text = t("is the point or the comma the decimal sign of {header}?", header=self._header(field))
            hint = t('decimal = "." or "," in a map file')
            return Question(f"decimal:{self.sheet.file}:{field.name}", self.sheet.file, text, choices, hint)
        return _Reading(
            converters.amount_converter(decimal, plain=evidence.plain, percent=field.name == "value"),
            t("decimal comma") if decimal == "," else "",
        )

    def _asked_decimal(self, field: Field) -> str:
        return self.wishes.decimals.get(field.name) or self.wishes.decimal

    def _words(self, field: Field, evidence: WordEvidence) -> _Reading | Question:
        meant = self.wishes.values.get(field.name, {})
        header = self._header(field)
        unit = "seconds" if field.holds is Holds.MINUTES and "second" in header.lower() else ""
        converter = converters.word_converter(field.holds, meant, any_other=meant.get(ANY_OTHER, ""), unit=unit)
        if field.holds in converters.LENIENT or not evidence.words:
            return _Reading(converter)
        strange: Counter[str] = Counter()
        for (word, count), value in zip(evidence.words.items(), converter.column(list(evidence.words)), strict=True):
            if isinstance(value, Bad):
                strange[word] += count
        if strange.total() <= STRANGE * evidence.words.total():
            return _Reading(converter)
        listed = ", ".join(f"'{word[:30]}' ({count})" for word, count in strange.most_common(6))
        text = t("what do these words in {header} mean: {words}?", header=header, words=listed)
        choices = tuple(Choice(word, "") for word in converters.accepted_words(field.holds))
        hint = t("a table [values.{field}] in a map file", field=field.name)
        return Question(f"words:{self.sheet.file}:{field.name}", self.sheet.file, text, choices, hint)

    def _wrong_column(self, field: Field, examples: list[str]) -> Question:
        text = t(
            "{header} holds no {what}{examples}; which column is {field}?",
            header=self._header(field),
            what=t(field.holds),
            examples=f" ({', '.join(examples)})" if examples else "",
            field=field.name,
        )
        used = self.profile.mapping.used()
        choices = tuple(Choice(name, "") for at, name in enumerate(self.sheet.header) if at not in used and name)
        hint = t('[columns] {field} = "Header" in a map file, or --sql', field=field.name)
        return Question(f"column:{self.sheet.file}:{field.name}", self.sheet.file, text, choices, hint)

    def _header(self, field: Field) -> str:
        source = self.profile.mapping.sources[field.name]
        return " + ".join(self.sheet.header[at] for at in source.columns) or field.name


def _previewed(text: str, decimal: amounts.Mark) -> str:
    try:
        return f"{text} = {amounts.read(text, decimal) / 10_000:g}"
    except BadInput:
        return text


def _blank_words_told(evidence: TextEvidence) -> str:
    words = evidence.blank_words()
    if not words:
        return ""
    listed = ", ".join(f"'{word}' ({evidence.blank[word]})" for word in sorted(words))
    return t("read as blank: {words}", words=listed)
