"""`danvan inspect`: what is recognised in a file, as a tree; nothing is stored."""

from __future__ import annotations

import hashlib
from pathlib import Path

from rich.console import Group
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from corpus.dates import format_date
from corpus.document import build_document, document_id_for
from corpus.model import Document, Metadata, Reference, Section
from corpus.reading import read_source
from danvan.console import open_console, print_json

_BLANK = "(để trống)"
_OPENING_CHARS = 90


def inspect(file: Path, *, as_json: bool) -> None:
    """Print metadata, outline and references of a file. Raises SourceUnreadable or ClassifiedDocument."""
    raw = read_source(file)
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    document = build_document(raw, file.name, sha256, document_id_for(file.name, sha256))
    if as_json:
        from api.rendering import document_detail_out

        print_json(document_detail_out(document))
        return
    console = open_console()
    console.print(Text(document.metadata.title, style="bold"))
    console.print(_facts(document.metadata))
    console.print(_outline(document))
    console.print(_references(document))


def _facts(metadata: Metadata) -> Table:
    signers = "; ".join(" / ".join(filter(None, (s.authority, s.office, s.name))) for s in metadata.signers)
    facts = (
        ("Loại", metadata.type_name),
        ("Số, ký hiệu", metadata.number),
        ("Cơ quan ban hành", metadata.issuer),
        ("Địa phương", metadata.locality),
        ("Ngày ban hành", format_date(metadata.issued_on) if metadata.issued_on else None),
        ("Năm", None if metadata.year is None else str(metadata.year)),
        ("Trích yếu", metadata.subject),
        ("Người ký", signers),
        ("Nơi nhận", "; ".join(metadata.recipients)),
        ("Căn cứ", "; ".join(metadata.bases)),
    )
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="cyan", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in facts:
        grid.add_row(name, Text(value) if value else Text(_BLANK, style="dim"))
    return grid


def _outline(document: Document) -> Tree:
    root = Tree(Text(f"\nBố cục: {len(document.sections)} mục, {len(document.passages)} đoạn", style="bold"))
    nodes: dict[int, Tree] = {}
    for section in document.sections:
        over = root if section.parent is None else nodes[section.parent]
        nodes[section.ordinal] = over.add(_line(document, section))
    return root


def _line(document: Document, section: Section) -> Text:
    opening = section.heading or " ".join(document.text[section.body : section.end].split())
    if len(opening) > _OPENING_CHARS:
        opening = opening[:_OPENING_CHARS].rsplit(" ", 1)[0] + " …"
    label = section.label or section.kind.value
    return Text.assemble((label, "cyan"), "  ", (opening, "bold" if section.heading else ""))


def _references(document: Document) -> Group:
    title = Text(f"\nVăn bản được nhắc tới: {len(document.references)} lần", style="bold")
    return Group(title, *(Text(f"  {_mention(reference)}") for reference in document.references))


def _mention(reference: Reference) -> str:
    about = [reference.type_name or "Văn bản", reference.number]
    if reference.issued_on:
        about.append(f"ngày {format_date(reference.issued_on)}")
    if reference.issuer:
        about.append(f"của {reference.issuer}")
    return " ".join(about)
