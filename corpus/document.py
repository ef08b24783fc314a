"""From the raw text of a file to a `Document`, and from the name of a file to the document's id."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from pathlib import PurePath

from corpus.errors import ClassifiedDocument
from corpus.folding import nfc
from corpus.metadata import read_metadata, secrecy_mark
from corpus.model import Document, DocumentId
from corpus.passages import cut
from corpus.references import find_references
from corpus.structure import outline
from corpus.text import clean_text

_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")
_LONGEST_ID = 120
_NAMELESS = "van-ban"


def build_document(raw: str, source_name: str, source_sha256: str, document_id: DocumentId) -> Document:
    """Return everything that can be recognised in a raw text.

    Raises ClassifiedDocument when the text carries a secrecy mark; nothing else of it is read then. Raises
    ValueError when a reader broke its promise about offsets: such a document would be quoted wrongly.
    """
    text = clean_text(raw)
    mark = secrecy_mark(text)
    if mark:
        raise ClassifiedDocument(
            f"Văn bản đóng dấu chỉ mức độ mật ({mark}) nên không được nạp vào kho, theo Luật Bảo vệ bí mật nhà nước."
        )
    sections = tuple(outline(text))
    document = Document(
        id=document_id,
        source_name=source_name,
        source_sha256=source_sha256,
        text=text,
        metadata=read_metadata(text, sections),
        sections=sections,
        passages=tuple(cut(text, sections)),
        references=tuple(find_references(text)),
    )
    require_sound(document)
    return document


def document_id_for(source_name: str, sha256: str, taken: Container[object] = ()) -> DocumentId:
    """Return the id for a source: its file's stem in ASCII letters, digits and `_ - .`.

    `taken` holds the ids of other content; when the stem is among them, as much of the hash is appended as it
    takes to differ, at least 8 hex digits.
    """
    name = _slug(PurePath(source_name).stem)
    if name not in taken:
        return DocumentId(name)
    candidates = (f"{name}-{sha256[:length]}" for length in range(8, len(sha256) + 1))
    return DocumentId(next(candidate for candidate in candidates if candidate not in taken))


def _slug(stem: str) -> str:
    plain = nfc(stem).replace("đ", "d").replace("Đ", "D")
    letters = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return _UNSAFE.sub("-", letters)[:_LONGEST_ID].strip("-.") or _NAMELESS


def require_sound(document: Document) -> None:
    """Raise ValueError when an offset, an ordinal or a parent of the document cannot be true."""
    size = len(document.text)
    for place, section in enumerate(document.sections):
        nested = section.parent is None or 0 <= section.parent < place
        if section.ordinal != place or not nested or not 0 <= section.start <= section.body <= section.end <= size:
            raise ValueError(f"section {place} is out of order or out of the text")
    if len({section.anchor for section in document.sections}) != len(document.sections):
        raise ValueError("two sections share an anchor")
    ends = 0
    for place, passage in enumerate(document.passages):
        housed = 0 <= passage.section < len(document.sections)
        if passage.ordinal != place or not housed or not ends <= passage.start < passage.end <= size:
            raise ValueError(f"passage {place} is out of order or out of the text")
        ends = passage.end
    for reference in document.references:
        if not 0 <= reference.start < reference.end <= size:
            raise ValueError(f"the mention of {reference.number!r} is out of the text")
