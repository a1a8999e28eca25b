"""Keys of colleagues: what is one, whose it is, and what becomes of the lines that others wrote."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.cli.server import gate, keys
from kamtui.cli.server.authorized import KeyFile
from kamtui.cli.server.keys import Place, PublicKey, public_key
from kamtui.errors import BadInput
from tests.conftest import Run


def blob(*fields: bytes) -> str:
    return base64.b64encode(b"".join(len(part).to_bytes(4) + part for part in fields)).decode()


def ed25519(fill: int = 7) -> str:
    """A key with nobody behind it."""
    return f"ssh-ed25519 {blob(b'ssh-ed25519', bytes([fill] * 32))}"


def rsa(bits: int) -> str:
    exponent, modulus = (65537).to_bytes(3), b"\0" + ((1 << bits) - 1).to_bytes(bits // 8)
    return "ssh-rsa " + blob(b"ssh-rsa", exponent, modulus)


KEY, OTHER = ed25519(), ed25519(8)
POINT = b"\4" + bytes(64)


@pytest.fixture
def door(tmp_path: Path) -> KeyFile:
    place = Place("/opt/kamtui/bin/python", tmp_path / "book.kam", tmp_path / "state")
    return KeyFile(tmp_path / "ssh" / "authorized_keys", place)


@pytest.fixture
def authorized(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of keys of this test's book."""
    file = path.parent / "ssh" / "authorized_keys"
    monkeypatch.setenv("KAMTUI_AUTHORIZED_KEYS", str(file))
    return file


@pytest.mark.parametrize(
    "text",
    [
        KEY,
        f"{KEY}\n",
        f"{KEY} li.wei@laptop\r\n",
        f'{KEY} a "comment" with, everything',
        rsa(2048),
        f"ecdsa-sha2-nistp256 {blob(b'ecdsa-sha2-nistp256', b'nistp256', POINT)}",
        f"sk-ssh-ed25519@openssh.com {blob(b'sk-ssh-ed25519@openssh.com', bytes(32), b'ssh:')}",
    ],
)
def test_a_public_key_is_taken_without_its_comment(text: str) -> None:
    assert public_key(text).text == " ".join(text.split()[:2])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"{KEY}\n{OTHER}\n",
        f"\n{KEY}",
        f"{KEY}\u2028{OTHER}",
        f"{KEY}\x0b{OTHER}",
        f"{KEY}\x85{OTHER}",
        f"{KEY}\r{OTHER}",
        f"{KEY} \x1b]0;x",
        f" {KEY}",
        f"# {KEY}",
        f'command="sh" {KEY}',
        f"no-pty {KEY}",
        f"cert-authority {KEY}",
        "ssh-ed25519",
        "ssh-ed25519 ",
        "ssh-ed25519 AAAA",
        KEY[:-4],
        KEY[:-1] + "=",
        KEY + "AAAA",
        KEY.replace("ssh-ed25519 ", "ssh-rsa "),
        KEY.replace(" ", "\t"),
        KEY.replace("A", "а"),
        f"ssh-dss {blob(b'ssh-dss', b'x')}",
        f"sk-ssh-ed25519@openssh.com {blob(b'sk-ssh-ed25519@openssh.com', bytes(32), b'web:')}",
        "ssh-ed25519 AAA=AAAA",
        "ssh-ed25519 AAAAB===",
        "ssh-ed25519 AAAAAB==",
        "ssh-ed25519 AAAAAAA9",
        f"ssh-ed25519 {blob(b'ssh-ed25519', bytes(31))}",
        f"ssh-ed25519 {blob(b'ssh-ed25519', bytes(32), b'more')}",
        f"ssh-ed25519-cert-v01@openssh.com {blob(b'ssh-ed25519-cert-v01@openssh.com', bytes(32))}",
        f"ecdsa-sha2-nistp256 {blob(b'ecdsa-sha2-nistp256', b'nistp384', POINT)}",
        rsa(1024),
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----\n",
        "x" * 20_000,
    ],
)
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(BadInput):
        public_key(text)


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_taken_is_two_words_and_nothing_else(before: str, after: str) -> None:
    try:
        found = public_key(f"{before}{KEY}{after}")
    except BadInput:
        return
    assert found.text == KEY


