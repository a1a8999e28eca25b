"""SQL that several reads say in the same way: of sales, of touches, of positions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kamtui.domain.contacts import Level
from kamtui.domain.touches import QUALIFYING, WRITTEN

if TYPE_CHECKING:
    # every command says SQL, few of them read the policy
    from kamtui.domain.policy import Levels

BOUGHT = "(x.kind = 'order' OR (x.kind = 'summary' AND x.amount > 0))"
"""SQL over `sale x`: a document that says somebody bought something; a return does not."""

PROFIT = "CASE WHEN count(*) = count(x.profit) THEN sum(x.profit) END"
"""SQL over `sale x`: what was earned; null where nobody knows it of one document."""

LATEST = "max(on_date || printf('%015d', id))"
"""SQL over a table of decisions: with it the other columns are those of the latest, of a day the one entered last."""

PARENT = "(SELECT g.parent_id FROM parentage g WHERE g.account_id = a.id ORDER BY g.on_date DESC, g.id DESC LIMIT 1)"
"""SQL over `account a`: the account above it on the day the book is read at."""

MONTHS = dt.timedelta(days=92)
"""A time up to which it pays to look touches and sales up by their day."""


def done_in(first: dt.date, last: dt.date) -> str:
    """SQL over `touch x`: it took place from `:first` to `:last`; its values are `window`."""
    # the index is over instants, a civil day lies within a day of them everywhere on earth; through it a long time is
    # read ten times slower than all touches in their own order
    at = "x.at" if last - first <= MONTHS else "+x.at"
    return f"x.state = 'done' AND {at} BETWEEN :at_first AND :at_last AND x.on_date BETWEEN :first AND :last"


_MAILS = ", ".join(repr(kind.value) for kind in sorted(WRITTEN))
_KINDS = ", ".join(repr(kind.value) for kind in sorted(QUALIFYING))


def held(position: str) -> str:
    """SQL: a position was held on the day `:on`; `position` is its alias."""
    began = f"({position}.from_on IS NULL OR {position}.from_on <= :on)"
    return f"{began} AND ({position}.to_on IS NULL OR {position}.to_on > :on)"


def by_level(position: str) -> str:
    """SQL to order positions by: executives first, the unknown last; `position` is the alias."""
    return f"CASE {position}.level WHEN 'exec' THEN 0 WHEN 'mid' THEN 1 WHEN 'front' THEN 2 ELSE 3 END"


def counts(touch: str) -> str:
    """SQL: a touch took place and was contact with the customer, on whatever day; `touch` is its alias."""
    return f"{touch}.state = 'done' AND {touch}.kind IN ({_KINDS})"


def timed(touch: str) -> str:
    """SQL: the time of a touch was said; `touch` is its alias.

    Else its instant is the start of its day, or has the time of day at which it was logged, also where the day was
    corrected since.
    """
    said = f"{touch}.at <> {touch}.on_date || 'T00:00:00Z'"
    return f"({said} AND substr({touch}.at, 11) <> substr({touch}.recorded_at, 11))"


def minutes_spent(usual: Mapping[str, int]) -> str:
    """SQL over `touch x`: its minutes, those of its kind where none were typed (D3)."""
    known = " ".join(f"WHEN '{kind}' THEN {minutes:d}" for kind, minutes in usual.items())
    return f"coalesce(x.minutes, CASE x.kind {known} END, 0)"


def window(first: dt.date, last: dt.date) -> dict[str, object]:
    """The values of `done_in`."""
    around = dt.timedelta(days=2)
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "at_first": (first - around).isoformat(),
        "at_last": (last + around).isoformat(),
    }


def ways(position: str) -> str:
    """SQL over `touch t`, as three columns: how many were not mails, the first mail and the last one.

    Those within the days of the person's level, which are the values `level_days`; `position` is the alias of theirs.
    Mails are apart because it takes two of them to keep a level alive (D14).
    """
    within = " ".join(f"WHEN '{level}' THEN :{level}_since" for level in Level)
    lately = f"t.on_date >= CASE {position}.level {within} END AND t.kind"
    # what two of us logged of one mail is one mail
    mail = f"CASE WHEN {lately} IN ({_MAILS}) THEN ifnull(t.joins, t.id) END"
    return f"total({lately} NOT IN ({_MAILS})), min({mail}), max({mail})"


def level_days(levels: Levels, on: dt.date) -> dict[str, object]:
    """The values of `ways`: for each level the day since which contact with it counts."""
    return {f"{level}_since": on - dt.timedelta(days=levels.most(level)) for level in Level}
