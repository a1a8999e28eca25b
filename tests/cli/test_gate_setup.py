"""The script that sets a shared server up, as text; that it does what it says is tried in tests/reliability."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from kamtui.cli.server import recipe
from tests.conftest import Run


def checked(script: str, *command: str) -> None:
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_script_is_one_that_a_shell_reads(run: Run) -> None:
    script = run("serve-setup").out
    checked(script, "sh", "-n")
    if shutil.which("dash"):
        checked(script, "dash", "-n")
    if shutil.which("shellcheck"):
        checked(script, "shellcheck", "-")


def test_the_script_says_what_was_chosen(run: Run) -> None:
    script = run(
        "serve-setup", "--user", "sales", "--book", "/data/crm/crm.kam", "--venv", "/opt/k", "--package", "./k.whl"
    ).out
    for line in ("ACCOUNT='sales'", "BOOK='/data/crm/crm.kam'", "FOLDER='/data/crm'", "VENV='/opt/k'"):
        assert line in script.splitlines()
    assert "PACKAGE='./k.whl'" in script
    assert all(f"    {setting}" in script for setting in recipe.SSHD)


@pytest.mark.parametrize(
    "words",
    [
        ["--user", "root"],
        ["--user", "a b"],
        ["--user", "x;id"],
        ["--book", "book.kam"],
        ["--book", "/book.kam"],
        ["--book", "/a b/c.kam"],
        ["--book", "/a/../c.kam"],
        ["--book", "/a'$(id)'/c.kam"],
        ["--venv", "/x\ny"],
        ["--venv", "opt"],
        ["--package", "'; id"],
        ["--package", "-r/etc/passwd"],
    ],
)
def test_a_name_that_a_shell_could_misread_is_refused(words: list[str], run: Run) -> None:
    answer = run("serve-setup", *words)
    assert (answer.code, answer.out) == (2, "")
