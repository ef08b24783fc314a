"""`danvan sites`: which pages may show the assistant, and the line that puts it there."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import Any

from corpus.errors import DocumentUnknown
from corpus.ledger import Ledger
from corpus.model import DocumentId
from corpus.sites import Site, SiteScope, new_site_id, read_origin
from danvan.access import public_origin, registered_sites
from danvan.console import open_console, print_json
from danvan.settings import Settings
from danvan.store import LEDGER_FILE, server_url
from rag.errors import ConfigurationError

_LONGEST_NAME = 100
_LONGEST_GREETING = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was said of a site; None where nothing was said, empty where there is to be nothing."""

    name: str | None = None
    origins: list[str] | None = None
    documents: list[str] | None = None
    locality: str | None = None
    type_name: str | None = None
    title: str | None = None
    greeting: str | None = None

    def put_into(self, site: Site) -> Site:
        """Return a site with what was said; the rest stays. Raises ConfigurationError when something cannot be."""
        scope = site.scope
        documents = scope.document_ids
        if self.documents is not None:
            documents = tuple(DocumentId(name) for name in dict.fromkeys(self.documents) if name)
        scope = SiteScope(
            documents,
            _line(self.locality, "--locality", _LONGEST_NAME, scope.locality),
            _line(self.type_name, "--type", _LONGEST_NAME, scope.type_name),
        )
        return replace(
            site,
            name=_line(self.name, "Tên", _LONGEST_NAME, site.name) or _missing(),
            origins=site.origins if self.origins is None else tuple(dict.fromkeys(map(_origin, self.origins))),
            scope=scope,
            title=_line(self.title, "--title", _LONGEST_NAME, site.title),
            greeting=_line(self.greeting, "--greeting", _LONGEST_GREETING, site.greeting),
        )


def add(settings: Settings, wanted: Wanted, *, as_json: bool) -> None:
    """Register a site and print the line to embed.

    Raises ConfigurationError when something that was said cannot be, DocumentUnknown, SiteExists, StoreDamaged.
    """
    site = wanted.put_into(Site(new_site_id(), "", ()))
    with registered_sites(settings) as store:
        covers = _covered(settings, site.scope, wanted)
        stored = store.add(site)
    _print(settings, stored, "Đã đăng ký", as_json=as_json)
    _warn(stored, covers=covers)


def edit(settings: Settings, named: str, wanted: Wanted, *, as_json: bool) -> None:
    """Change what was said of a site; its id, and with it the line on its pages, stays.

    Raises ConfigurationError when nothing was said or it cannot be, DocumentUnknown, SiteUnknown, SiteExists.
    """
    if wanted == Wanted():
        raise ConfigurationError(
            "Chưa nói cần sửa gì, ví dụ --origin https://tinh.gov.vn. Xem: danvan sites edit --help"
        )
    with registered_sites(settings) as store:
        site = wanted.put_into(store.find(named))
        covers = _covered(settings, site.scope, wanted)
        stored = store.replace(site)
    _print(settings, stored, "Đã sửa", as_json=as_json)
    _warn(stored, covers=covers)


def list_sites(settings: Settings, *, as_json: bool) -> None:
    """Print every registered site."""
    with registered_sites(settings) as store:
        sites = store.sites()
    if as_json:
        print_json({"sites": [_as_json(settings, site) for site in sites]})
        return
    console = open_console()
    for site in sites:
        console.print(f"{site.id}  {site.name}", style="bold")
        console.print(f"  {', '.join(site.origins)}; {_scope_words(site.scope)}")
    console.print(f"{len(sites)} trang." if sites else "Chưa có trang nào được đăng ký (danvan sites add).")


def show(settings: Settings, named: str, *, as_json: bool) -> None:
    """Print one site. Raises SiteUnknown."""
    with registered_sites(settings) as store:
        site = store.find(named)
    _print(settings, site, "Trang", as_json=as_json)


