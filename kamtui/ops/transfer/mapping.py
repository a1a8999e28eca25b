"""Which column of a sheet is which target field, and what the columns leave open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer import headers
from kamtui.ops.transfer.asked import Wishes
from kamtui.ops.transfer.implied import implied
from kamtui.ops.transfer.questions import Choice, Question
from kamtui.ops.transfer.sheets import Sheet
from kamtui.ops.transfer.targets import TARGETS, Target

OWN_IDS = {"id", "recordid", "contactid", "personid", "donotmodifycontact"}
"""Columns with the key of a person, where the rows are people."""

_THEIRS = ("phone", "address", "city", "region", "country", "note")
"""Fields of an account that stand for the person where the rows are people."""

_BOTH_NAMES = {"company", "companyname", "potentialcustomer"}
"""Columns that name the same firm as a column "Account" beside them."""


class Source(NamedTuple):
    """Where the values of one field come from."""

    columns: tuple[int, ...]
    """Positions in the header; several are joined."""
    constant: str = ""
    """Instead of columns: the same for every row."""


class Mapping(NamedTuple):
    """How a sheet becomes rows of one target."""

    target: Target
    sources: dict[str, Source]
    rivals: tuple[int, ...] = ()
    """Other columns that could be the amount just as well."""

    def used(self) -> set[int]:
        """Positions of the columns that are imported."""
        return {at for source in self.sources.values() for at in source.columns}


def map_columns(sheet: Sheet, target: Target, wishes: Wishes) -> Mapping:
    """The fields of `target` found in a sheet: as the user says, by their own names, then by known names.

    Raises BadInput where the user names a field or a column that does not exist.
    """
    mapping = map_header(sheet.header, target, wishes, sheet.file)
    if target.name == "accounts":
        return mapping._replace(sources=_without_what_is_theirs(sheet.header, mapping.sources, wishes))
    if target.name == "touches":
        return mapping._replace(sources=_implied(sheet.header, mapping.sources, wishes))
    if target.name == "sales" and "account" not in mapping.sources:
        return mapping._replace(sources=_id_as_account(sheet, mapping.sources))
    return mapping


def map_header(header: Sequence[str], target: Target, wishes: Wishes, file: str) -> Mapping:
    """The same by the names of the columns alone."""
    sources: dict[str, Source] = {}
    left_out: set[str] = set()
    for field, asked in _meant_for(target, wishes).items():
        if target.field(field) is None:
            _refuse_unknown_field(field, file, wishes)
        elif asked == ("",):
            left_out.add(field)
        else:
            sources[field] = Source(tuple(_position(header, name, file) for name in asked))
    for field, constant in wishes.constants.items():
        if target.field(field) is None:
            _refuse_unknown_field(field, file, wishes)
        else:
            sources.setdefault(field, Source((), constant))
    taken = {at for source in sources.values() for at in source.columns}
    forms = [headers.keys(name) for name in header]
    for name in (each.name for each in (*target.fields, *target.parts)):
        if not headers.wins(target.name, name):
            continue
        at = next((i for i, keys in enumerate(forms) if keys[0] == headers.key(name) and i not in taken), None)
        if at is not None and name not in sources and name not in left_out:
            sources[name] = Source((at,))
            taken.add(at)
    rivals = _by_known_names(forms, target, sources, taken, left_out)
    _choose_name(forms, sources, wishes)
    return Mapping(target, _put_together(sources, target), rivals)


def _meant_for(target: Target, wishes: Wishes) -> dict[str, tuple[str, ...]]:
    """The columns that the user names for a target; "contacts.name" goes before "name" and is no other target's."""
    own = f"{target.name}."
    everywhere = {
        field: asked
        for field, asked in wishes.columns.items()
        if "." not in field or field.partition(".")[0] not in TARGETS
    }
    return everywhere | {
        field.removeprefix(own): asked for field, asked in wishes.columns.items() if field.startswith(own)
    }


