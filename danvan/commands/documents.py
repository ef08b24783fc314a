"""`danvan documents`: what is in the store."""

from __future__ import annotations

from typing import Any

from rich.table import Table
from rich.text import Text

from danvan.console import open_console, print_json
from danvan.settings import Settings
from danvan.store import PATIENCE_S, owned_store, server_url


def documents(settings: Settings, *, as_json: bool) -> None:
    """List the stored documents, asking the server that owns the store if there is one."""
    url = server_url(settings)
    listed = _from_server(url) if url else _from_ledger(settings)
    if as_json:
        print_json({"documents": listed})
        return
    console = open_console()
    if not listed:
        console.print("Kho chưa có văn bản nào. Nạp văn bản bằng lệnh: danvan ingest TỆP…")
        return
    console.print(_table(listed))
    console.print(f"{len(listed)} văn bản.")


def _from_server(url: str) -> list[dict[str, Any]]:
    from danvan.remote import get

    return list(get(url, "/api/v1/documents")["documents"])


def _from_ledger(settings: Settings) -> list[dict[str, Any]]:
    from api.rendering import document_out

    with owned_store(settings, "documents", PATIENCE_S) as (_, ledger):
        return [dict(document_out(summary.id, summary.metadata)) for summary in ledger.documents()]


def _table(listed: list[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0))
    for title in ("Mã", "Văn bản", "Số, ký hiệu", "Ngày", "Nơi ban hành"):
        table.add_column(title, overflow="fold")
    for document in listed:
        cells = (
            document["id"],
            document["title"],
            document["number"] or "(để trống)",
            _day(document["issued_on"]),
            document["issuer"] or "(không rõ)",
        )
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _day(iso: str | None) -> str:
    if not iso:
        return "(để trống)"
    year, month, day = iso.split("-")
    return f"{int(day)}/{int(month)}/{year}"
