"""One sentence per outcome about people at customers who leave, move or become known; `said` registers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.outcomes.people import (
    ContactIdentified,
    ContactJoined,
    ContactLeft,
    ContactMoved,
    ContactPurged,
    ContactsMerged,
    ContactsUnmerged,
    Successor,
)
from kamtui.i18n import n, t


def left(outcome: ContactLeft) -> str:
    sentence = t("{account}: {name} left on {on}", account=outcome.account, name=outcome.name, on=outcome.on)
    sentence += _followed(outcome.successor)
    if outcome.anew:
        sentence += t("; it hung on them: kamtui status reset {id} starts anew", id=outcome.account_id)
    return sentence


def moved(outcome: ContactMoved) -> str:
    values = {"account": outcome.account, "name": outcome.name, "on": outcome.on}
    if outcome.before == outcome.after:
        sentence = t("{account}: {name} has another position from {on}", **values)
    else:
        before, after = outcome.before or "–", outcome.after or "–"
        sentence = t("{account}: {name}: {before} → {after} from {on}", before=before, after=after, **values)
    return sentence + _followed(outcome.successor)


def joined(outcome: ContactJoined) -> str:
    sentence = t("{name} works at {account}", name=outcome.name, account=outcome.account)
    if outcome.left:
        return sentence + t(", no longer at {accounts}", accounts=", ".join(outcome.left))
    return sentence + (t(", formerly {accounts}", accounts=", ".join(outcome.formerly)) if outcome.formerly else "")


def identified(outcome: ContactIdentified) -> str:
    values = {"account": outcome.account, "before": outcome.before, "name": outcome.name}
    sentence = t("{account}: {before} is {name}", **values)
    return sentence + (n("; {count} task closed", "; {count} tasks closed", outcome.tasks) if outcome.tasks else "")


def merged(outcome: ContactsMerged) -> str:
    rows = n("{count} row went over", "{count} rows went over", outcome.rows)
    values = {"other": outcome.other, "other_id": outcome.other_id, "name": outcome.name, "id": outcome.contact_id}
    return t("{other} (#{other_id}) is {name} (#{id}): {rows}", rows=rows, **values)


def unmerged(outcome: ContactsUnmerged) -> str:
    rows = n("{count} row went back", "{count} rows went back", outcome.rows)
    values = {"name": outcome.name, "id": outcome.contact_id, "other": outcome.other, "rows": rows}
    sentence = t("{name} (#{id}) is somebody else than {other} again: {rows}", **values)
    if outcome.stayed:
        one, many = "; {count} row that came later stays", "; {count} rows that came later stay"
        sentence += n(one, many, outcome.stayed) + t(" with {name}", name=outcome.other)
    if outcome.gone:
        sentence += n("; {count} row is gone since", "; {count} rows are gone since", outcome.gone)
    return sentence


def purged(outcome: ContactPurged) -> str:
    rows = n("{count} row emptied", "{count} rows emptied", outcome.rows)
    entries = n("{count} entry of the journal", "{count} entries of the journal", outcome.entries)
    touches = n("{count} touch stays", "{count} touches stay", outcome.touches)
    sentence = t("{name}: {rows}, {entries}; {touches}", name=outcome.name, rows=rows, entries=entries, touches=touches)
    if outcome.touches and not outcome.texts:
        sentence += t(", with what was said; --touches empties that too")
    return sentence + t("; this cannot be undone, and backups made before still have it")


def _followed(successor: Successor | None) -> str:
    if successor is None:
        return ""
    sentence = t("; {name} (#{id}) takes over", name=successor.name, id=successor.contact_id)
    if successor.reports:
        one, many = ", {count} person reports to them", ", {count} people report to them"
        sentence += n(one, many, successor.reports)
    return sentence + t("; task #{task}: find out who it is", task=successor.task_id)


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    ContactLeft: left,
    ContactMoved: moved,
    ContactJoined: joined,
    ContactIdentified: identified,
    ContactsMerged: merged,
    ContactsUnmerged: unmerged,
    ContactPurged: purged,
}