def remove(settings: Settings, named: str, *, as_json: bool) -> None:
    """Forget one site. Raises SiteUnknown."""
    with registered_sites(settings) as store:
        site = store.remove(named)
    if as_json:
        print_json({"removed": _as_json(settings, site)})
    else:
        print(f"Đã gỡ trang “{site.name}” (mã {site.id}).")


def embed_line(base: str, site: Site) -> str:
    """Return the line of HTML that puts the assistant on a page."""
    return f'<script src="{base}/widget.js" data-site="{site.id}" defer></script>'


def _warn(site: Site, *, covers: bool) -> None:
    if not covers:
        print("Lưu ý: kho hiện chưa có văn bản nào trong phạm vi này.", file=sys.stderr)
    if any(origin.startswith("http://") for origin in site.origins):
        print("Lưu ý: địa chỉ http:// không được mã hóa; chỉ nên dùng trong mạng nội bộ.", file=sys.stderr)


def _origin(words: str) -> str:
    origin = read_origin(words.removesuffix("/"))
    if origin is None:
        raise ConfigurationError(
            f"Địa chỉ “{words}” chưa đúng. Hãy viết đủ http:// hoặc https:// và tên máy, không kèm đường dẫn, "
            "ví dụ https://tinh.gov.vn hoặc http://10.0.0.5:8080; tên miền có dấu thì viết dạng xn--."
        )
    return origin


def _line(words: str | None, what: str, most: int, before: str | None) -> str | None:
    """Return words as one line without invisible characters, None when nothing is left; `before` if none were said."""
    from api.wording import clean

    if words is None:
        return before
    line = " ".join(clean(words).split())
    if len(line) > most:
        raise ConfigurationError(f"{what} dài quá {most} ký tự.")
    return line or None


def _missing() -> str:
    raise ConfigurationError("Tên trang đang để trống.")


def _covered(settings: Settings, scope: SiteScope, wanted: Wanted) -> bool:
    """Tell whether the store holds anything that the scope allows; raise DocumentUnknown when a stranger was named."""
    from api.access.scope import covered

    with Ledger.open(settings.data_dir / LEDGER_FILE) as ledger:
        stored = ledger.documents()
    named = scope.document_ids if wanted.documents is not None else ()  # what was stored once may be gone by now
    unknown = set(named).difference(document.id for document in stored)
    if unknown:
        raise DocumentUnknown(f"Kho không có văn bản mang mã {', '.join(sorted(unknown))}. Xem: danvan documents")
    return bool(covered(scope, stored))


def _print(settings: Settings, site: Site, lead: str, *, as_json: bool) -> None:
    if as_json:
        print_json(_as_json(settings, site))
        return
    print(f"{lead} “{site.name}” (mã {site.id}).")
    print(f"Địa chỉ: {', '.join(site.origins)}")
    print(f"Phạm vi: {_scope_words(site.scope)}")
    for what, words in (("Tên khung", site.title), ("Lời chào", site.greeting)):
        if words:
            print(f"{what}: {words}")
    print("Đặt dòng này vào trang, trước </body>:")
    print(f"  {embed_line(_base(settings), site)}")
    print(f"Hoặc đặt khung riêng: {_base(settings)}/embed?site={site.id}")


def _as_json(settings: Settings, site: Site) -> dict[str, Any]:
    scope = site.scope
    return {
        "id": site.id,
        "name": site.name,
        "origins": list(site.origins),
        "scope": {"document_ids": list(scope.document_ids), "locality": scope.locality, "type": scope.type_name},
        "title": site.title,
        "greeting": site.greeting,
        "created_at": site.created_at,
        "embed": embed_line(_base(settings), site),
    }


def _scope_words(scope: SiteScope) -> str:
    parts = [f"{len(scope.document_ids)} văn bản đã chọn"] if scope.document_ids else []
    parts += [f"địa phương {scope.locality}"] if scope.locality else []
    parts += [f"loại {scope.type_name}"] if scope.type_name else []
    return f"chỉ {', '.join(parts)}" if parts else "toàn bộ kho"


def _base(settings: Settings) -> str:
    """Return the address under which pages load the assistant."""
    return public_origin(settings) or server_url(settings) or f"http://{settings.host}:{settings.port}"
