"""Operations without a key of their own, asked for in the bottom line one field after the other: for the palette."""

from __future__ import annotations

from kamtui.tui.filling import Form
from kamtui.tui.forms.everyday import EVERYDAY_FORMS
from kamtui.tui.forms.influences import INFLUENCE_FORMS
from kamtui.tui.forms.invoices import INVOICE_FORMS
from kamtui.tui.forms.issues import ISSUE_FORMS
from kamtui.tui.forms.opportunities import OPPORTUNITY_FORMS
from kamtui.tui.forms.people import PEOPLE_FORMS
from kamtui.tui.forms.plans import PLAN_FORMS
from kamtui.tui.forms.profiles import PROFILE_FORMS
from kamtui.tui.forms.rates import RATE_FORMS
from kamtui.tui.forms.structure import STRUCTURE_FORMS
from kamtui.tui.forms.supply import SUPPLY_FORMS
from kamtui.tui.forms.team import TEAM_FORMS
from kamtui.tui.forms.terms import TERMS_FORMS

FORMS: dict[str, Form] = {
    **EVERYDAY_FORMS,
    **INFLUENCE_FORMS,
    **INVOICE_FORMS,
    **ISSUE_FORMS,
    **OPPORTUNITY_FORMS,
    **PEOPLE_FORMS,
    **PLAN_FORMS,
    **PROFILE_FORMS,
    **RATE_FORMS,
    **STRUCTURE_FORMS,
    **SUPPLY_FORMS,
    **TEAM_FORMS,
    **TERMS_FORMS,
}
"""Operation -> its form; the others have keys of their own."""
