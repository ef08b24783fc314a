"""What `danvan doctor` says of the Telegram bot: its token, Telegram's answer, how updates come, who may let people in.

Neither the token nor anything that holds it is ever said: of addresses that others have set only the host is.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from corpus.errors import CorpusError
from corpus.store_lock import describe_owner
from danvan.checks import Finding
from danvan.settings import Settings
from danvan.telegram import open_mailbox, webhook_url
from rag.errors import ConfigurationError

_TOKEN = re.compile(r"[0-9]{3,}:[A-Za-z0-9_-]{30,}")
_PORTS = (443, 80, 88, 8443)
LISTENED_S = 4
"""For how long it is tried whether another program listens: it takes the line back well within."""

_RECENT = timedelta(hours=1)
_ERROR_CHARS = 160

_TOKEN_NAME, _BOT, _UPDATES, _PEOPLE = "Mã bot", "Bot Telegram", "Nhận tin Telegram", "Quản trị bot"


@dataclass(frozen=True, slots=True)
class _Found:
    """What Telegram said: `name` is the bot's, `failure` why it is not known."""

    name: str = ""
    failure: str = ""
    pushed_to: str = ""
    waiting: int = 0
    error: str = ""
    error_at: datetime | None = None
    taken_over: bool | None = None  # None: not tried


def examine_bot(settings: Settings, *, opens: bool) -> Iterator[Finding]:
    """Yield the findings about the bot; none where there is none. `opens` tells whether the ledger's file does."""
    token = settings.bot_token.get_secret_value() if settings.bot_token is not None else ""
    if not token:
        if settings.bot_mode != "off":
            words = f"DANVAN_BOT_MODE={settings.bot_mode} nhưng chưa có DANVAN_BOT_TOKEN; lấy mã từ @BotFather"
            yield Finding(_TOKEN_NAME, ok=False, words=words)
        return
    if not _TOKEN.fullmatch(token):
        words = "DANVAN_BOT_TOKEN không đúng dạng “số:chữ”; chép lại nguyên vẹn mã do @BotFather cấp"
        yield Finding(_TOKEN_NAME, ok=False, words=words)
        return
    yield Finding(_TOKEN_NAME, ok=True, words="đúng dạng")
    owner = describe_owner(settings.data_dir)
    runs = owner.pid if owner is not None and _listens(owner.purpose, settings) else None
    found = asyncio.run(_asked(settings, token, listen=runs is None and settings.bot_mode != "webhook"))
    if found.failure:
        yield Finding(_BOT, ok=False, words=found.failure)
    else:
        yield Finding(_BOT, ok=True, words=f"Telegram nhận mã; bot là @{found.name}")
        yield _pushed(settings, found) if settings.bot_mode == "webhook" else _polled(settings, found, runs)
        if found.error:
            yield _last_error(found, token, recent_counts=settings.bot_mode == "webhook")
    yield _people(settings, opens=opens)


def _listens(purpose: str, settings: Settings) -> bool:
    return purpose == "bot" or purpose == "serve" and settings.bot_mode != "off"


async def _asked(settings: Settings, token: str, *, listen: bool) -> _Found:
    """Ask Telegram who the bot is and how its updates come; listen for others only where nobody of ours does."""
    from bot.adapters.bot_api import BotApi
    from bot.ports import Declined, NotNow, Unreachable, Unwelcome

    api = BotApi(token, str(settings.bot_api_url))
    host = settings.bot_api_url.host
    try:
        identity = await api.open()
        pushing = await api.pushing()
        taken_over = await api.somebody_else_listens(LISTENED_S) if listen and not pushing.url else None
    except Unwelcome as unwelcome:
        return _Found(failure=unwelcome.message_vi)
    except NotNow as wait:
        return _Found(failure=f"Telegram yêu cầu đợi {wait.seconds:.0f} giây; hãy thử lại sau")
    except Unreachable:
        words = f"không kết nối được tới {host}; kiểm tra mạng, tường lửa hoặc DANVAN_BOT_API_URL"
        return _Found(failure=words)
    except Declined as declined:
        return _Found(failure=f"{host} từ chối ({declined.reason})")
    finally:
        with suppress(Unreachable, RuntimeError):
            await api.close()
    return _Found(
        name=identity.username,
        pushed_to=pushing.url,
        waiting=pushing.waiting,
        error=pushing.last_error,
        error_at=pushing.last_error_at,
        taken_over=taken_over,
    )


