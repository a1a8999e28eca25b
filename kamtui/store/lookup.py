"""How a typed name finds its account or contact: id, external id, exact name, alias, unique prefix, pinyin."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kamtui.domain.names import fold, name_key, reading
from kamtui.errors import Ambiguous, NotFound
from kamtui.i18n import t
from kamtui.store.sqlite import Connection

KeyOf = Callable[[str], str]
"""How a text becomes comparable with the names of its kind."""

EXTERNAL = "ext:"
"""What an external id is marked with where it could be an id as well."""

SYLLABLES = 3
"""Letters from which on a text is tried as full pinyin; shorter ones are initials."""

SHOWN = 10
"""Candidates listed when a name fits several."""

_ACCOUNT_STEPS = (
    # both, because a number can be one account's id and another's external id: then the user must say which
    "SELECT id, name FROM account WHERE (external_id = :code AND merged_into IS NULL) OR id = :number",
    "SELECT id, name FROM account WHERE name_key = :key AND archived_on IS NULL",
    "SELECT a.id, a.name FROM alias x JOIN account a ON a.id = x.account_id WHERE x.key IN (:key, :folded)",
    "SELECT id, name FROM account WHERE name_key >= :key AND name_key < :key || char(1114111) AND archived_on IS NULL",
    "SELECT id, name FROM account WHERE pinyin_key = :folded AND archived_on IS NULL",
    "SELECT id, name FROM account WHERE substr(pinyin_key, 1, length(:folded)) = :folded AND archived_on IS NULL",
    "SELECT id, name FROM account WHERE instr(name_key, :key) AND archived_on IS NULL",
    # a firm called by a surname, 单氏, has the initial of the word
    "SELECT id, name FROM account WHERE :reads AND archived_on IS NULL"
    " AND (substr(pinyin_key, 1, 1) = substr(:folded, 1, 1) OR substr(name_key, 2, 1) = '氏')",
)

_MERGED_STEPS = (
    "SELECT id, name FROM account WHERE merged_into IS NOT NULL AND (external_id = :code OR id = :number)",
    "SELECT id, name FROM account WHERE merged_into IS NOT NULL AND name_key = :key",
)

_CONTACT_STEPS = (
    # who turned out to be somebody else is found as that one
    "SELECT id, name FROM person WHERE id IN"
    " (SELECT ifnull(merged_into, id) FROM contact WHERE external_id = :code OR id = :number)",
    "SELECT id, name FROM person WHERE name_key = :key",
    "SELECT p.id, p.name FROM alias x JOIN person p ON p.id = x.contact_id WHERE x.key IN (:key, :folded)",
    "SELECT id, name FROM person WHERE substr(name_key, 1, length(:key)) = :key",
    "SELECT id, name FROM person WHERE pinyin_key = :folded",
    "SELECT id, name FROM person WHERE substr(pinyin_key, 1, length(:folded)) = :folded",
    "SELECT id, name FROM person WHERE instr(name_key, :key)",
    "SELECT id, name FROM person WHERE :reads AND substr(pinyin_key, 1, 1) = substr(:folded, 1, 1)",
)
_EVERYBODY = "WITH person AS (SELECT * FROM contact WHERE archived_on IS NULL) "
_OF_ACCOUNT = (
    "WITH person AS (SELECT * FROM contact WHERE id IN"
    " (SELECT contact_id FROM position WHERE account_id = :account AND to_on IS NULL)) "
)
_EVER_OF_ACCOUNT = _OF_ACCOUNT.replace(" AND to_on IS NULL", "")
_EXACTLY = 3
"""How many of the steps find only who is named in full: nobody means somebody who left by a part of their name."""


def account(conn: Connection, text: str) -> int:
    """The account that `text` names; raises NotFound, or Ambiguous with the candidates.

    The name or external id of a merged account finds the one it went to; its number says where that is.
    """
    found = _one(conn, _ACCOUNT_STEPS, text, t("account"), name_key, {})
    went = conn.execute(
        "SELECT a.name, b.id, b.name FROM account a JOIN account b ON b.id = a.merged_into WHERE a.id = ?", (found,)
    ).fetchone()
    if went is not None:
        message = "{name} (#{id}) was merged into #{into} {other}; kamtui account unmerge {id} takes it back"
        raise NotFound(t(message, name=went[0], id=found, into=went[1], other=went[2]))
    return found


def merged(conn: Connection, text: str) -> int:
    """The merged account that `text` names by number, external id or name; raises NotFound or Ambiguous."""
    return _one(conn, _MERGED_STEPS, text, t("merged account"), name_key, {})


def contact(conn: Connection, text: str, account: int | None = None) -> int:
    """The contact that `text` names, among those of `account` where one is given; raises NotFound or Ambiguous.

    Who left an account is found there by number, id or whole name.
    """
    return _one(conn, _contact_steps(account), text, t("contact"), _person_key, {"account": account})


def contact_candidates(conn: Connection, text: str, account: int | None = None) -> list[tuple[int, str]]:
    """The contacts that `text` could name at the first step that finds any; empty for nobody."""
    return _candidates(conn, _contact_steps(account), text, _person_key, {"account": account})


def _contact_steps(account: int | None) -> list[str]:
    if account is None:
        return [_EVERYBODY + step for step in _CONTACT_STEPS]
    present = [_OF_ACCOUNT + step for step in _CONTACT_STEPS]
    return present + [_EVER_OF_ACCOUNT + step for step in _CONTACT_STEPS[:_EXACTLY]]


def complete_accounts(conn: Connection, start: str, limit: int = 20) -> list[str]:
    """Names of accounts that begin like `start`, for shell completion and Tab."""
    key = name_key(start) if start else ""
    found = conn.execute(
        "SELECT a.name FROM standing s JOIN account a ON a.id = s.account_id WHERE s.archived = 0"
        " AND s.name_key >= ? AND s.name_key < ? || char(1114111) ORDER BY s.name_key LIMIT ?",
        (key, key, limit),
    )
    return [name for (name,) in found]


def complete_contacts(conn: Connection, start: str, limit: int = 20, *, at: int | None = None) -> list[str]:
    """Names of people that begin like `start`, for shell completion; of one account only where `at` is its id."""
    key = _person_key(start) if start else ""
    works = " AND id IN (SELECT contact_id FROM position WHERE account_id = :at AND to_on IS NULL)"
    found = conn.execute(
        "SELECT name FROM contact WHERE archived_on IS NULL AND name_key >= :key AND name_key < :key || char(1114111)"
        f"{'' if at is None else works} ORDER BY name_key LIMIT :most",
        {"key": key, "at": at, "most": limit},
    )
    return [name for (name,) in found]


def _one(conn: Connection, steps: Sequence[str], text: str, noun: str, key_of: KeyOf, values: dict[str, object]) -> int:
    found = _candidates(conn, steps, text, key_of, values)
    if not found:
        raise NotFound(t("there is no {noun} '{text}'", noun=noun, text=text))
    if len(found) > 1:
        names = "; ".join(f"#{key} {name}" for key, name in found[:SHOWN])
        more = " …" if len(found) > SHOWN else ""
        if str(found[0][0]) == text or str(found[1][0]) == text:
            more += t(" (#{text} is the id, ext:{text} the external id)", text=text)
        raise Ambiguous(
            t(
                "'{text}' fits {count} {noun}s: {names}{more}",
                text=text,
                count=len(found),
                noun=noun,
                names=names,
                more=more,
            ),
            found[:SHOWN],
        )
    return found[0][0]


def _candidates(
    conn: Connection, steps: Sequence[str], text: str, key_of: KeyOf, values: dict[str, object]
) -> list[tuple[int, str]]:
    """What the first step that finds anything finds. `#37` is the id 37, `ext:37` the external id, and nothing else."""
    stripped = text.strip()
    number = stripped.removeprefix("#")
    # an id is never written with leading zeros, an external id may be
    is_number = number.isascii() and number.isdigit() and not number.startswith("0") and len(number) < 18
    if stripped.casefold().startswith(EXTERNAL):
        steps, stripped = steps[:1], stripped[len(EXTERNAL) :].strip()
    parameters = {**values, "code": stripped, "number": int(number) if is_number else -1}
    for place, step in enumerate(steps):
        if place == 1:
            # an id needs no key, and making the first one takes some milliseconds
            parameters |= {"key": key_of(text), "folded": fold(stripped).replace(" ", "")}
            if not parameters["key"]:
                return []
            folded = str(parameters["folded"])
            parameters["reads"] = len(folded) >= SYLLABLES and folded.isascii() and folded.isalpha()
        if ":reads" in step:
            found = _read_as(conn, step, parameters, person=key_of is _person_key)
        else:
            found = dict(conn.execute(f"{step} ORDER BY name LIMIT 50", parameters).fetchall())
        if found:
            return list(found.items())
    return []


def _read_as(conn: Connection, step: str, parameters: dict[str, object], *, person: bool) -> dict[int, str]:
    """Of the names with the same first initial those whose pinyin begins so: changch finds 长城."""
    typed = str(parameters["folded"])
    rows: list[tuple[int, str]] = conn.execute(f"{step} ORDER BY name", parameters).fetchall()
    fitting = [(key, name) for key, name in rows if reading(name, person=person).startswith(typed)]
    return dict(fitting[:50])


def _person_key(text: str) -> str:
    return name_key(text, person=True)
