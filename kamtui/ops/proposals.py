"""Proposals answered: accepted into a decision, rejected, or put off, each with its reason."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.gates import Bar
from kamtui.domain.outcomes.tiers import ProposalAccepted, ProposalAnswered, TierSet
from kamtui.domain.periods import fiscal_quarter
from kamtui.domain.tiers import Tier
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.ops.playbooks import offered
from kamtui.ops.tiers import record, rounded
from kamtui.store import accounts, fiscal, policies, proposals, tiers
from kamtui.store.proposals import Proposal
from kamtui.store.tx import Tx, instant


@operation("tier.accept")
def accept_proposal(
    tx: Tx, account_id: int, *, on: dt.date, reason: str = "", demote: int | None = None, override: str = ""
) -> ProposalAccepted:
    """Accept the tier that the reviews propose.

    Where something speaks against key, `override` says why it is done all the same; where there is no room for
    another key account, `demote` may name one that makes room, in the same change (D9, R92). Raises NothingToDo where
    nothing is proposed, BadInput where an objection has no answer.
    """
    asked = _proposed(tx, account_id, on)
    made_room = None if demote is None else _demoted(tx, demote, on, asked)
    # asked again, because who makes room must be somebody whose place counts
    found = asked if demote is None else _proposed(tx, account_id, on)
    to = found.verdict.to
    assert to is not None
    if found.objections and not override.strip():
        against = "; ".join(each.text for each in found.objections)
        said = t("{name} is not called key without an answer: {against}.", name=found.name, against=against)
        if any(each.bar is Bar.CAPACITY for each in found.objections):
            raise BadInput(said + " " + t("Say why all the same, or name who makes room"))
        raise BadInput(said + " " + t("Say why all the same"))
    evidence = {
        "proposal": found.verdict.kind,
        "method": policies.in_force(tx.conn, on).tiers.method,
        "reviews": [
            {"on": each.on.isoformat(), "score": rounded(each.score), "line": rounded(each.line)}
            for each in found.reviews
        ],
        "objections": [each.text for each in asked.objections],
        "override": override.strip(),
        "demoted": demote,
    }
    why = reason.strip() or found.verdict.why
    key = record(tx, account_id, to, on=on, reason=why, card=found.card, evidence=evidence)
    overridden = tuple(each.text for each in found.objections)
    playbook = len(offered(tx.conn, account_id, to, on))
    entered = TierSet(key, account_id, found.name, found.tier, to, on, playbook=playbook)
    return ProposalAccepted(entered, overridden, made_room)


@operation("tier.reject")
def reject_proposal(tx: Tx, account_id: int, *, on: dt.date, reason: str) -> ProposalAnswered:
    """Reject the tier that the reviews propose.

    The same proposal does not come again before the next quarterly review. Raises NothingToDo, BadInput without a
    reason.
    """
    if not reason.strip():
        raise BadInput(t("say why the proposal is rejected"))
    next_review = fiscal_quarter(on + dt.timedelta(days=1), fiscal.start(tx.conn)).last
    return _answered(tx, _proposed(tx, account_id, on), "rejected", on, next_review, reason)


@operation("tier.defer")
def defer_proposal(tx: Tx, account_id: int, *, on: dt.date, until: dt.date, reason: str = "") -> ProposalAnswered:
    """Put a proposal off to a later day.

    Raises NothingToDo where nothing is proposed, BadInput where the day is not later.
    """
    if until <= on:
        raise BadInput(t("{until} is not after {on}", until=until, on=on))
    return _answered(tx, _proposed(tx, account_id, on), "deferred", on, until, reason)


def _proposed(tx: Tx, account_id: int, on: dt.date) -> Proposal:
    found = _of(tx, account_id, on)
    if found.verdict.to is None:
        raise NothingToDo(t("{name}: no other tier is proposed ({why})", name=found.name, why=found.verdict.why))
    return found


def _of(tx: Tx, account_id: int, on: dt.date) -> Proposal:
    """What the reviews say of an account; the reviews rank the whole book, so they are made once for a batch."""
    made = proposals.reviews(tx.conn, on, among=[account_id], known=tx.memo.get(("reviews", on)))
    if made.past[0].on != on:
        # decisions of today do not change the places of a review that is over
        tx.memo["reviews", on] = made
    return proposals.of_account(tx.conn, account_id, on, made)


def _demoted(tx: Tx, account_id: int, on: dt.date, found: Proposal) -> TierSet:
    """The key account that makes room becomes regular."""
    account = accounts.one(tx.conn, account_id)
    if all(each.bar is not Bar.CAPACITY for each in found.objections):
        raise BadInput(t("{name} needs nobody to make room", name=found.name))
    if tiers.in_force(tx.conn, account_id, on) is not Tier.KEY or account_id == found.account_id:
        raise BadInput(t("{name} is no key account, so it makes no room", name=account.name))
    reason = t("makes room for {name}", name=found.name)
    card = _of(tx, account_id, on).card
    key = record(tx, account_id, Tier.REGULAR, on=on, reason=reason, card=card, evidence={})
    return TierSet(key, account_id, account.name, Tier.KEY, Tier.REGULAR, on)


def _answered(tx: Tx, found: Proposal, answer: str, on: dt.date, until: dt.date, reason: str) -> ProposalAnswered:
    to = found.verdict.to
    assert to is not None
    values = {
        "account_id": found.account_id,
        "on_date": on.isoformat(),
        "tier": to,
        "answer": answer,
        "until_on": until.isoformat(),
        "reason": reason.strip(),
        "decided_by": tx.author,
        "policy_version": policies.version_in_force(tx.conn, on),
        "recorded_at": instant(tx.now),
    }
    row = tx.insert("proposal_answer", values)
    return ProposalAnswered(row, found.account_id, found.name, found.tier, to, answer, until)