def _polled(settings: Settings, found: _Found, runs: int | None) -> Finding:
    """Say how updates come to a bot that asks for them."""
    if found.pushed_to:
        host = urlsplit(found.pushed_to).hostname
        own = settings.public_url is not None and settings.public_url.host == host
        if own:
            words = f"Telegram còn đẩy tin tới {host} của lần chạy trước; bot sẽ tự gỡ khi bắt đầu nhận tin"
            return Finding(_UPDATES, ok=True, words=words)
        words = (
            f"Telegram đang đẩy tin tới {host}: một chương trình khác dùng cùng mã bot. Hãy dừng chương trình đó, "
            "hoặc đổi mã ở @BotFather (/revoke)"
        )
        return Finding(_UPDATES, ok=False, words=words)
    if found.taken_over:
        words = (
            "một chương trình khác đang nhận tin của bot này; mỗi bot chỉ một nơi nhận. Hãy dừng chương trình đó, "
            "hoặc đổi mã ở @BotFather (/revoke)"
        )
        return Finding(_UPDATES, ok=False, words=words)
    waiting = f"; {found.waiting} tin đang chờ" if found.waiting else ""
    if runs is not None:
        return Finding(_UPDATES, ok=True, words=f"bot đang chạy (tiến trình {runs}), hỏi tin Telegram{waiting}")
    return Finding(_UPDATES, ok=True, words=f"không có chương trình nào khác nhận tin của bot{waiting}")


def _pushed(settings: Settings, found: _Found) -> Finding:
    """Say whether Telegram pushes updates to where the server waits for them."""
    try:
        wanted = webhook_url(settings) or ""
    except ConfigurationError as error:
        return Finding(_UPDATES, ok=False, words=error.message_vi)
    place = urlsplit(wanted)
    if place.scheme != "https" or (place.port or 443) not in _PORTS:
        words = f"Telegram chỉ gọi tới https ở cổng 443, 80, 88, 8443; DANVAN_PUBLIC_URL là {settings.public_url}"
        return Finding(_UPDATES, ok=False, words=words)
    if not found.pushed_to:
        return Finding(_UPDATES, ok=True, words=f"chưa đăng ký với Telegram; danvan serve sẽ đăng ký {place.netloc}")
    if found.pushed_to != wanted:
        other = urlsplit(found.pushed_to).hostname
        words = (
            f"Telegram đang đẩy tin tới nơi khác ({other}), không phải {wanted}. Hãy chạy lại danvan serve; "
            "nếu vẫn vậy, một chương trình khác dùng cùng mã bot"
        )
        return Finding(_UPDATES, ok=False, words=words)
    words = f"Telegram đẩy tin tới {wanted}, kèm mã bí mật đã đặt; {found.waiting} tin đang chờ"
    return Finding(_UPDATES, ok=True, words=words)


def _last_error(found: _Found, token: str, *, recent_counts: bool) -> Finding:
    """Say what went wrong when Telegram pushed an update last, in its own words but for the token."""
    said = " ".join(found.error.replace(token, "…").replace(token.partition(":")[2], "…").split())[:_ERROR_CHARS]
    at = found.error_at
    recent = recent_counts and (at is None or datetime.now(UTC) - at < _RECENT)
    when = f" lúc {at.astimezone():%H:%M ngày %d/%m/%Y}" if at is not None else ""
    hint = "; DANVAN_BOT_WEBHOOK_SECRET đã đổi? Hãy chạy lại danvan serve" if "403" in said else ""
    words = f"Telegram báo{when}: {said}{hint if recent else ''}"
    return Finding("Lần đẩy tin lỗi gần nhất", ok=not recent, words=words)


def _people(settings: Settings, *, opens: bool) -> Finding:
    """Say who can let people in."""
    first = "chưa có người quản trị; lần chạy đầu của bot in một đường dẫn mời"
    if not opens:
        return Finding(_PEOPLE, ok=True, words=first if not settings.bot_admins else _counted(len(settings.bot_admins)))
    from bot.members import Members

    try:
        with open_mailbox(settings) as mailbox:
            members = Members(mailbox, frozenset(settings.bot_admins), everyone=settings.bot_open)
            count, invited = len(members.admins()), members.administrator_is_invited()
    except CorpusError as error:
        return Finding(_PEOPLE, ok=False, words=error.message_vi)
    if count:
        return Finding(_PEOPLE, ok=True, words=_counted(count))
    if invited:
        words = "chưa có người quản trị; đường dẫn mời đã in còn hạn, bot in đường dẫn mới mỗi lần bắt đầu"
        return Finding(_PEOPLE, ok=True, words=words)
    return Finding(_PEOPLE, ok=True, words=first)


def _counted(count: int) -> str:
    return f"{count} người quản trị"
