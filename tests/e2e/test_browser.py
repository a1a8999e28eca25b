"""`kamtui serve`: the app in a real browser, and who gets in."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.store import accounts
from kamtui.store.book import Book
from tests.conftest import TODAY, Run
from tests.reliability.ptyapp import processes_of
from tests.tui import desk

ROOT = Path(__file__).parents[2]

if find_spec("aiohttp") is None:
    pytest.skip("needs kamtui[serve]", allow_module_level=True)

from aiohttp import ClientSession, CookieJar, WSMsgType, WSServerHandshakeError  # noqa: E402

from tests.e2e.chromium import PROGRAM, Page, chromium  # noqa: E402

PNG = b"\x89PNG"


class Served:
    """A running `kamtui serve`."""

    def __init__(self, book: Path, home: Path, *options: str) -> None:
        self.book = book
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "KAMTUI_USER": "li.wei",
            "KAMTUI_TODAY": TODAY.isoformat(),
            "KAMTUI_LANG": "en",
            # what must not reach the app: it is not at the other end of a connection, and has no terminal
            "SSH_CONNECTION": "1 2 3 4",
            "TEXTUAL_DRIVER": "nonsense:Nonsense",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kamtui", "serve", "--port", "0", "--book", str(book), *options],
            env=environ,
            cwd=home,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        found = re.search(r"http://\S+", said)
        assert found, said + self.process.stdout.read()
        self.link = found[0]
        self.address = self.link.partition("?")[0].rstrip("/")

    @property
    def apps(self) -> list[int]:
        """The processes of its tabs."""
        return processes_of("kamtui.tui.served", str(self.book))

    def end(self) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    folder = tmp_path / "a folder; with $(strange) 'name'"
    folder.mkdir()
    desk.build(folder / "desk 客户.kam")
    running = Served(folder / "desk 客户.kam", tmp_path)
    yield running
    if running.process.poll() is None:
        running.process.kill()
    running.process.wait()


def name_of(book: Path, account: int) -> str:
    """What an account is called by now."""
    opened = Book.open(book, who="li.wei", clock=Clock(TODAY), readonly=True)
    try:
        return accounts.row(opened.conn, account).name
    finally:
        opened.close()


async def until_gone(served: Served) -> None:
    """Wait until no tab's app runs any more."""
    async with asyncio.timeout(20):
        while served.apps:
            await asyncio.sleep(0.05)


@pytest.mark.reliability
@pytest.mark.skipif(not PROGRAM, reason="needs chromium")
async def test_the_app_is_worked_with_in_a_browser_and_nothing_comes_from_elsewhere(
    served: Served, tmp_path: Path
) -> None:
    async with chromium(tmp_path / "profile") as browser:
        page = await browser.open(served.link)
        await page.until_says("REVIEW")
        assert (await page.picture()).startswith(PNG)
        await page.press("A")
        await page.until_says("ACCOUNTS")
        await page.press("/")
        await page.until_says("Esc cancel")
        await page.call("Input.insertText", text="华为")
        await page.until_says("filter 华为")
        await page.press("\r")
        await page.until_says("all commands")
        await page.press("\x1b")
        await _clicked_and_resized(page)
        assert {request.partition("?")[0].rpartition("/")[0].split("/")[2] for request in page.requests} == {
            served.address.removeprefix("http://")
        }
        assert page.refused == []
        # q at the first screen ends the app, and the page says so
        await page.press("R")
        await page.until_says("REVIEW")
        await page.press("q")
        await page.until(lambda: page.is_closed)
        await until_gone(served)
    assert served.end() == 0


async def _clicked_and_resized(page: Page) -> None:
    await page.until_says("Siemens AG")
    # the mouse: a double click on a line of the list opens its account
    await page.click(200, 48)
    await page.click(200, 48)
    await page.until_says("[Timeline]")
    await page.press("q")
    await page.until_says("ACCOUNTS")
    before = max(map(len, page.text.splitlines()))
    await page.call("Emulation.setDeviceMetricsOverride", width=820, height=600, deviceScaleFactor=1, mobile=False)
    page.clear()
    await page.press("M")
    await page.until_says("MOVEMENT")
    assert max(map(len, page.text.splitlines())) < before