def test_a_fingerprint_is_the_one_that_ssh_keygen_shows(tmp_path: Path) -> None:
    made = tmp_path / "key"
    if subprocess.run(["sh", "-c", "command -v ssh-keygen"], capture_output=True, check=False).returncode:
        pytest.skip("no ssh-keygen on this machine")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(made)], check=True)
    shown = subprocess.run(["ssh-keygen", "-lf", str(made)], capture_output=True, text=True, check=True).stdout
    assert public_key(made.with_suffix(".pub").read_text()).fingerprint in shown


def test_a_line_lets_in_one_person_and_forbids_everything_else(door: KeyFile) -> None:
    door.change("li.wei", add=[public_key(KEY)])
    line = door.path.read_text()
    assert line.startswith('restrict,pty,command="exec /usr/bin/env -i ')
    assert line.endswith(f'" {KEY} li.wei\n')
    assert f"/opt/kamtui/bin/python -I -m kamtui gate --as li.wei --book {door.place.book} --state" in line
    assert line.count("\n") == 1
    assert stat.S_IMODE(door.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(door.path.parent.stat().st_mode) == 0o700
    assert [(held.login, held.key.text) for held in door.held()] == [("li.wei", KEY)]


@pytest.mark.parametrize("where", ['/a"b', "/a'b", "/a\\b", "/a\nb", "/a\x1bb"])
def test_a_path_that_could_end_the_command_is_refused(where: str) -> None:
    with pytest.raises(BadInput):
        keys.line("li.wei", public_key(KEY), Place("/python", Path(where), Path("/s")))


@pytest.mark.parametrize("where", ["/a b/c", "/a$HOME/c", "/a;b/c", "/a`id`/c", "/客户/c"])
def test_any_other_path_is_one_word_for_the_shell(where: str, tmp_path: Path) -> None:
    line = keys.line("李伟", public_key(KEY), Place("/bin/echo", Path(where), Path("/s")))
    command = line.partition('command="')[2].partition('" ssh-')[0].replace('\\"', '"')
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout == f"-I -m kamtui gate --as 李伟 --book {where} --state /s\n"
    door = KeyFile(tmp_path / "keys" / "a", Place("/bin/echo", Path(where), Path("/s")))
    door.change("李伟", add=[public_key(KEY)])
    assert door.of("李伟") == [public_key(KEY)]


FOREIGN = (
    b"# by hand\n\n"
    b"ssh-ed25519 " + blob(b"ssh-ed25519", b"f" * 32).encode() + b" admin@work\r\n"
    b'command="echo \\"hi\\"",no-pty ssh-rsa AAAA not-even-a-key\n'
    b"\xff\xfe broken\n"
    b"last line without an end"
)


def test_lines_of_others_stay_byte_for_byte(door: KeyFile) -> None:
    door.path.parent.mkdir(mode=0o700)
    door.path.write_bytes(FOREIGN)
    door.change("li.wei", add=[public_key(KEY)])
    door.change("chen.jing", add=[public_key(OTHER)])
    assert door.path.read_bytes().startswith(FOREIGN + b"\nrestrict,")
    door.change("li.wei", clear=True)
    door.change("chen.jing", clear=True)
    assert door.path.read_bytes() == FOREIGN + b"\n"


def test_one_key_is_one_persons(door: KeyFile) -> None:
    door.change("li.wei", add=[public_key(KEY)])
    before = door.path.read_bytes()
    with pytest.raises(BadInput, match=r"li\.wei"):
        door.change("chen.jing", add=[public_key(OTHER), public_key(KEY)])
    assert door.path.read_bytes() == before
    assert door.change("li.wei", add=[public_key(KEY)]) == 0
    assert door.path.read_bytes() == before


def test_a_key_of_a_line_by_hand_is_nobodys_to_have(door: KeyFile) -> None:
    door.path.parent.mkdir(mode=0o700)
    door.path.write_text(f"no-pty {KEY} root@work\n# {OTHER}\n")
    with pytest.raises(BadInput):
        door.change("li.wei", add=[public_key(KEY)])
    assert door.change("li.wei", add=[public_key(OTHER)]) == 1


def test_keys_to_another_book_are_left_alone(door: KeyFile, tmp_path: Path) -> None:
    elsewhere = KeyFile(door.path, door.place._replace(book=tmp_path / "other.kam"))
    door.change("li.wei", add=[public_key(KEY)])
    elsewhere.change("li.wei", add=[public_key(OTHER)])
    assert (door.of("li.wei"), elsewhere.of("li.wei")) == ([public_key(KEY)], [public_key(OTHER)])
    with pytest.raises(BadInput):
        elsewhere.change("li.wei", add=[public_key(KEY)])
    door.change("li.wei", clear=True)
    assert elsewhere.of("li.wei") == [public_key(OTHER)]


def test_a_link_in_the_place_of_the_keys_is_not_followed(door: KeyFile, tmp_path: Path) -> None:
    door.path.parent.mkdir(mode=0o700)
    target = tmp_path / "target"
    target.write_text("as before")
    door.path.symlink_to(target)
    with pytest.raises(BadInput):
        door.change("li.wei", add=[public_key(KEY)])
    assert target.read_text() == "as before"


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_only_a_file_is_a_file_of_keys(make: Callable[[Path], None], door: KeyFile) -> None:
    door.path.parent.mkdir(mode=0o700)
    make(door.path)
    with pytest.raises(BadInput):
        door.change("li.wei", add=[public_key(KEY)])


def test_a_folder_that_others_can_write_in_is_refused(door: KeyFile) -> None:
    door.path.parent.mkdir()
    door.path.parent.chmod(0o777)
    with pytest.raises(BadInput, match="chmod 700"):
        door.change("li.wei", add=[public_key(KEY)])


def test_a_colleague_is_entered_with_a_key_and_removed_with_it(run: Run, authorized: Path, tmp_path: Path) -> None:
    file = tmp_path / "sun.pub"
    file.write_text(f"{KEY} sun@laptop\n")
    assert run("user", "add", "sun.li", "--role", "support", "--key", str(file), "--key", OTHER).code == 0
    shown = {row["login"]: row["keys"] for row in run("user", "ls", "--json").json}
    assert shown["sun.li"] == [public_key(KEY).fingerprint, public_key(OTHER).fingerprint]
    assert shown["li.wei"] == []
    removed = run("user", "remove", "sun.li")
    assert (removed.code, removed.lines[0]) == (0, "sun.li left on 2026-11-20")
    assert authorized.read_text() == ""
    assert run("user", "remove", "sun.li").code == 1
    assert [row["login"] for row in run("user", "ls", "--json").json if row["left_on"]] == ["sun.li"]


def test_keys_change_without_the_book(run: Run, authorized: Path) -> None:
    assert run("user", "edit", "chen.jing", "--key", "-", stdin=KEY).code == 0
    assert run("user", "edit", "chen.jing", "--key", OTHER).code == 0
    assert authorized.read_text().count("\n") == 2
    third = ed25519(9)
    assert run("user", "edit", "chen.jing", "--no-key", "--key", third, "--name", "陈静").code == 0
    assert run("user", "ls", "--json").json[0]["keys"] == [public_key(third).fingerprint]
    assert run("user", "edit", "chen.jing", "--no-key").code == 0
    assert authorized.read_text() == ""


def test_a_refused_key_leaves_book_and_keys_alone(run: Run, authorized: Path) -> None:
    run("user", "edit", "chen.jing", "--key", KEY)
    before = authorized.read_bytes()
    for bad in (KEY, "ssh-ed25519 AAAA", "/nonexistent/key.pub", "-"):
        answer = run("user", "add", "sun.li", "--key", bad, stdin=f'command="sh" {OTHER}')
        assert answer.code == 2, answer
    assert "sun.li" not in run("user", "ls").out
    assert authorized.read_bytes() == before


def test_a_word_that_is_no_key_is_the_senders_own_for_the_row(run: Run, authorized: Path) -> None:
    assert [run("user", "add", "sun.li", "--key", "row-1").code for _ in range(2)] == [0, 0]
    assert run("user", "add", "--stdin", stdin=f'{{"login": "he.min", "key": "{KEY}"}}\n').code == 0
    assert authorized.read_text().count("\n") == 1
    assert run("user", "add", "wu.di", "--key", "wu.pub").code == 2


def test_only_heads_enter_keys(run: Run, authorized: Path) -> None:
    for words in (["add", "sun.li", "--key", KEY], ["edit", "chen.jing", "--key", KEY], ["remove", "li.wei"]):
        assert run("user", *words, who="chen.jing").code == 7
    assert not authorized.exists()


def test_a_namesake_does_not_come_in_with_old_keys(run: Run, authorized: Path) -> None:
    assert run("user", "add", "sun.li", "--key", KEY).code == 0
    assert run("undo").code == 0
    assert run("user", "add", "sun.li").code == 0
    assert authorized.read_text() == ""


def test_a_dry_run_enters_no_key(run: Run, authorized: Path) -> None:
    assert run("user", "add", "sun.li", "--key", KEY, "--dry-run").code == 0
    assert not authorized.exists()


def test_keys_that_cannot_be_written_are_said_to_be_missing(run: Run, authorized: Path) -> None:
    authorized.parent.mkdir()
    authorized.parent.chmod(0o777)
    answer = run("user", "add", "sun.li", "--key", KEY)
    assert answer.code == 2
    assert "sun.li is in the book" in answer.err
    assert "sun.li" in run("user", "ls").out


def test_without_a_word_the_keys_are_those_of_the_account(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = path.parent / "home"
    home.mkdir()
    monkeypatch.delenv("KAMTUI_AUTHORIZED_KEYS", raising=False)
    monkeypatch.setattr(gate, "home", lambda: str(home))
    monkeypatch.setattr(os, "getuid", lambda: 0)
    refused = run("user", "edit", "chen.jing", "--key", KEY)
    assert (refused.code, "not by root" in refused.err) == (2, True)
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    assert run("user", "edit", "chen.jing", "--key", KEY).code == 0
    assert "--keys" not in (home / ".ssh" / "authorized_keys").read_text()


def test_a_python_that_has_no_kamtui_is_not_written_into_a_line(
    run: Run, authorized: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    answer = run("user", "edit", "chen.jing", "--key", KEY)
    assert (answer.code, "is not installed for /bin/false" in answer.err) == (2, True)
    assert not authorized.exists()


def test_keys_that_cannot_be_read_are_unknown(run: Run, authorized: Path) -> None:
    authorized.mkdir(parents=True)
    assert run("user", "ls", "--json").json[0]["keys"] is None


def test_a_folder_that_cannot_be_made_is_said(door: KeyFile) -> None:
    door.path.parent.write_text("a file in the place of the folder")
    with pytest.raises(BadInput):
        door.change("li.wei", add=[public_key(KEY)])


def test_what_is_left_of_a_crash_is_in_nobodys_way(door: KeyFile) -> None:
    door.change("li.wei", add=[public_key(KEY)])
    left = door.path.with_name(f".{door.path.name}.{os.getpid()}")
    left.write_text("half a")
    with pytest.raises(BadInput):
        door.change("chen.jing", add=[public_key(OTHER)])
    door.change("chen.jing", add=[public_key(OTHER)])
    assert len(door.held()) == 2


def test_lines_that_only_look_like_ours_are_not(door: KeyFile) -> None:
    door.change("li.wei", add=[public_key(KEY)])
    line = door.path.read_text()
    for before, after in (("-m kamtui", "-m other"), ("--as li.wei", "--as"), ("--state", "'--state")):
        assert before in line
        door.path.write_text(line.replace(before, after))
        assert door.held() == []


def test_a_key_that_is_not_text_is_refused(run: Run, authorized: Path, tmp_path: Path) -> None:
    file = tmp_path / "broken.pub"
    file.write_bytes(b"ssh-ed25519 \xff")
    assert run("user", "add", "sun.li", "--key", str(file)).code == 2


def test_public_keys_compare_by_what_opens(door: KeyFile) -> None:
    assert public_key(f"{KEY} here") == public_key(f"{KEY} there") == PublicKey(*KEY.split())