def _by_known_names(
    forms: Sequence[tuple[str, ...]], target: Target, sources: dict[str, Source], taken: set[int], left_out: set[str]
) -> tuple[int, ...]:
    """Fill in the fields whose columns have known names, best known first; gives rivals of the amount."""
    rivals: tuple[int, ...] = ()
    found: list[tuple[int, int, int, str]] = []
    for order, (field, known) in enumerate(headers.names(target.name).items()):
        if field in sources or field in left_out:
            continue
        ranked = sorted(
            (min(known[form] for form in keys if form in known), at)
            for at, keys in enumerate(forms)
            if at not in taken and any(form in known for form in keys)
        )
        found += [(rank, order, at, field) for rank, at in ranked]
        if field == "amount":
            rivals = tuple(at for _, at in ranked[1:])
    for _, _, at, field in sorted(found):
        if field not in sources and at not in taken:
            sources[field] = Source((at,))
            taken.add(at)
    return rivals


def _choose_name(forms: Sequence[tuple[str, ...]], sources: dict[str, Source], wishes: Wishes) -> None:
    """Leave out one of two columns with the name of the firm: an "Account" of Dynamics is it, one of Outlook is not."""
    both = [sources[field].columns[:1] for field in ("account", "account_name") if field in sources]
    if len(both) < 2 or not all(both) or {"account", "account_name"} & wishes.columns.keys():
        return
    (account,), (name,) = both
    if forms[account][0] == "account" and forms[name][0] in _BOTH_NAMES:
        is_dynamics = any(form.startswith(("donotmodify", "请勿修改")) for keys in forms for form in keys)
        del sources["account_name" if is_dynamics else "account"]


def _put_together(sources: dict[str, Source], target: Target) -> dict[str, Source]:
    """Fields made of others: full names, subject with summary, day with time; an account known only by name."""
    found = dict(sources)
    if "account_name" in found and "account" not in found and target.field("account"):
        found["account"] = found.pop("account_name")
    first, last = found.pop("first_name", None), found.pop("last_name", None)
    if target.name == "contacts" and "name" not in found and (first or last):
        found["name"] = Source((first.columns if first else ()) + (last.columns if last else ()))
    if target.name == "contacts" and "name" not in found and "email" in found:
        found["name"] = found["email"]
    if subject := found.pop("subject", None):
        summary = found.get("summary")
        found["summary"] = Source(subject.columns + (summary.columns if summary else ()))
    time, day = found.pop("time", None), found.get("at")
    if time and day and len(day.columns) == 1:
        found["at"] = Source(day.columns + time.columns)
    return found


def _without_what_is_theirs(header: Sequence[str], sources: dict[str, Source], wishes: Wishes) -> dict[str, Source]:
    """A firm beside people who have an id or a salutation: their number and address are not those of the firm."""
    known = {form for name in header for form in headers.keys(name)}
    if not known & (headers.PERSONAL | OWN_IDS - {"id", "recordid"}):
        return sources
    return {field: source for field, source in sources.items() if field not in _THEIRS or field in wishes.columns}


def _implied(header: Sequence[str], sources: dict[str, Source], wishes: Wishes) -> dict[str, Source]:
    """What the columns of touches say without a column for it; what the user leaves out stays out."""
    known = {form for name in header for form in headers.keys(name)}
    constants = implied(known)._asdict().items()
    found = {field: Source((), text) for field, text in constants if text and field not in wishes.columns}
    return found | sources


def _id_as_account(sheet: Sheet, sources: dict[str, Source]) -> dict[str, Source]:
    """A column "id" of sales whose values come again is the buyer; a document has its number only once."""
    at = next((at for at, name in enumerate(sheet.header) if headers.key(name) == "id"), None)
    if at is None or any(at in source.columns for source in sources.values()):
        return sources
    seen: set[str] = set()
    for chunk in sheet.read():
        cells = [row[at] for row in chunk.rows]
        if len(set(cells)) < len(cells) or not seen.isdisjoint(cells):
            return sources | {"account": Source((at,))}
        seen.update(cells)
    return sources


