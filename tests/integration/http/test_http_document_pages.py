"""The list of documents and the page of one, as a browser without a script gets them; hostile texts among them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.testing import SampleAssistant, SampleDocuments, sample_document
from corpus.document import build_document
from corpus.model import Document, DocumentId, Reference, Signer

BROWSER = {"accept": "text/html"}
EVIL = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'-alert(1)-'",
    "</p></article><h1>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "&lt;b&gt;",
    "<!--",
    "]]>",
    "</title><base href=//ac.vn>",
)


def client_of(*documents: Document) -> TestClient:
    """Return a client of a server over these documents."""
    held = SampleDocuments(documents)
    return TestClient(create_app(SampleAssistant(held), held, held.readiness), headers=BROWSER)


def words_of(html: str) -> str:
    """Return what a reader sees of a page, white space squeezed."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_a_quote_is_marked_where_its_link_leads() -> None:
    client = TestClient(create_app(a := SampleAssistant(), a.documents, a.documents.readiness), headers=BROWSER)
    html = client.get("/documents/ke-hoach-tan-mau?start=114&end=176").text
    marked = re.findall(r'<mark class="quote" id="trich-dan"[^>]*>(.*?)</mark>', html)
    assert marked == ["Định kỳ 6 tháng (trước ngày 05/6), các đơn vị báo cáo UBND xã."]
    assert 'id="muc-ii-1"' in html


def test_several_quotes_are_marked_and_can_be_gone_through() -> None:
    html = (
        client_of(sample_document("mot", "xã Mẫu", "1/KH-UBND"))
        .get("/documents/mot?start=9&end=18&start=40&end=60")
        .text
    )
    assert re.findall(r'id="(trich-dan[^"]*)"', html) == ["trich-dan", "trich-dan-2"]
    assert 'href="#trich-dan-2"' in html


@pytest.mark.parametrize(
    "query", ["start=a&end=b", "start=5", "start=-1&end=9999999999", "start=9&end=1", "end=5&end=6"]
)
def test_a_range_that_is_none_is_no_failure(query: str) -> None:
    response = client_of(sample_document("mot", "xã Mẫu", None)).get(f"/documents/mot?{query}")
    assert response.status_code == 200
    assert "<mark" not in response.text


def test_words_are_found_in_a_document_without_a_script() -> None:
    html = client_of(sample_document("mot", "xã Mẫu", None)).get("/documents/mot?tim=bao cao").text
    assert re.findall(r'<mark class="hit">(.*?)</mark>', html) == ["BÁO CÁO", "báo cáo", "Báo cáo"]
    assert "3 chỗ" in html


def test_what_a_document_leaves_blank_is_said_to_be() -> None:
    document = sample_document("mot", "xã Mẫu", None)
    bare = replace(document, metadata=replace(document.metadata, signers=(), level=None, issuer=None, recipients=()))
    words = words_of(client_of(bare).get("/documents/mot").text)
    for name in ("Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Cấp ban hành", "Người ký", "Căn cứ", "Nơi nhận"):
        assert f"{name} không ghi" in words


def test_a_document_says_who_signed_and_leads_to_asking_about_it() -> None:
    html = client_of(sample_document("mot", "xã Mẫu", "1/KH-UBND")).get("/documents/mot").text
    assert "Người ký Nguyễn Văn Mẫu (TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH)" in words_of(html)
    assert 'href="/?van-ban=mot"' in html


def mentioning(text: str, issued_on: date | None = None, issuer: str | None = None) -> Document:
    """Return a plan that mentions plan 12 with what is said of it."""
    base = sample_document("nhac", "xã Mẫu", "9/KH-UBND")
    start = len(base.text)
    mention = Reference("12/KH-UBND", "12:kh ubnd", "Kế hoạch", issued_on, issuer, None, start, start + len(text))
    return replace(base, text=base.text + text, references=(mention,))


@pytest.mark.parametrize(
    ("said", "leads"),
    [
        ({"issued_on": date(2024, 1, 15)}, True),
        ({"issuer": "Ủy ban nhân dân xã Tân Mẫu"}, True),
        ({"issuer": "UBND xã Tân Mẫu", "issued_on": date(2024, 1, 15)}, True),
        ({"issuer": "UBND", "issued_on": date(2024, 1, 15)}, True),
        ({}, False),
        ({"issued_on": date(2023, 1, 15)}, False),
        ({"issuer": "UBND xã Khác"}, False),
        ({"issuer": "UBND xã Khác", "issued_on": date(2024, 1, 15)}, False),
    ],
)
def test_a_mention_leads_to_the_stored_document_that_it_surely_means(said: dict[str, Any], leads: bool) -> None:
    client = client_of(
        mentioning("Kế hoạch số 12/KH-UBND", **said), sample_document("dich", "xã Tân Mẫu", "12/KH-UBND")
    )
    html = client.get("/documents/nhac").text
    assert ('href="/documents/dich"' in html) is leads
    assert "Kế hoạch số 12/KH-UBND" in words_of(html)


def test_a_mention_that_fits_two_stored_documents_leads_nowhere() -> None:
    twins = [sample_document(name, "xã Tân Mẫu", "12/KH-UBND") for name in ("dich", "dich-2")]
    html = (
        client_of(mentioning("Kế hoạch số 12/KH-UBND", issued_on=date(2024, 1, 15)), *twins).get("/documents/nhac").text
    )
    assert 'href="/documents/dich' not in html


