"""A browser without a window, driven over the DevTools protocol: pages, keys, pictures, and what a page was sent."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pyte
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or ""

PATIENCE_S = 30.0
"""How long something may take on a busy machine before the test fails."""


class Page:
    """One tab: what the terminal in it was sent is drawn here once more, to be read as text."""

    def __init__(self, socket: ClientWebSocketResponse, size: tuple[int, int] = (300, 100)) -> None:
        self._socket = socket
        self._number = 0
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.requests: list[str] = []
        """Every address that the page asked for."""
        self.refused: list[str] = []
        """What the browser did not let the page do."""
        self.is_closed = False
        """Whether the app's end of the line was closed."""
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._listener = asyncio.create_task(self._listen())

    @property
    def text(self) -> str:
        """The lines on the screen of the terminal."""
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    def clear(self) -> None:
        """Forget what was drawn so far: the screen has another size now."""
        self._screen.reset()

    async def call(self, method: str, **values: object) -> dict[str, Any]:
        """What the browser answers to a command."""
        self._number += 1
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[self._number] = answer
        await self._socket.send_json({"id": self._number, "method": method, "params": values})
        return await asyncio.wait_for(answer, PATIENCE_S)

    async def press(self, text: str) -> None:
        """Press keys as a person does, one after the other."""
        special = {"\r": "Enter", "\t": "Tab", "\x1b": "Escape"}
        codes = {"Enter": 13, "Tab": 9, "Escape": 27}
        for key in text:
            name = special.get(key, key)
            values: dict[str, Any] = {"key": name, "text": "\r" if name == "Enter" else "" if name in codes else key}
            if name in codes:
                values |= {"windowsVirtualKeyCode": codes[name], "code": name}
            await self.call("Input.dispatchKeyEvent", type="keyDown", **values)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=name)

    async def click(self, x: int, y: int) -> None:
        """Click at a place in pixels."""
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    async def picture(self) -> bytes:
        """The page as a PNG."""
        found = await self.call("Page.captureScreenshot", format="png")
        return base64.b64decode(found["result"]["data"])

    async def until(self, seen: Callable[[], bool]) -> None:
        """Wait until something is to be seen; fails where it never is."""
        end = time.monotonic() + PATIENCE_S
        while not seen():
            assert time.monotonic() < end, self.text
            await asyncio.sleep(0.02)

    async def until_says(self, text: str) -> None:
        """Wait until the terminal shows a text."""
        await self.until(lambda: text in self.text)

    async def _listen(self) -> None:
        async for message in self._socket:
            if message.type is not WSMsgType.TEXT:
                continue
            said = json.loads(message.data)
            if "id" in said and not self._answers[said["id"]].done():
                self._answers.pop(said["id"]).set_result(said)
            self._take(said.get("method", ""), said.get("params", {}))

    def _take(self, method: str, values: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.requests.append(values["request"]["url"])
        elif method == "Network.webSocketFrameReceived" and values["response"]["opcode"] == 2:
            self._stream.feed(base64.b64decode(values["response"]["payloadData"]))
        elif method == "Network.webSocketClosed":
            self.is_closed = True
        elif method == "Log.entryAdded" and values["entry"]["level"] == "error":
            self.refused.append(values["entry"]["text"])


class Chromium:
    """A running browser."""

    def __init__(self, session: ClientSession, port: int) -> None:
        self._session = session
        self._address = f"http://127.0.0.1:{port}"
        self.last = ""
        """The tab that was opened last."""

    async def open(self, address: str) -> Page:
        """A new tab with an address."""
        async with self._session.put(f"{self._address}/json/new?about:blank") as answer:
            target = await answer.json(content_type=None)
        socket = await self._session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0)
        page = Page(socket)
        for domain in ("Page", "Network", "Log", "Runtime"):
            await page.call(f"{domain}.enable")
        await page.call("Page.navigate", url=address)
        self.last = target["id"]
        return page

    async def activate(self, target: str) -> None:
        """Bring a tab to the front."""
        async with self._session.get(f"{self._address}/json/activate/{target}"):
            pass

    async def close(self, target: str) -> None:
        """Close a tab as a person does."""
        async with self._session.get(f"{self._address}/json/close/{target}"):
            pass


@asynccontextmanager
async def chromium(folder: Path) -> AsyncIterator[Chromium]:
    """A browser with a profile of its own in a folder."""
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
               "--disable-dev-shm-usage", "--window-size=1200,800", "--remote-debugging-port=0",
               f"--user-data-dir={folder}"]  # fmt: skip
    process = subprocess.Popen([PROGRAM, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        told = folder / "DevToolsActivePort"
        end = time.monotonic() + PATIENCE_S
        while not (told.exists() and told.read_text().count("\n") >= 1):
            assert time.monotonic() < end, "the browser did not start"
            assert process.poll() is None, "the browser ended"
            await asyncio.sleep(0.05)
        async with ClientSession() as session:
            yield Chromium(session, int(told.read_text().split()[0]))
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