def questions_about(sheet: Sheet, mapping: Mapping) -> list[Question]:
    """What must be known about the columns before anything can be imported."""
    target = mapping.target
    missing = [field for field in target.fields if field.required and field.name not in mapping.sources]
    instead = {"touches": {"contact", "about"}, "payments": {"invoice"}}.get(target.name, set())
    if instead & mapping.sources.keys():
        missing = [field for field in missing if field.name != "account"]
    found = []
    sample = sheet.sample(1)
    cells = sample[0] if sample else [""] * len(sheet.header)
    free = [at for at in range(len(sheet.header)) if at not in mapping.used() and sheet.header[at]]
    for field in missing:
        hint = t('[columns] {field} = "Header" in a map file, or --sql', field=field.name)
        if field.name in ("kind", "metric"):
            choices = tuple(Choice(word, "") for word in field.help.split(", "))
            text = t("what kind of touch are these rows?") if field.name == "kind" else t("what do these rows measure?")
            hint = t("constants.{field} in a map file", field=field.name)
            found.append(Question(f"constant:{sheet.file}:{field.name}", sheet.file, text, choices, hint))
            continue
        choices = tuple(Choice(sheet.header[at], cells[at][:40]) for at in free)
        text = t("which column is {target}.{field} ({help})?", target=target.name, field=field.name, help=t(field.help))
        found.append(Question(f"column:{sheet.file}:{field.name}", sheet.file, text, choices, hint))
    amount = mapping.sources.get("amount")
    if mapping.rivals and amount and headers.key(sheet.header[amount.columns[0]]) != "amount":
        choices = tuple(Choice(sheet.header[at], cells[at][:40]) for at in (amount.columns[0], *mapping.rivals))
        text = t("which of these columns is the amount?")
        hint = t('[columns] {field} = "Header" in a map file, or --sql', field="amount")
        found.append(Question(f"column:{sheet.file}:amount", sheet.file, text, choices, hint))
    return found


def question_of_target(sheet: Sheet) -> Question:
    """What the rows of a sheet are, where their columns do not say it."""
    known = {form for name in sheet.header for form in headers.keys(name)}
    text = t(
        "what are these rows? The columns are: {columns}",
        columns=", ".join(name for name in sheet.header if name)[:300],
    )
    if known & headers.OPPORTUNITIES:
        text = t("these rows look like opportunities, which are not sales; what shall they be?")
    choices = tuple(
        Choice(target.name, ", ".join(f.name for f in target.fields if f.required)) for target in TARGETS.values()
    )
    return Question(f"target:{sheet.file}", sheet.file, text, choices, t("--as {targets}", targets="|".join(TARGETS)))


def _position(header: Sequence[str], name: str, file: str) -> int:
    if name in header:
        return list(header).index(name)
    number = name.removeprefix("#")
    if name.startswith("#") and number.isdecimal() and 1 <= int(number) <= len(header):
        return int(number) - 1
    wanted = headers.key(name)
    for at, other in enumerate(header):
        if headers.key(other) == wanted:
            return at
    raise BadInput(
        t("{file} has no column '{name}'; its columns are: {columns}", file=file, name=name, columns=", ".join(header))
    )


def _refuse_unknown_field(field: str, file: str, wishes: Wishes) -> None:
    """A field that no target has is a mistake; one of another target belongs to another sheet."""
    if any(target.field(field) for target in TARGETS.values()) and len(wishes.targets) != 1:
        return
    target = TARGETS[wishes.targets[0]] if len(wishes.targets) == 1 else None
    known = [f for one in ([target] if target else TARGETS.values()) for f in (*one.fields, *one.parts)]
    accepted = ", ".join(dict.fromkeys(f.name for f in known))
    raise BadInput(t("{file}: there is no field '{field}'; use {accepted}", file=file, field=field, accepted=accepted))