@pytest.mark.reliability
@pytest.mark.skipif(not PROGRAM, reason="needs chromium")
async def test_two_tabs_see_each_others_changes_and_a_closed_one_keeps_what_was_typed(
    served: Served, tmp_path: Path
) -> None:
    async with chromium(tmp_path / "profile") as browser:
        one = await browser.open(served.link)
        await one.until_says("REVIEW")
        target = browser.last
        two = await browser.open(served.address)
        await two.until_says("REVIEW")
        assert len(served.apps) == 2
        await two.press("t")
        await two.until_says("Esc cancel")
        await two.call("Input.insertText", text="c they saw it")
        await two.press("\r")
        await two.until_says("u undo")
        await browser.activate(target)
        await one.press("t")
        await one.until_says("Esc cancel")
        await one.call("Input.insertText", text="half a line")
        await one.until_says("half a line")
        await browser.close(target)
        async with asyncio.timeout(20):
            while len(served.apps) > 1:
                await asyncio.sleep(0.05)
        again = await browser.open(served.address)
        await again.until_says("had not finished is kept")
    await until_gone(served)


@pytest.mark.reliability
async def test_nobody_gets_in_without_the_link_or_from_another_page(served: Served) -> None:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        for headers in (
            {},
            {"Host": "evil.example"},
            {"Host": "evil.example:8000"},
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
        ):
            link = served.link if headers else served.address
            async with session.get(link, headers=headers, allow_redirects=False) as answer:
                assert answer.status == 403, headers
        with pytest.raises(WSServerHandshakeError):
            await session.ws_connect(f"{served.address}/ws")
        async with session.get(served.link) as answer:
            assert answer.status == 200
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        with pytest.raises(WSServerHandshakeError):
            await session.ws_connect(f"{served.address}/ws", headers={"Origin": "http://evil.example"})
        async with session.get(f"{served.address}/?ping=http://evil.example&delay=1", allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "/")
        for path in ("/static/", "/static/../server.py", "/static/%2e%2e/server.py", "/download/x"):
            async with session.get(f"{served.address}{path}") as answer:
                assert answer.status in (403, 404), path
    assert served.apps == []


HOSTILE = (
    "",
    "{",
    "[]",
    "[1]",
    '["resize"]',
    '["resize", {"width": 1e99, "height": -5}]',
    '["resize", {"width": "x", "height": null}]',
    '["resize", {"width": 999999999, "height": 999999999}]',
    '["stdin", 5]',
    '["stdin", "\\ud800"]',
    '["ping", {"a": [1]}]',
    '["deliver", "x"]',
    "[" * 20_000,
    json.dumps(["stdin", "\x1b[200~" + "x" * 100_000]),
)
"""What no page of ours says."""


@pytest.mark.reliability
@pytest.mark.parametrize("query", ["width=80&height=24", "width=-1&height=x", "width=99999999999&height=0", "%00=%ff"])
async def test_what_no_page_says_is_dropped_and_the_app_goes_on(served: Served, query: str) -> None:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        async with session.get(served.link):
            pass
        socket = await session.ws_connect(f"{served.address}/ws?{query}")
        for message in HOSTILE:
            await socket.send_str(message)
        await socket.send_bytes(b"\x00\xff")
        await socket.send_str('["stdin", "\\u001b[201~"]')
        await socket.send_str('["resize", {"width": 80, "height": 24}]')
        await socket.send_str('["stdin", "?"]')
        seen = b""
        async with asyncio.timeout(30):
            while b"KEYS" not in seen:
                said = await socket.receive()
                assert said.type in (WSMsgType.BINARY, WSMsgType.TEXT)
                seen += said.data if said.type is WSMsgType.BINARY else b""
        await socket.close()
        await until_gone(served)


@pytest.mark.reliability
async def test_apps_end_with_the_server_however_it_ends(served: Served) -> None:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        async with session.get(served.link):
            pass
        socket = await session.ws_connect(f"{served.address}/ws")
        await socket.receive_bytes()
        assert len(served.apps) == 1
        served.process.kill()
        await until_gone(served)


def test_another_address_is_refused_unless_it_is_asked_for(run: Run) -> None:
    refused = run("serve", "--host", "0.0.0.0")
    assert refused.code == 2
    assert "works as you (li.wei)" in " ".join(refused.err.split())
    assert "--let-others-in" in refused.err


def test_without_the_extra_it_is_said_how_to_get_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kamtui.cli.serve.find_spec", lambda name: None)
    refused = run("serve")
    assert (refused.code, refused.out) == (2, "")
    assert "pip install 'kamtui[serve]'" in refused.err


@pytest.mark.parametrize(("line", "code"), [("--as-of 2026-01-01", 2), ("--json", 2), ("--book /nowhere.kam", 6)])
def test_what_the_app_does_not_take_is_refused(run: Run, line: str, code: int) -> None:
    assert run("serve", *line.split()).code == code
