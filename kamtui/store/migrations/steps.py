"""What every migration is written with: the list it enters, and how a script is run."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("kamtui")
"""In the order in which their modules are imported."""


def one_of(words: str) -> str:
    """SQL: the words in brackets, for a CHECK."""
    return "(" + ", ".join(f"'{word}'" for word in words.split()) + ")"


def run(db: Database, script: str) -> None:
    """Statement by statement, because executescript would commit the transaction around the migration."""
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)
