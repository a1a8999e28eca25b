"""vCards 2.1, 3.0 and 4.0 as a sheet of people, with the columns of our own list of contacts.

The firm is the account; who has none becomes a person without a position. What a contact has no field for (further
numbers and addresses, a birthday) stands in the note. Pictures, keys and calendars are left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path, PurePath

from kamtui.domain.names import has_han
from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.ops.transfer import contentlines, decoding, ours
from kamtui.ops.transfer.contentlines import Line, as_ascii_based, parts, unescaped
from kamtui.ops.transfer.outgoingvcards import PRODID, own
from kamtui.ops.transfer.questions import Question
from kamtui.ops.transfer.sheets import CHUNK_ROWS, Chunk, Rejected, Sheet
from kamtui.ops.transfer.writecontacts import MAIL

LARGEST = 256 << 20
"""Bytes of a file, which is held as a whole."""

Card = Sequence[Line]
"""The lines between BEGIN and END."""

_HEADER = ours.columns("contacts")


def is_vcard(head: bytes) -> bool:
    """Whether a file begins as a vCard."""
    return as_ascii_based(head).lstrip().upper().startswith(b"BEGIN:VCARD")


def sheets(file: str, path: Path, encoding: str = "") -> Sequence[Sheet]:
    """The people of a file. `encoding` is that of values that do not say theirs and are no UTF-8. Raises BadInput."""
    if path.stat().st_size > LARGEST:
        raise BadInput(t("{file} is too large for an address book", file=file))
    data = as_ascii_based(path.read_bytes())
    doubtful = [line.raw for line in contentlines.lines(data) if not line.is_certain and line.name in _READ]
    found, notes = _guessed(file, doubtful) if doubtful and not encoding else (encoding, ())
    return [
        Sheet(
            file=file,
            name=PurePath(file).stem,
            header=_HEADER,
            read=lambda: _chunks(file, data, found or "cp1252"),
            encoding=found,
            notes=notes,
            by_machine=True,
        )
    ]


def _guessed(file: str, doubtful: Iterable[bytes]) -> tuple[str, tuple[str, ...]]:
    """The encoding of values that say nothing of theirs, and what is to be said about it."""
    values = b"\n".join(doubtful)
    decided = decoding.decide(file, lambda: BytesIO(values))
    if not isinstance(decided, Question):
        return decided.encoding, ()
    count = values.count(b"\n") + 1
    one = "the encoding of {count} value is not certain, read as {encoding}; --encoding says which it is"
    many = "the encoding of {count} values is not certain, read as {encoding}; --encoding says which it is"
    return "cp1252", (n(one, many, count, encoding="cp1252"),)


def _chunks(file: str, data: bytes, encoding: str) -> Iterator[Chunk]:
    chunk = Chunk([], [], [])
    for number, card in _cards(data):
        row = None if card is None else _row(card, encoding)
        if row is None:
            reason = t("the card has no END") if card is None else t("nobody is named")
            chunk.bad.append(Rejected(file, number, reason, ()))
        else:
            chunk.rows.append(row)
            assert isinstance(chunk.lines, list)
            chunk.lines.append(number)
        if len(chunk.rows) + len(chunk.bad) >= CHUNK_ROWS:
            yield chunk
            chunk = Chunk([], [], [])
    if chunk.rows or chunk.bad:
        yield chunk


def _cards(data: bytes) -> Iterator[tuple[int, Card | None]]:
    """Every card with the line it begins on; None where it never ends. One within another is left out."""
    card: list[Line] = []
    since, depth = 0, 0
    for line in contentlines.lines(data):
        word = line.raw.strip().upper()
        if line.name == "BEGIN" and word == b"VCARD":
            is_nested = depth > 0 and bool(card) and card[-1].name == "AGENT"
            if depth and not is_nested:
                yield since, None
            if is_nested:
                depth += 1
            else:
                card, since, depth = [], line.number, 1
        elif line.name == "END" and word == b"VCARD" and depth:
            depth -= 1
            if not depth:
                yield since, card
        elif depth == 1:
            card.append(line)
    if depth:
        yield since, None


def _row(card: Card, encoding: str) -> list[str] | None:
    """A card as a row of the list of contacts; None where it names nobody."""
    said = {name: [line for line in card if line.name == name] for name in _READ}

    def first(name: str) -> str:
        found = (unescaped(line.text(encoding)).strip() for line in _preferred(said[name]))
        return next(filter(None, found), "")

    emails = _values(said["EMAIL"], encoding)
    phones = _values((line for line in said["TEL"] if not _is_mobile(line) and not _is_fax(line)), encoding)
    mobiles = _values(filter(_is_mobile, said["TEL"]), encoding)
    firm = [parts(line.text(encoding)) for line in said["ORG"]]
    account = next((name for each in firm for name in each if name), "")
    name = first("FN") or _composed(said["N"], encoding) or first("NICKNAME") or account or "".join(emails[:1])
    if not name:
        return None
    # who has no position in our own list has none
    is_ours = first("PRODID") == PRODID
    note = "\n".join([*filter(None, [first("NOTE")]), *_others(said, encoding, emails[1:], phones[1:], mobiles[1:])])
    values = {
        **{field: first(own(field)) for field in _OWN},
        "id": first("UID").removeprefix("urn:uuid:") or ("" if account else _made_up(name, emails, phones + mobiles)),
        "account": first(own("account")) or account or ("" if is_ours or not emails else f"{MAIL}{emails[0]}"),
        "account_name": account,
        "name": " ".join(name.split()),
        "title": first("TITLE") or first("ROLE"),
        "email": emails[0] if emails else "",
        "phone": phones[0] if phones else "",
        "mobile": mobiles[0] if mobiles else "",
        "note": note.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n"),
    }
    return [values.get(field, "") if field == "note" else _one_line(values.get(field, "")) for field in _HEADER]


_OWN = ("account", "level", "function", "reports_to")
"""Columns in properties of our own, in cards that kamtui wrote."""

_READ = frozenset(
    (
        "FN",
        "N",
        "NICKNAME",
        "ORG",
        "TITLE",
        "ROLE",
        "EMAIL",
        "TEL",
        "NOTE",
        "UID",
        "BDAY",
        "PRODID",
        "ADR",
        "URL",
        *map(own, _OWN),
    )
)


def _one_line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


def _preferred(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: not line.is_preferred)


def _values(lines: Iterable[Line], encoding: str) -> list[str]:
    """Different numbers or addresses, the preferred one first."""
    found = (unescaped(line.text(encoding)).strip() for line in _preferred(lines))
    return list(dict.fromkeys(filter(None, (each.removeprefix("tel:").removeprefix("mailto:") for each in found))))


def _is_mobile(line: Line) -> bool:
    return "cell" in line.types


def _is_fax(line: Line) -> bool:
    return not {"fax", "pager"}.isdisjoint(line.types) and "voice" not in line.types


def _composed(names: Sequence[Line], encoding: str) -> str:
    """A name put together from its parts, in the order of the language it is in."""
    for line in names:
        family, given, more, before, after, *_ = *parts(line.text(encoding)), "", "", "", "", ""
        if has_han(family + given):
            return f"{family}{given}" or more
        found = " ".join(filter(None, (before, given, more, family, after)))
        if found:
            return found
    return ""


def _others(
    said: dict[str, list[Line]], encoding: str, emails: Sequence[str], phones: Sequence[str], mobiles: Sequence[str]
) -> Iterator[str]:
    """What a contact has no field for, a line each."""
    yield from (f"email: {each}" for each in emails)
    yield from (f"phone: {each}" for each in phones)
    yield from (f"mobile: {each}" for each in mobiles)
    yield from (f"fax: {each}" for each in _values(filter(_is_fax, said["TEL"]), encoding))
    for line in said["ADR"]:
        place = ", ".join(_one_line(part) for part in parts(line.text(encoding)) if part)
        if place:
            yield f"address: {place}"
    yield from (f"web: {each}" for each in _values(said["URL"], encoding))
    yield from (f"birthday: {each}" for each in _values(said["BDAY"], encoding))


def _made_up(name: str, *known: Sequence[str]) -> str:
    """An id for who has none and no firm under which the name would be found again."""
    said = "\n".join((name, *(each for values in known for each in values)))
    return f"vcard-{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:12]}"
