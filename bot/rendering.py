"""An answer as blocks of text: the short fact first, then each clause as a quotation with its document and place.

Nothing is added to what the assistant said, and nothing is left out; a quote is set apart instead of between “ and ”.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from bot.text import Block, joined, plain, styled
from bot.wording import NEAREST, NOTICE, OPTIONS, RELATED_TITLE
from corpus.model import Document, Section, SectionKind
from rag.answering.citing import document_line
from rag.generation.composing import WORDED
from rag.model import Answer, Citation

_OPENING_CHARS = 160
_BLOCKS = frozenset({SectionKind.SIGNATURE, SectionKind.RECIPIENTS, SectionKind.LETTERHEAD, SectionKind.ADDRESSEES})


def answer_blocks(answer: Answer, filters_line: str = "") -> list[Block]:
    """Return an answer of any status as blocks, ready for `bot.text.messages`."""
    blocks = _said(answer)
    if answer.options:
        listed = [plain(f"{n}. {option.label}") for n, option in enumerate(answer.options, start=1)]
        blocks.append(joined([plain(OPTIONS), *listed]))
    elif answer.related:
        blocks += nearest_blocks(answer.related, RELATED_TITLE if NEAREST not in answer.answer else "")
    if answer.notices:
        blocks.append(joined([styled(f"{NOTICE} {notice}", "italic") for notice in answer.notices]))
    if filters_line:
        blocks.append(styled(filters_line, "italic"))
    return blocks


def nearest_blocks(places: Sequence[Citation], title: str) -> list[Block]:
    """Return places with no more of each than its opening words; they are numbered for the buttons."""
    blocks = [plain(title)] if title else []
    for number, place in enumerate(places, start=1):
        opening = textwrap.shorten(place.quote, _OPENING_CHARS, placeholder=" …")
        head = joined([styled(f"{number}. {document_line(place.metadata)}", "bold"), plain(place_line(place))])
        blocks.append(joined([head, styled(opening, "expandable_blockquote")]))
    return blocks


def citation_block(place: Citation) -> Block:
    """Return one place as it is quoted in another chat: document, place, words, and no number."""
    head = joined([styled(document_line(place.metadata), "bold"), plain(place_line(place))])
    return joined([head, styled(place.quote, "expandable_blockquote")])


def place_line(place: Citation) -> str:
    """Say where a quote stands within its document: label and the heading over it."""
    heading = place.heading.rstrip(" :.")
    if heading and place.section.kind not in _BLOCKS and heading not in place.quote:
        return f"{place.label} ({heading})" if place.label else heading
    return place.label


def section_blocks(document: Document, section: Section, part: Block, count: str = "") -> list[Block]:
    """Return one page of a section as the viewer shows it; `count` says which page of how many."""
    heading = section.heading.rstrip(" :.")
    label = f"{section.label} ({heading})" if section.label and heading else section.label or heading
    head = joined([styled(document_line(document.metadata), "bold"), plain(f"{label}{count}")])
    return [joined([head, part])]


def _said(answer: Answer) -> list[Block]:
    """Return the words of an answer, each quote with its document and place where the words have it.

    A language model's words stay together, as prose, and say that they are; the quotes follow.
    """
    if answer.mode == "generative":
        worded = joined([plain(answer.answer.strip()), styled(WORDED, "italic")])
        return [worded, *map(_quoted, answer.citations)]
    blocks: list[Block] = []
    rest = answer.answer
    left = []
    for citation in answer.citations:
        before, found, after = rest.partition(f"“{citation.quote}” [{citation.marker}]")
        if not found:
            left.append(citation)
            continue
        fact, _, _ = before.rpartition("\n")  # the line of the quote itself names document and place again
        blocks.append(joined([_fact(fact.strip()), _quoted(citation)]))
        rest = after
    if rest.strip():
        blocks.append(plain(rest.strip()) if answer.status != "answered" or blocks else _fact(rest.strip()))
    return [*blocks, *map(_quoted, left)]


def _fact(text: str) -> Block:
    return styled(text, "bold") if text else Block("")


def _quoted(citation: Citation) -> Block:
    head = plain(f"[{citation.marker}] {document_line(citation.metadata)}")
    where = styled(place_line(citation), "italic")
    return joined([head, where, styled(citation.quote, "expandable_blockquote")])
