"""The stored text of a document: the wording as written, one paragraph to a line."""

from __future__ import annotations

from corpus.folding import nfc
from corpus.inline_lists import separated
from corpus.lines import paragraphs
from corpus.markdown import plain_lines


def clean_text(raw: str) -> str:
    """Return the text to store: NFC, without Markdown's marks, paragraphs whole, one to a line.

    The wording is kept exactly, mistakes and stray words included: apart from whitespace, Markdown's marks
    and control characters nothing is added, dropped or moved. The cells of a table row are apart by a tab.
    Cleaning a clean text changes nothing.
    """
    return "\n".join(separated(paragraphs(plain_lines(nfc(raw)))))