def test_a_page_shows_the_stored_text_to_the_letter(shipped_documents: Path) -> None:
    for path in sorted(shipped_documents.glob("*.txt")):
        document = build_document(path.read_text(encoding="utf-8"), path.name, "0" * 64, DocumentId("mot"))
        html = client_of(document).get("/documents/mot?start=100&end=900&tim=dan van").text
        article = html[html.index("<article") : html.index("</article>")]
        assert "".join(unescape(re.sub(r"<[^>]*>", "", article)).split()) == "".join(document.text.split())


class _Tags(HTMLParser):
    """The tags of a page, to compare a hostile document's with a harmless one's."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes |= {name for name, _ in attrs}


def _written(name: str, evil: str) -> Document:
    base = sample_document(name, "xã Mẫu", "1/KH-UBND")
    named = replace(base.metadata, title=evil, number=evil, issuer=evil, type_name=evil, locality=evil)
    said = replace(named, recipients=(evil,), bases=(evil,), signers=(Signer(evil, evil, evil),))
    sections = tuple(replace(s, label=evil, heading=evil if s.heading else "") for s in base.sections)
    return replace(base, text=base.text + f"\n{evil}\n{evil}\t{evil}\n", metadata=said, sections=sections)


@pytest.mark.parametrize("query", ["", "?start=20&end=200", "?tim=alert"])
def test_hostile_documents_stay_words(query: str) -> None:
    client = client_of(_written("lanh", "Lành alert(1)"), *(_written(f"ac-{n}", evil) for n, evil in enumerate(EVIL)))
    harmless = _Tags(client.get(f"/documents/lanh{query}").text)
    for number, evil in enumerate(EVIL):
        html = client.get(f"/documents/ac-{number}{query}").text
        tags = _Tags(html)
        assert set(tags.names) <= set(harmless.names)
        assert tags.attributes <= harmless.attributes
        assert tags.names.count("script") == 1
        assert evil in unescape(re.sub(r"</?mark[^>]*>", "", html))


def test_a_list_of_hostile_documents_stays_words() -> None:
    html = client_of(*(_written(f"ac-{n}", evil) for n, evil in enumerate(EVIL))).get("/documents").text
    tags = _Tags(html)
    harmless = _Tags(client_of(_written("lanh", "Lành")).get("/documents").text)
    assert (set(tags.names), tags.attributes) == (set(harmless.names), harmless.attributes)
    assert all(evil in unescape(html) for evil in EVIL)


def test_hostile_searches_stay_words() -> None:
    client = client_of(sample_document("mot", "xã Mẫu", None))
    for path in ("/documents", "/documents/mot"):
        harmless = _Tags(client.get(path, params={"tim": "bao cao", "loai": "x", "noi": "x", "nam": "x"}).text)
        for evil in EVIL:
            asked = {"tim": evil, "loai": evil, "noi": evil, "nam": evil, "xep": evil, "trang": evil}
            tags = _Tags(client.get(path, params=asked).text)
            assert set(tags.names) <= set(harmless.names)
            assert tags.attributes <= harmless.attributes


def test_the_list_of_documents_leads_to_each() -> None:
    client = TestClient(create_app(a := SampleAssistant(), a.documents, a.documents.readiness), headers=BROWSER)
    html = client.get("/documents").text
    assert 'href="/documents/ke-hoach-tan-mau"' in html
    assert 'href="/documents/ke-hoach-an-thu"' in html
    assert "Kho có 2 văn bản." in words_of(html)
    assert words_of(html).count("không ghi") == 2  # the second plan has neither number nor day


def test_an_id_with_odd_letters_can_be_followed() -> None:
    client = client_of(sample_document("a b?c#d", "xã Mẫu", None))
    [href] = re.findall(r'<a href="(/documents/[^"]+)">', client.get("/documents").text)
    assert client.get(href).status_code == 200


def test_an_empty_store_says_how_to_add_documents() -> None:
    words = words_of(client_of().get("/documents").text)
    assert "Kho chưa có văn bản nào." in words
    assert "danvan ingest" in words


def test_nothing_found_says_so_and_leads_back() -> None:
    html = client_of(sample_document("mot", "xã Mẫu", None)).get("/documents?tim=khongco").text
    assert "Không có văn bản nào khớp." in html
    assert "0 trong 1 văn bản" in words_of(html)


@pytest.mark.parametrize("trang", ["0", "-1", "99999999", "abc", "1e3", "٣"])
def test_a_page_that_is_none_is_the_first_or_the_last(trang: str) -> None:
    assert client_of(sample_document("mot", "xã Mẫu", None)).get(f"/documents?trang={trang}").status_code == 200


def test_a_long_list_comes_in_pages_that_keep_what_was_asked() -> None:
    stored = [sample_document(f"mau-{n}", f"xã Mẫu {n}", f"{n}/KH-UBND") for n in range(1, 121)]
    client = client_of(*stored)
    html = client.get("/documents?tim=mau&xep=-so&trang=2").text
    shown = re.findall(r'href="/documents/(mau-\d+)"', html)
    assert shown == [f"mau-{n}" for n in range(70, 20, -1)]
    assert "trang 2/3" in words_of(html)
    assert 'href="/documents?tim=mau&amp;xep=-so&amp;trang=3" rel="next"' in html
    assert 'href="/documents?tim=mau&amp;xep=-so" rel="prev"' in html
