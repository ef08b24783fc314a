"""Who may ask from where, put together: the registered sites, the key of their tokens, the limits of the settings."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import StoreDamaged
from corpus.sites import SiteStore, read_origin
from danvan.settings import Settings
from danvan.store import LEDGER_FILE

if TYPE_CHECKING:
    from api.access.doorkeeper import AccessRules

KEY_FILE = "tokens.key"
_KEY_BYTES = 32


@contextmanager
def access(settings: Settings) -> Iterator[AccessRules]:
    """Yield what the door goes by while the server runs. Raises StoreDamaged when sites or key cannot be read."""
    from api.access.doorkeeper import AccessRules
    from api.access.throttle import RateRules

    rates = RateRules(settings.limit_site, settings.limit_visitor, settings.limit_address, (settings.limit_free,))
    with registered_sites(settings) as sites:
        yield AccessRules(
            sites, rates, token_key(settings.data_dir), settings.token_minutes * 60, public_origin(settings)
        )


@contextmanager
def registered_sites(settings: Settings) -> Iterator[SiteStore]:
    """Yield the registered sites; works beside a running server. Raises StoreDamaged."""
    with SiteStore(settings.data_dir / LEDGER_FILE) as store:
        yield store


def token_key(data_dir: Path) -> bytes:
    """Return the key that tokens are signed with, making it once; only its owner may read the file.

    Raises StoreDamaged when the file cannot be made or holds no such key.
    """
    path = data_dir / KEY_FILE
    try:
        with suppress(FileExistsError):
            _make_key(path)
        key = path.read_bytes()
    except OSError as error:
        raise StoreDamaged(f"Không đọc, ghi được khóa ký thẻ {path}: {error.strerror}.") from error
    if len(key) != _KEY_BYTES:
        raise StoreDamaged(f"Khóa ký thẻ {path} đã hỏng. Hãy xóa tệp này; khóa mới sẽ được tạo khi khởi động.")
    return key


def public_origin(settings: Settings) -> str | None:
    """Return the origin of the address that people open, None when it is not set."""
    url = settings.public_url
    return read_origin(f"{url.scheme}://{url.host}:{url.port}") if url is not None else None


def _make_key(path: Path) -> None:
    """Write a new key beside `path` and put it there whole; raise FileExistsError when there is one."""
    if path.exists():
        raise FileExistsError(path)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(_KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    finally:
        draft.unlink()
