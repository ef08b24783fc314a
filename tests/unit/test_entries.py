"""What goes into the indexes: every passage's own words, and the context it stands in."""

from dataclasses import replace

import pytest

from corpus.model import Document, DocumentId, Passage, Section, SectionKind
from corpus.testing import document_of
from rag.entries import dense_text, entries_of, key_of, split_key

PART, LEAD, FIRST, SECOND = (
    "II. NHIỆM VỤ",
    "1. Sở Nội vụ có trách nhiệm:",
    "- Đôn đốc các xã.",
    "- Báo cáo trước 15/11.",
)


def nested() -> Document:
    """Return a part with one item, whose sentence leads into two bullets."""
    flat = document_of("kh-mau", ["x"])
    text = "\n".join([PART, LEAD, FIRST, SECOND])
    at = {line: text.index(line) for line in (PART, LEAD, FIRST, SECOND)}
    end = len(text)
    sections = (
        Section(0, None, SectionKind.PART, "II", ("II",), "Mục II", "NHIỆM VỤ", "ii", 0, 4, end),
        Section(1, 0, SectionKind.ITEM, "1", ("II", "1"), "Mục II.1", "", "ii-1", at[LEAD], at[LEAD] + 3, end),
        Section(
            2,
            1,
            SectionKind.BULLET,
            "-1",
            ("II", "1", "-1"),
            "gạch 1",
            "",
            "a",
            at[FIRST],
            at[FIRST] + 2,
            at[SECOND] - 1,
        ),
        Section(3, 1, SectionKind.BULLET, "-2", ("II", "1", "-2"), "gạch 2", "", "b", at[SECOND], at[SECOND] + 2, end),
    )
    passages = (
        Passage(0, 1, "Mục II.1", at[LEAD], at[FIRST] - 1),
        Passage(1, 2, "gạch 1", at[FIRST], at[SECOND] - 1),
        Passage(2, 3, "gạch 2", at[SECOND], end),
    )
    return replace(flat, text=text, sections=sections, passages=passages, references=())


def test_there_is_one_entry_per_passage_in_document_order_with_its_exact_words() -> None:
    document = nested()
    entries = entries_of(document)
    assert [entry.key for entry in entries] == ["kh-mau#0", "kh-mau#1", "kh-mau#2"]
    assert [entry.text for entry in entries] == [LEAD, FIRST, SECOND]
    assert {entry.document_id for entry in entries} == {"kh-mau"}


def test_a_bullet_carries_heading_and_lead_in_sentence_above_it() -> None:
    bullet = entries_of(nested())[2]
    assert "NHIỆM VỤ" in bullet.context
    assert "Sở Nội vụ có trách nhiệm" in bullet.context
    assert bullet.context.index("NHIỆM VỤ") < bullet.context.index("Sở Nội vụ")


def test_context_does_not_repeat_the_passages_own_words() -> None:
    lead, bullet, _ = entries_of(nested())
    assert "Sở Nội vụ" not in lead.context
    assert "Đôn đốc" not in bullet.context


def test_context_names_document_issuer_locality_and_year() -> None:
    context = entries_of(document_of("kh-mau", ["Một việc"]))[0].context
    for said in ("Kế hoạch kh-mau", "UBND tỉnh Mẫu", "năm 2024"):
        assert said in context


def test_what_the_title_says_already_is_not_said_twice() -> None:
    document = document_of("kh-mau", ["Một việc"])
    titled = replace(document, metadata=replace(document.metadata, title="Kế hoạch của UBND tỉnh Mẫu năm 2024"))
    assert entries_of(titled)[0].context.count("tỉnh Mẫu") == 1
    assert entries_of(titled)[0].context.count("2024") == 1


def test_unknown_metadata_leaves_no_trace() -> None:
    document = document_of("kh-mau", ["Một việc"])
    bare = replace(document.metadata, number=None, issuer=None, locality=None, year=None)
    assert entries_of(replace(document, metadata=bare))[0].context == document.metadata.title


def test_a_documents_own_abbreviations_travel_with_each_passage() -> None:
    entries = entries_of(document_of("kh-mau", ["Ban Quản lý chợ (BQLC) họp.", "BQLC báo cáo."]))
    assert dict(entries[1].definitions) == {"BQLC": "Ban Quản lý chợ"}


def test_the_encoder_reads_context_and_words() -> None:
    entry = entries_of(nested())[1]
    assert dense_text(entry).endswith(FIRST)
    assert "NHIỆM VỤ" in dense_text(entry)


def test_a_document_without_passages_has_no_entries() -> None:
    assert entries_of(document_of("rỗng", [])) == ()


@pytest.mark.parametrize("document_id", ["kh-1", "có#thăng", "tỉnh/huyện xã"])
def test_a_key_gives_back_what_it_was_made_of(document_id: str) -> None:
    assert split_key(key_of(document_id, 12)) == (DocumentId(document_id), 12)
