"""The schema's biography: every migration in order, a module each with the reason for what it adds.

Imported only when a book is created or is older than this program, because sqlite-utils costs about 200 ms.
"""

from __future__ import annotations

from kamtui.store.migrations import (
    m001_book,
    m002_accounts_and_people,
    m003_what_happened,
    m004_decisions,
    m005_journal,
    m006_standing,
    m007_judgements_facts_and_answers,
    m008_daily_review,
    m009_people_and_plans,
    m010_money_supply_and_service,
    m011_audit_and_access,
    m012_recent_sales,
)
from kamtui.store.migrations.steps import migrations

__all__ = [
    "m001_book",
    "m002_accounts_and_people",
    "m003_what_happened",
    "m004_decisions",
    "m005_journal",
    "m006_standing",
    "m007_judgements_facts_and_answers",
    "m008_daily_review",
    "m009_people_and_plans",
    "m010_money_supply_and_service",
    "m011_audit_and_access",
    "m012_recent_sales",
    "migrations",
]
