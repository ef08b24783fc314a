"""How a page names a place and cuts an answer at its markers."""

from __future__ import annotations

from api import examples
from api.pages import answer_pieces, citation_naming, naming, quote_url
from api.schemas import CitationOut, DocumentOut

CITATION: CitationOut = examples.CITATION  # type: ignore[assignment]
DOCUMENT: DocumentOut = examples.DOCUMENT  # type: ignore[assignment]


def test_a_place_is_named_as_officials_name_it() -> None:
    assert citation_naming(CITATION) == (
        "Kế hoạch số 12/KH-UBND ngày 15/1/2024 của UBND xã Tân Mẫu, Mục III.2, gạch đầu dòng thứ 1"
    )


def test_what_is_blank_in_the_document_is_said_to_be() -> None:
    blank: DocumentOut = {**DOCUMENT, "number": None, "issued_on": None}
    assert naming(blank) == "Kế hoạch của UBND xã Tân Mẫu (không ghi số, không ghi ngày)"


def test_a_document_of_which_nothing_is_known_still_has_a_name() -> None:
    unknown: DocumentOut = {**DOCUMENT, "type": None, "number": "5", "issuer": None, "issued_on": None}
    assert naming(unknown) == "Văn bản số 5 (không ghi ngày)"


def test_the_address_of_a_quote_names_the_range_and_keeps_the_anchor() -> None:
    expected = f"/documents/ke-hoach-12-tan-mau?start={CITATION['start']}&end={CITATION['end']}#iii-2-gach-1"
    assert quote_url(CITATION) == expected


def test_only_markers_with_a_citation_become_links() -> None:
    assert answer_pieces("Trước 5/6 [1], xem [9].", {1}) == [("Trước 5/6 ", None), ("[1]", 1), (", xem [9].", None)]


def test_an_answer_without_markers_is_one_piece() -> None:
    assert answer_pieces("Không có căn cứ.", set()) == [("Không có căn cứ.", None)]
