"""Sites: the offices' own pages that may show the assistant, from where, and over which documents.

They lie in the ledger's file, in a table of their own with a version of its own, so that a file written before there
were sites only gains a table. The server reads them, a command changes them beside it.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Column, MetaData, Row, String, Table, Text, insert, inspect, select, update

from corpus.engine_owner import EngineOwner
from corpus.errors import SiteExists, SiteUnknown, StoreDamaged
from corpus.ledger import Ledger
from corpus.ledger_engine import open_engine, reading, writing
from corpus.model import DocumentId
from corpus.schema import versions

SITES_VERSION = 1
"""The layout of the table of sites. One of another version is refused, never converted silently."""

_ID_BYTES = 8  # cannot be guessed in passing, and is no secret
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_VISIBLE = re.compile(r"[!-~]+")  # white space within would be dropped in silence
_DEFAULT_PORTS = {"http": 80, "https": 443}
_metadata = MetaData()
_sites = Table(
    "sites",
    _metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("created_at", String, nullable=False),  # ISO 8601, UTC
    Column("origins", Text, nullable=False),  # JSON: [str, …]
    Column("documents", Text, nullable=False),  # JSON: [str, …]
    Column("locality", String),
    Column("type_name", String),
    Column("title", String),
    Column("greeting", String),
)


@dataclass(frozen=True, slots=True)
class SiteScope:
    """What a site's visitors may ask about: documents that meet every field. Empty fields allow everything."""

    document_ids: tuple[DocumentId, ...] = ()
    locality: str | None = None
    type_name: str | None = None

    @property
    def is_everything(self) -> bool:
        """Tell whether nothing is left out."""
        return not (self.document_ids or self.locality or self.type_name)


@dataclass(frozen=True, slots=True)
class Site:
    """A page that may show the assistant. `id` is public; `origins` are as `read_origin` writes them.

    `title` and `greeting` are what its visitors read first; None leaves that to the page. `created_at` is a moment in
    UTC, ISO 8601.
    """

    id: str
    name: str
    origins: tuple[str, ...]
    scope: SiteScope = SiteScope()
    title: str | None = None
    greeting: str | None = None
    created_at: str = ""


def new_site_id() -> str:
    """Return a random public id of sixteen characters of 0-9 a-f."""
    return secrets.token_hex(_ID_BYTES)


def read_origin(words: str) -> str | None:
    """Return an origin as browsers write it: scheme, host in small letters, port unless it is the usual one.

    None when the words are no http or https origin: `null`, a wildcard, a path, a user, a host that is not ASCII.
    """
    try:
        parts = urlsplit(words)
        port = parts.port
    except ValueError:
        return None
    bare = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme not in _DEFAULT_PORTS or not bare or not _VISIBLE.fullmatch(words) or words[-1] in "?#:":
        return None
    host = parts.netloc.lower().removesuffix(f":{port}") if port is not None else parts.netloc.lower()
    if _HOST.fullmatch(host) is None or ".." in host:
        return None
    return f"{parts.scheme}://{host}" + ("" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}")


class SiteStore(EngineOwner):
    """The registered sites in the ledger's file. Safe to use from several threads, and beside a running server."""

    def __init__(self, path: Path) -> None:
        """Open the ledger at `path`, making what is missing. Raises StoreDamaged when it is no ledger."""
        Ledger.open(path).close()
        super().__init__(open_engine(path))
        self._writer = Lock()
        with self.closed_if_it_fails():
            self._claim_table()

    def add(self, site: Site) -> Site:
        """Register a site and return it as it is stored; raises SiteExists when its name is taken."""
        stored = datetime.now(UTC).isoformat(timespec="seconds")
        with self._writer, writing(self._engine) as connection:
            if connection.execute(select(_sites.c.id).where(_sites.c.name == site.name)).first() is not None:
                raise SiteExists(f"Đã có trang mang tên “{site.name}”. Hãy chọn tên khác, hoặc gỡ trang cũ trước.")
            connection.execute(insert(_sites).values(_row(site) | {"created_at": stored}))
        return self.find(site.id)

    def replace(self, site: Site) -> Site:
        """Store a site anew under its id; raises SiteUnknown, or SiteExists when another one has its name."""
        with self._writer, writing(self._engine) as connection:
            taken = select(_sites.c.id).where(_sites.c.name == site.name, _sites.c.id != site.id)
            if connection.execute(taken).first() is not None:
                raise SiteExists(f"Đã có trang khác mang tên “{site.name}”. Hãy chọn tên khác.")
            if connection.execute(update(_sites).where(_sites.c.id == site.id).values(_row(site))).rowcount == 0:
                raise _unknown(site.id)
        return self.find(site.id)

    def remove(self, named: str) -> Site:
        """Forget the site of this id or name and return what it was; raises SiteUnknown."""
        with self._writer, writing(self._engine) as connection:
            found = connection.execute(select(_sites).where(_named(named))).first()
            if found is None:
                raise _unknown(named)
            connection.execute(_sites.delete().where(_sites.c.id == found.id))
        return _site(found)

    def find(self, named: str) -> Site:
        """Return the site of this id or name; raises SiteUnknown."""
        with reading(self._engine) as connection:
            found = connection.execute(select(_sites).where(_named(named))).first()
        if found is None:
            raise _unknown(named)
        return _site(found)

    def sites(self) -> list[Site]:
        """Return every site, first registered first."""
        with reading(self._engine) as connection:
            return [_site(row) for row in connection.execute(select(_sites).order_by(_sites.c.created_at, _sites.c.id))]

    def _claim_table(self) -> None:
        """Make the table where there is none; refuse one of another version."""
        version = select(versions.c.version).where(versions.c.name == _sites.name)
        with reading(self._engine) as connection:
            found = connection.execute(version).scalar_one_or_none()
        if found is None:
            with self._writer, writing(self._engine) as connection:
                if not inspect(connection).has_table(_sites.name):
                    _metadata.create_all(connection)
                    connection.execute(insert(versions).values(name=_sites.name, version=SITES_VERSION))
        elif found != SITES_VERSION:
            raise StoreDamaged(
                f"Sổ các trang được phép thuộc phiên bản {found}, chương trình này dùng phiên bản {SITES_VERSION}. "
                "Hãy dùng đúng phiên bản chương trình."
            )


def _named(named: str) -> Any:
    return (_sites.c.id == named) | (_sites.c.name == named)


def _row(site: Site) -> dict[str, Any]:
    return {
        "id": site.id,
        "name": site.name,
        "origins": json.dumps(site.origins),
        "documents": json.dumps(site.scope.document_ids),
        "locality": site.scope.locality,
        "type_name": site.scope.type_name,
        "title": site.title,
        "greeting": site.greeting,
    }


def _site(row: Row[Any]) -> Site:
    """Return a stored site. Raises StoreDamaged when the file does not hold what it promises."""
    try:
        documents = tuple(DocumentId(str(name)) for name in json.loads(row.documents))
        origins = tuple(str(origin) for origin in json.loads(row.origins))
    except ValueError as error:
        raise StoreDamaged("Sổ các trang được phép có dòng không đọc được.") from error
    scope = SiteScope(documents, row.locality, row.type_name)
    return Site(row.id, row.name, origins, scope, row.title, row.greeting, row.created_at)


def _unknown(named: str) -> SiteUnknown:
    return SiteUnknown(f"Không có trang nào mang mã hoặc tên “{named}”. Xem danh sách: danvan sites list")
