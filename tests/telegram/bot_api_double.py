"""A Bot API on loopback: keeps what a bot sends, checks it as Telegram does, and fails on demand.

Runs in a thread of its own, so that a bot in another process can be watched from a test:
`with BotApiDouble() as telegram: …`.
"""

from __future__ import annotations

import asyncio
import email.parser
import email.policy
import json
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import parse_qsl, urlsplit

import httpx

from tests.telegram.bot_api_methods import BOT, TOKEN, Call, Fault, Methods, chat_of, user_of
from tests.telegram.bot_api_rules import PACED, Params, Refused, decoded

Found = TypeVar("Found")


class BotApiDouble:
    """The API and the people who talk to the bot. Every public method may be called from any thread."""

    def __init__(self) -> None:
        self.methods = Methods()
        self.state = self.methods.state
        self.acknowledged: list[float] = []
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="bot-api-double", daemon=True)
        self._ready = threading.Event()
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def url(self) -> str:
        """Return the base URL of the API."""
        return f"http://127.0.0.1:{self.port}"

    # --- people ------------------------------------------------------------------------------------------

    def say(self, chat: int, text: str, **more: Any) -> tuple[int, int]:
        """Have somebody write a message; return the numbers of the update and of the message.

        `person`, `thread`, `reply_to`, `edit` (a message's number), `entities`, `name`, `language` may be named.
        """
        with self.methods.lock:
            number = more.get("edit") or self.methods.number()
            message = self._message(chat, number, text, more)
            kind = "edited_message" if more.get("edit") else "message"
            return self._push({kind: message}), number

    def press(self, chat: int, message: int, data: str, person: int | None = None) -> int:
        """Have somebody press a button with `data` under a message of the bot; return the update's number."""
        with self.methods.lock:
            shown = self.state.shown[(chat, message)]
            press = f"press-{self.state.next_update}"
            self.state.presses[press] = False
            holder = {
                "message_id": message,
                "date": int(time.time()),
                "chat": chat_of(chat),
                "from": BOT,
                "text": shown.text,
            }
            if shown.thread:
                holder |= {"message_thread_id": shown.thread, "is_topic_message": True}
            query = {
                "id": press,
                "from": user_of(person or chat),
                "message": holder,
                "chat_instance": "1",
                "data": data,
            }
            return self._push({"callback_query": query})

    def ask_inline(self, person: int, text: str) -> str:
        """Have somebody type an inline query; return its id."""
        with self.methods.lock:
            query = f"inline-{self.state.next_update}"
            self.state.inline[query] = False
            self._push({"inline_query": {"id": query, "from": user_of(person), "query": text, "offset": ""}})
            return query

    def migrate(self, old: int, new: int, *, told: bool = True) -> None:
        """Have a group become a supergroup; `told` says whether the bot gets the two messages that say so."""
        with self.methods.lock:
            self.state.migrated[old] = new
            for chat, what, other in ((old, "migrate_to_chat_id", new), (new, "migrate_from_chat_id", old)):
                message = {"message_id": self.methods.number(), "date": int(time.time()), "chat": chat_of(chat)}
                if told:
                    self._push({"message": message | {"from": user_of(1), what: other}})

    def push_again(self, update: Params) -> None:
        """Offer an update as it is, whatever its number."""
        with self.methods.lock:
            self.state.waiting.append(update)
        self._loop.call_soon_threadsafe(self._wake)

    # --- watching ----------------------------------------------------------------------------------------

    def fail(self, fault: Fault) -> None:
        """Have calls fail from now on, as often as the fault says."""
        with self.methods.lock:
            self.state.faults.append(fault)

    def calls(self, *methods: str, chat: int | None = None) -> list[Call]:
        """Return the calls that were carried out, of these methods and this chat."""
        with self.methods.lock:
            return [
                call
                for call in self.state.calls
                if call.status == 200
                and (not methods or call.method in methods)
                and (chat is None or call.params.get("chat_id") == chat)
            ]

    def texts(self, chat: int) -> list[str]:
        """Return what stands in a chat now of what the bot sent, oldest first."""
        with self.methods.lock:
            shown = [one for one in self.state.shown.values() if one.chat == chat and not one.deleted]
        return [one.text for one in sorted(shown, key=lambda one: one.number)]

    def buttons(self, chat: int, message: int) -> dict[str, str]:
        """Return the buttons under a message: what each says, and the data or address behind it."""
        with self.methods.lock:
            rows = self.state.shown[(chat, message)].markup.get("inline_keyboard", [])
        return {b["text"]: b.get("callback_data") or b["url"] for row in rows for b in row}

    def wait(self, found: Callable[[], Found], seconds: float = 20.0) -> Found:
        """Return what `found` returns as soon as it is true; fail after `seconds`."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            result = found()
            if result:
                return result
            with self.methods.lock:
                self.methods.lock.wait(0.02)
        raise AssertionError(f"waited {seconds} s in vain; refused: {self.state.refused[-3:]}")

    def wait_calls(self, count: int, *methods: str, chat: int | None = None, seconds: float = 20.0) -> list[Call]:
        """Return the calls of these methods once there are `count`."""

        def enough() -> list[Call]:
            found = self.calls(*methods, chat=chat)
            return found if len(found) >= count else []

        return self.wait(enough, seconds)

    # --- inside: updates ---------------------------------------------------------------------------------

    def _message(self, chat: int, number: int, text: str, more: Params) -> Params:
        person = user_of(more.get("person", chat), more.get("name", "Nguyễn Văn Mẫu"), more.get("language", "vi"))
        message: Params = {"message_id": number, "date": int(time.time()), "chat": chat_of(chat), "from": person}
        message["text"] = text
        entities = list(more.get("entities", ()))
        if text.startswith("/"):
            entities.append({"type": "bot_command", "offset": 0, "length": len(text.split()[0])})
        at = text.find(f"@{BOT['username']}")
        if at >= 0 and not text.startswith("/"):
            entities.append({"type": "mention", "offset": len(text[:at].encode("utf-16-le")) // 2, "length": 11})
        if entities:
            message["entities"] = entities
        if more.get("thread"):
            message |= {"message_thread_id": more["thread"], "is_topic_message": True}
        if more.get("edit"):
            message["edit_date"] = int(time.time())
        if more.get("reply_to"):
            replied = {"message_id": more["reply_to"], "date": 0, "chat": chat_of(chat), "from": BOT, "text": "…"}
            message["reply_to_message"] = replied
        return message

    def _push(self, content: Params) -> int:
        self.state.next_update += 1
        number = self.state.next_update
        self.state.waiting.append({"update_id": number} | content)
        self._loop.call_soon_threadsafe(self._wake)
        return number

    def _wake(self) -> None:
        if self.methods.arrived is not None:
            self.methods.arrived.set()

    async def _deliver_pushed(self) -> None:
        """Push waiting updates to the webhook, one after the other; again when it did not say 200."""
        async with httpx.AsyncClient(timeout=10) as client:
            while True:
                hook = self.state.webhook
                if not hook.get("url") or not self.state.waiting:
                    await asyncio.sleep(0.005)
                    continue
                update = self.state.waiting[0]
                headers = {"X-Telegram-Bot-Api-Secret-Token": hook.get("secret_token", "")}
                began = time.monotonic()
                try:
                    said = await client.post(hook["url"], json=update, headers=headers)
                except httpx.HTTPError:
                    await asyncio.sleep(0.05)
                    continue
                if said.status_code == httpx.codes.OK:
                    self.acknowledged.append(time.monotonic() - began)
                    self.state.waiting.popleft()
                else:
                    await asyncio.sleep(0.05)

    # --- inside: the server ------------------------------------------------------------------------------

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._open())
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._shut())
        self._loop.close()

    async def _shut(self) -> None:
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await asyncio.sleep(0)

    async def _open(self) -> None:
        self.methods.arrived = asyncio.Event()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        self._pushing = asyncio.get_running_loop().create_task(self._deliver_pushed())

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                first, *lines = head.split("\r\n")
                headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines if line)}
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                path = urlsplit(first.split()[1]).path
                answered = await self._answer(path, headers.get("content-type", ""), body, writer)
                if not answered:
                    writer.transport.abort()
                    return
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()
        finally:
            self._writers.discard(writer)

    async def _answer(self, path: str, kind: str, body: bytes, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; return False where the connection is to be broken."""
        _, bot, method = path.split("/")
        params = _form(kind, body)
        try:
            _refuse_stranger(bot)
            fault = self._fault(method, params)
            await self._go_wrong(fault)
            if fault is not None and fault.kind == "reset":
                self._note(method, params, 0)
                return False
            result = await self.methods.carry_out(method, params)
            message = result.get("message_id") if isinstance(result, dict) else None
            lost = fault is not None and fault.kind == "reset after"
            self._note(method, params, 200, message)
            if lost:
                return False
            status, said = 200, {"ok": True, "result": result}
        except Refused as refused:
            self._note(method, params, refused.code)
            if refused.code == 400 and refused.migrated_to is None:
                self.state.refused.append(f"{method}: {refused.words}")
            status, said = refused.code, {"ok": False, "error_code": refused.code, "description": refused.words}
            if refused.retry_after is not None:
                said["parameters"] = {"retry_after": refused.retry_after}
            if refused.migrated_to is not None:
                said["parameters"] = {"migrate_to_chat_id": refused.migrated_to}
        payload = json.dumps(said).encode()
        writer.write(
            f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(payload)}\r\n\r\n".encode()
            + payload
        )
        await writer.drain()
        return True

    def _note(self, method: str, params: Params, status: int, message: int | None = None) -> None:
        if method == "getUpdates":
            return
        with self.methods.lock:
            self.state.calls.append(Call(time.monotonic(), method, params, status, message))
            self.methods.lock.notify_all()

    def _fault(self, method: str, params: Params) -> Fault | None:
        with self.methods.lock:
            for fault in self.state.faults:
                meant = fault.method == method if fault.method else method in PACED
                if fault.times > 0 and meant and fault.chat in (0, params.get("chat_id")):
                    fault.times -= 1
                    return fault
        return None

    async def _go_wrong(self, fault: Fault | None) -> None:
        if fault is None:
            return
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault.kind == "429":
            raise Refused(429, f"Too Many Requests: retry after {int(fault.seconds)}", int(fault.seconds))
        elif fault.kind == "500":
            raise Refused(502, "Bad Gateway")
        elif fault.kind == "400":
            raise Refused(400, "Bad Request: injected")
        elif fault.kind == "404":
            raise Refused(404, "Not Found")


def _refuse_stranger(bot: str) -> None:
    if bot != f"bot{TOKEN}":
        raise Refused(401, "Unauthorized")


def _form(kind: str, body: bytes) -> Params:
    if kind.startswith("multipart/"):
        raw = b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body
        parts = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(raw).iter_parts()
        found: list[tuple[str, str]] = []
        for part in parts:
            name = str(part.get_param("name", header="content-disposition"))
            payload = part.get_payload(decode=True)
            found.append((name, payload.decode() if isinstance(payload, bytes) else ""))
    else:
        found = parse_qsl(body.decode(), keep_blank_values=True)
    return {name: decoded(name, value) for name, value in found}
