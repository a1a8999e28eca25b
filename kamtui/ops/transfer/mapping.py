"""Which column of a sheet is which target field, and what the rows of a sheet are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer import headers
from kamtui.ops.transfer.asked import Wishes
from kamtui.ops.transfer.creditrows import are_credit
from kamtui.ops.transfer.moneyrows import are_invoices, are_payments, are_plainly_payments
from kamtui.ops.transfer.questions import Choice, Question
from kamtui.ops.transfer.sheets import Sheet
from kamtui.ops.transfer.targets import TARGETS, Target

_OF_A_FIRM = ("id", "industry", "country", "address", "city", "website", "tier", "owner", "kind", "region", "parent")
"""Fields that say the rows describe firms too, where they also name a person."""


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
    mapping = _map_header(sheet.header, target, wishes, sheet.file)
    if target.name == "sales" and "account" not in mapping.sources:
        return mapping._replace(sources=_id_as_account(sheet, mapping.sources))
    return mapping


def _map_header(header: Sequence[str], target: Target, wishes: Wishes, file: str) -> Mapping:
    sources: dict[str, Source] = {}
    left_out: set[str] = set()
    for field, asked in wishes.columns.items():
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
    return Mapping(target, _put_together(sources, target), rivals)


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


def _put_together(sources: dict[str, Source], target: Target) -> dict[str, Source]:
    """Fields made of others: full names, subject with summary, day with time; an account known only by name."""
    found = dict(sources)
    if "account_name" in found and "account" not in found and target.field("account"):
        found["account"] = found.pop("account_name")
    first, last = found.pop("first_name", None), found.pop("last_name", None)
    if target.name == "contacts" and "name" not in found and (first or last):
        found["name"] = Source((first.columns if first else ()) + (last.columns if last else ()))
    if subject := found.pop("subject", None):
        summary = found.get("summary")
        found["summary"] = Source(subject.columns + (summary.columns if summary else ()))
    time, day = found.pop("time", None), found.get("at")
    if time and day and len(day.columns) == 1:
        found["at"] = Source(day.columns + time.columns)
    return found


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


def guess_targets(header: Sequence[str], wishes: Wishes, file: str) -> tuple[str, ...]:
    """What the rows are, by the names of the columns; nothing where that is not plain."""
    known = {form for name in header for form in headers.keys(name)}
    found = {name: _map_header(header, target, Wishes(), file).sources for name, target in TARGETS.items()}
    for field in wishes.columns:
        for name, target in TARGETS.items():
            if target.field(field):
                found[name].setdefault(field, Source(()))
    if known & (headers.OPPORTUNITIES | headers.telling("opportunities")):
        return _hopes(found["opportunities"], known)
    if _are_touches(found["touches"], known):
        return ("touches",)
    if known & headers.telling("facts") and {"account", "period", "metric", "value"} <= set(found["facts"]):
        return ("facts",)
    if known & headers.telling("invoices") and are_invoices(found["invoices"]):
        return ("invoices",)
    if (known & headers.telling("payments") or are_plainly_payments(known)) and are_payments(found["payments"]):
        return ("payments",)
    if _are_sales(found["sales"], known):
        return ("sales",)
    if known & (headers.telling("credit") | {"limit"}) and are_credit(found["credit"], len(header)):
        return ("credit",)
    return _goods(found, known) or _firms_or_people(found["accounts"], found["contacts"], known)


def _goods(found: dict[str, dict[str, Source]], known: set[str]) -> tuple[str, ...]:
    """Products have a name of their own and a price, a code or a series, and neither a day nor a buyer."""
    products = found["products"]
    others = found["sales"].keys() & {"date", "number"} or "account" in found["facts"]
    if others or known & (headers.telling("accounts") | headers.telling("contacts")):
        return ()
    is_product = "name" in products and products.keys() & {"list_price", "code", "series", "lead_days"}
    return ("products",) if is_product and known & headers.telling("products") else ()


def _hopes(opportunities: dict[str, Source], known: set[str]) -> tuple[str, ...]:
    """Opportunities have a stage, or a name and an amount or a day; one program puts people and firms beside them."""
    if not ("stage" in opportunities or ("name" in opportunities and opportunities.keys() & {"amount", "closed"})):
        return ()
    return ("accounts", "contacts", "opportunities") if "personname" in known else ("opportunities",)


def _are_touches(touches: dict[str, Source], known: set[str]) -> bool:
    telling = known & headers.telling("touches")
    if "at" not in touches or not ({"account", "contact"} & set(touches) or len(telling) > 1):
        return False
    if telling:
        return True
    return "kind" in touches and not known & set(headers.names("sales")["amount"])


def _are_sales(sales: dict[str, Source], known: set[str]) -> bool:
    """Sales have a day and an amount; where only the amount is missing, it will be asked for."""
    if {"date", "amount"} <= set(sales):
        return bool(sales.keys() & {"account", "number"}) or "id" in known
    return {"date", "account", "number"} <= set(sales) and bool(known & headers.telling("sales"))


def _firms_or_people(accounts: dict[str, Source], contacts: dict[str, Source], known: set[str]) -> tuple[str, ...]:
    telling = known & headers.telling("contacts")
    person = bool(telling and "name" in contacts) or (
        "name" in contacts and "account" in contacts and known & {"name"} != set()
    )
    if not person:
        is_firm = "name" in accounts and (len(accounts) > 1 or known & headers.telling("accounts"))
        return ("accounts",) if is_firm else ()
    if known & headers.COLLEAGUES:
        return ()
    address_book = bool(known & headers.PERSONAL)
    own_id = bool(known & {"id", "recordid", "contactid", "personid", "donotmodifycontact"})
    firm = "name" in accounts and accounts["name"] != contacts["name"]
    describes_firm = bool(known & headers.telling("accounts")) and any(field in accounts for field in _OF_A_FIRM)
    if firm and describes_firm and not own_id and not address_book:
        return ("accounts", "contacts")
    return ("contacts",) if address_book or {"account", "email", "mobile"} & set(contacts) else ()


def questions_about(sheet: Sheet, mapping: Mapping) -> list[Question]:
    """What must be known about the columns before anything can be imported."""
    target = mapping.target
    missing = [field for field in target.fields if field.required and field.name not in mapping.sources]
    if {"touches": "contact", "payments": "invoice"}.get(target.name) in mapping.sources:
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
