"""What is missing to a quota, in sentences; and the proposal in which hours are asked for (R43)."""

from __future__ import annotations

from kamtui.domain.funnel import LEAST_DECIDED, Gap
from kamtui.domain.money import SCALE, Money
from kamtui.i18n import n, t


def statement(gap: Gap) -> list[str]:
    """The gap in sentences: what is to be brought, what will come, what that takes, what there is."""
    return [_to_bring(gap), *_to_come(gap), *_to_do(gap)]


def title(gap: Gap) -> str:
    """What is asked for, in a line."""
    hours = "" if gap.short_hours is None else f"{gap.short_hours:,.0f}"
    return t(
        "{hours} h more to reach {quota} in {year}", hours=hours, quota=_amount(gap, gap.quota.amount), year=gap.label
    )


def proposal(gap: Gap) -> str:
    """What is proposed to the head: the quota stays, the hours come."""
    weeks = max(1.0, ((gap.year.last - gap.on).days + 1) / 7)
    asked = t(
        "Proposal: the quota stays; {hours} h until {last}, which is {weekly} h a week, from colleagues or by handing"
        " over other work.",
        hours=f"{gap.short_hours or 0:,.0f}",
        last=gap.year.last,
        weekly=f"{(gap.short_hours or 0) / weeks:,.1f}",
    )
    return " ".join([*statement(gap), asked])


def _to_bring(gap: Gap) -> str:
    values = {
        "whose": ", ".join(gap.who),
        "year": gap.label,
        "quota": _amount(gap, gap.quota.amount),
        "brought": _amount(gap, gap.brought),
        "required": _amount(gap, gap.required),
    }
    if gap.brought_by == "won":
        return t("{whose}, {year}: quota {quota}, won {brought}, {required} still to bring.", **values)
    return t("{whose}, {year}: quota {quota}, sold {brought}, {required} still to bring.", **values)


def _to_come(gap: Gap) -> list[str]:
    count = n("{count} opportunity", "{count} opportunities", gap.size)
    said = [t("The funnel holds {count} worth {value}.", count=count, value=_amount(gap, gap.funnel))]
    if gap.rate is None or gap.expected is None:
        message = "Fewer than {count} are decided, or none of them lost: no win rate says what will come of it."
        said.append(t(message, count=LEAST_DECIDED))
    else:
        values = {
            "rate": f"{gap.rate.share:.1%}",
            "decided": gap.rate.decided,
            "expected": _amount(gap, gap.expected),
        }
        own = "At their own win rate of {rate} ({decided} decided) it brings {expected}."
        ours = "At the win rate of all of us, {rate} ({decided} decided), it brings {expected}."
        said.append(t(own if gap.rate.is_own else ours, **values))
    if gap.later:
        one, many = "{count} more is expected after the year.", "{count} more are expected after the year."
        said.append(n(one, many, gap.later))
    if gap.unvalued:
        one = "{count} does not count: its value is unknown or in another currency."
        many = "{count} do not count: their values are unknown or in another currency."
        said.append(n(one, many, gap.unvalued))
    return said


def _to_do(gap: Gap) -> list[str]:
    said = []
    if gap.missing:
        missing = t("{missing} are missing", missing=_amount(gap, gap.missing))
        if gap.more is None or gap.average is None:
            said.append(t("{missing}; what one opportunity is worth is not known.", missing=missing))
        else:
            more = n("{count} more opportunity", "{count} more opportunities", gap.more)
            average = _amount(gap, gap.average)
            said.append(t("{missing}: {more} of {average} on average.", missing=missing, more=more, average=average))
    elif gap.missing == 0:
        said.append(t("Nothing is missing."))
    if gap.required_hours is not None:
        values = {
            "required": f"{gap.required_hours:,.0f}",
            "funnel": f"{gap.funnel_hours:,.0f}",
            "hours": "–" if gap.hours is None else f"{gap.hours:,.0f}",
            "last": gap.year.last,
        }
        text = "That takes {required} h, {funnel} of them for what is in the funnel; there are {hours} h until {last}."
        said.append(t(text, **values))
    if gap.short_hours:
        said.append(t("{hours} h are short.", hours=f"{gap.short_hours:,.0f}"))
    return said


def _amount(gap: Gap, value: int) -> str:
    return amount(Money(value, gap.quota.currency))


def amount(value: Money) -> str:
    """An amount with its currency, rounded to whole units: nobody hopes for cents."""
    units = (2 * abs(value.amount) + SCALE) // (2 * SCALE)
    return f"{units if value.amount > 0 else -units:,} {value.currency}"
