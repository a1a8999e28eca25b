"""Everything an operation can answer, as one type."""

from __future__ import annotations

from kamtui.domain.outcomes.accounts import AccountOutcome
from kamtui.domain.outcomes.book import BookOutcome
from kamtui.domain.outcomes.exceptions import ExceptionOutcome
from kamtui.domain.outcomes.figures import FigureOutcome
from kamtui.domain.outcomes.influences import InfluenceOutcome
from kamtui.domain.outcomes.invoices import InvoiceOutcome
from kamtui.domain.outcomes.issues import IssueOutcome
from kamtui.domain.outcomes.markets import MarketOutcome
from kamtui.domain.outcomes.opportunities import OpportunityOutcome
from kamtui.domain.outcomes.people import PeopleOutcome
from kamtui.domain.outcomes.plans import PlanOutcome
from kamtui.domain.outcomes.rates import RateOutcome
from kamtui.domain.outcomes.statuses import StatusOutcome
from kamtui.domain.outcomes.structure import StructureOutcome
from kamtui.domain.outcomes.supply import SupplyOutcome
from kamtui.domain.outcomes.tasks import TaskOutcome
from kamtui.domain.outcomes.team import TeamOutcome
from kamtui.domain.outcomes.terms import TermsOutcome
from kamtui.domain.outcomes.tiers import TierOutcome
from kamtui.domain.outcomes.touches import TouchOutcome

Outcome = (
    AccountOutcome
    | StatusOutcome
    | TierOutcome
    | TaskOutcome
    | TouchOutcome
    | ExceptionOutcome
    | FigureOutcome
    | BookOutcome
    | InfluenceOutcome
    | InvoiceOutcome
    | IssueOutcome
    | MarketOutcome
    | OpportunityOutcome
    | PeopleOutcome
    | PlanOutcome
    | RateOutcome
    | StructureOutcome
    | SupplyOutcome
    | TeamOutcome
    | TermsOutcome
)
