"""The chat page over the shipped documents: asking, reading, going on, keeping, taking along."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.sync_api import Request, expect

from api.app import create_app
from api.testing import SampleAssistant, SampleDocuments, sample_document
from rag.keeping import QuestionKeeper
from rag.testing import MemoryQuestions

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visitor

DEADLINE = "Gia Lai nộp báo cáo 6 tháng trước ngày nào?"


def sent_in(request: Request) -> dict[str, Any]:
    """Return the JSON object that a request carried."""
    held = request.post_data_json
    assert isinstance(held, dict)
    return held


def double() -> SampleAssistant:
    return SampleAssistant()


def test_a_question_is_answered_with_a_card_that_names_the_place(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped)
    visit.open("/")
    turn = visit.ask(DEADLINE)
    expect(turn.locator(".lead")).to_contain_text("Trước ngày 30/5/2020")
    card = turn.locator(".cards li")
    expect(card).to_have_count(1)
    expect(card.locator(".document")).to_contain_text("Kế hoạch số 614/KH-UBND ngày 24/3/2020 của UBND tỉnh Gia Lai")
    expect(card.locator(".place")).to_contain_text("Mục III.2, gạch đầu dòng thứ 4")
    expect(card.locator("blockquote")).to_contain_text("báo cáo 06 tháng (trước ngày 30/5/2020)")
    expect(turn.locator(".notices")).to_contain_text("đã qua")
    visit.picture("chat-answered")


def test_a_mark_leads_to_its_card_and_the_card_to_the_quote_in_its_document(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped)
    page = visit.open("/")
    turn = visit.ask(DEADLINE)
    turn.locator(".mark").first.click()
    expect(turn.locator(".cards li").first).to_be_focused()
    with page.expect_popup() as opened:
        turn.get_by_role("link", name="Mở văn bản").click()
    quoted = opened.value.locator("mark").first
    expect(quoted).to_contain_text("báo cáo 06 tháng")
    expect(quoted).to_be_in_viewport()
    assert opened.value.url.startswith(f"{shipped}/documents/")


def test_a_follow_up_goes_on_with_what_was_asked(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped)
    visit.open("/")
    visit.ask(DEADLINE)
    turn = visit.ask("còn báo cáo năm?")
    expect(turn.locator(".said")).to_contain_text("30/10/2020")
    expect(turn.locator(".document").first).to_contain_text("Gia Lai")


def test_a_refusal_is_set_apart_from_answers(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped)
    visit.open("/")
    turn = visit.ask("Ai ký kế hoạch của Cà Mau?")
    expect(turn.locator(".tag")).to_have_text("Không có căn cứ")
    expect(turn.get_by_text("Căn cứ", exact=True)).to_have_count(0)
    nearest = turn.locator("details.nearest")
    expect(nearest.locator("summary")).to_contain_text("không phải câu trả lời")
    expect(nearest.locator("blockquote").first).to_be_hidden()
    nearest.locator("summary").click()
    expect(nearest.locator("blockquote").first).to_be_visible()
    visit.picture("chat-refused")


def test_an_unclear_question_is_made_clear_by_a_button(visitor: Visitor, serve: Serve) -> None:
    assistant = double()
    visit = visitor(serve(create_app(assistant, assistant.documents, assistant.documents.readiness)))
    visit.open("/")
    turn = visit.ask("kế hoạch nào")
    expect(turn.locator(".tag")).to_have_text("Cần làm rõ")
    visit.picture("chat-clarify")
    turn.get_by_role("button", name="Xã Tân Mẫu").click()
    expect(visit.page.locator(".turn")).to_have_count(2)
    expect(visit.last.locator(".asked")).to_contain_text("Báo cáo của xã Tân Mẫu nộp khi nào?")
    expect(visit.last.locator(".said")).to_contain_text("Trước ngày 05/6")


def test_a_verdict_is_sent_and_a_bad_one_may_say_why(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped)
    page = visit.open("/")
    turn = visit.ask(DEADLINE)
    down = turn.get_by_role("button", name="Chưa đúng")
    with page.expect_request("**/api/v1/feedback") as sent:
        down.click()
    assert sent_in(sent.value)["verdict"] == "down"
    expect(down).to_have_attribute("aria-pressed", "true")
    turn.get_by_label(re.compile("Chưa đúng ở chỗ nào")).fill("Thiếu báo cáo quý")
    with page.expect_request("**/api/v1/feedback") as explained:
        turn.get_by_role("button", name="Gửi góp ý").click()
    assert sent_in(explained.value)["comment"] == "Thiếu báo cáo quý"
    expect(turn.get_by_text("không lưu lời góp ý")).to_be_visible()
    expect(down).to_be_focused()


def test_filters_narrow_what_is_asked(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped)
    page = visit.open("/")
    page.locator(".chips").get_by_role("button", name="xã Minh Sơn").click()
    expect(page.locator(".holdings li")).to_have_count(1)
    expect(page.locator(".chosen")).to_have_text("xã Minh Sơn")
    with page.expect_request("**/api/v1/ask/stream") as sent:
        turn = visit.ask("Ai ký kế hoạch?")
    assert sent_in(sent.value)["filters"] == {"locality": "xã Minh Sơn"}
    expect(turn.locator(".said")).to_contain_text("Đặng Sỹ Thu")
    expect(turn.locator(".cards li")).to_have_count(1)


def test_a_document_can_be_asked_alone_by_an_address(visitor: Visitor, shipped: str) -> None:
    listed = httpx.get(f"{shipped}/api/v1/documents").json()["documents"]
    wanted = next(document for document in listed if "Quảng Trị" in document["issuer"])
    visit = visitor(shipped)
    page = visit.open(f"/?van-ban={wanted['id']}")
    expect(page.locator(".holdings input:checked")).to_have_count(1)
    turn = visit.ask("Ai ký kế hoạch?")
    expect(turn.locator(".said")).to_contain_text("Hoàng Nam")
    expect(turn.locator(".said")).not_to_contain_text("Đặng Sỹ Thu")


def test_a_conversation_outlives_a_reload_and_can_be_deleted(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped)
    page = visit.open("/")
    visit.ask(DEADLINE)
    page.reload()
    expect(page.locator(".lead")).to_contain_text("Trước ngày 30/5/2020")
    turn = visit.ask("còn báo cáo năm?")
    expect(turn.locator(".said")).to_contain_text("30/10/2020")
    page.get_by_role("button", name="Cuộc trao đổi mới").click()
    page.get_by_role("button", name="Cuộc trao đổi mới").click()
    page.get_by_role("button", name="Giữ lại").click()
    expect(page.locator(".turn")).to_have_count(2)
    page.get_by_role("button", name="Cuộc trao đổi mới").click()
    page.get_by_role("button", name="Xóa, bắt đầu lại").click()
    expect(page.locator(".turn")).to_have_count(0)
    assert page.evaluate("sessionStorage.length") == 0
    page.reload()
    expect(visit.field).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)


def link_of(questions: list[str], filters: dict[str, object]) -> str:
    """Write a conversation into a fragment, as the page does."""
    held = json.dumps({"q": questions, "f": filters}, ensure_ascii=False).encode()
    return "/#hoi=" + urlsafe_b64encode(held).decode().rstrip("=")


def test_a_link_asks_its_questions_again_and_never_reaches_the_server(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped, permissions=["clipboard-read", "clipboard-write"])
    addresses: list[str] = []
    visit.page.on("request", lambda request: addresses.append(request.url))
    page = visit.open(link_of([DEADLINE, "còn báo cáo năm?"], {"locality": "tỉnh Gia Lai"}))
    expect(page.locator(".turn")).to_have_count(2)
    expect(visit.last.locator(".said")).to_contain_text("30/10/2020")
    expect(page.locator(".chosen")).to_have_text("tỉnh Gia Lai")
    assert not any("hoi=" in address.partition("#")[0] for address in addresses)
    page.get_by_role("button", name="Chép liên kết").click()
    expect(page.get_by_role("button", name="Đã chép liên kết")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.removeprefix(shipped).startswith("/#hoi=")


def test_a_broken_link_opens_the_page_as_ever(visitor: Visitor, shipped: str) -> None:
    for fragment in ("/#hoi=", "/#hoi=%%%", "/#hoi=bm9uZQ", link_of([], {}), link_of(["x" * 2001], {"year": 1})):
        visit = visitor(shipped)
        page = visit.open(fragment)
        expect(visit.field).to_be_visible()
        expect(page.locator(".turn")).to_have_count(0)
        page.context.close()


def test_a_citation_is_copied_as_a_report_wants_it(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped, permissions=["clipboard-read", "clipboard-write"])
    page = visit.open("/")
    turn = visit.ask(DEADLINE)
    turn.get_by_role("button", name="Sao chép trích dẫn").click()
    expect(turn.get_by_role("button", name="Đã sao chép")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“- Chỉ đạo thực hiện nghiêm chế độ thông tin")
    assert copied.endswith(
        "(Kế hoạch số 614/KH-UBND ngày 24/3/2020 của UBND tỉnh Gia Lai, Mục III.2, gạch đầu dòng thứ 4)"
    )


def test_paper_holds_questions_answers_and_sources_only(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped)
    page = visit.open("/")
    visit.ask(DEADLINE)
    page.get_by_role("button", name="In kèm căn cứ").click()
    paper = page.frame_locator("iframe").locator("body")
    expect(paper).to_contain_text(DEADLINE)
    expect(paper.locator("q")).to_contain_text("báo cáo 06 tháng")
    expect(paper).to_contain_text("Kế hoạch số 614/KH-UBND")
    expect(paper.locator("button")).to_have_count(0)


def test_without_a_script_the_form_answers(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped, java_script_enabled=False)
    page = visit.open("/")
    page.get_by_label("Câu hỏi của bạn").fill(DEADLINE)
    page.get_by_role("button", name="Gửi câu hỏi").click()
    expect(page.locator(".said")).to_contain_text("Trước ngày 30/5/2020")
    expect(page.get_by_role("link", name="Đọc trong văn bản")).to_be_visible()
    visit.picture("chat-without-script")


@pytest.mark.parametrize(("button", "suffix", "begins"), [("Tải Word", ".docx", b"PK"), ("Tải Markdown", ".md", b"#")])
def test_a_conversation_is_taken_along_as_a_file(
    visitor: Visitor, shipped: str, button: str, suffix: str, begins: bytes
) -> None:
    visit = visitor(shipped)
    page = visit.open("/")
    visit.ask(DEADLINE)
    with page.expect_download() as taken:
        page.get_by_role("button", name=button).click()
    assert taken.value.suggested_filename.endswith(suffix)
    held = Path(taken.value.path()).read_bytes()
    assert held.startswith(begins)
    assert suffix == ".docx" or "báo cáo 06 tháng (trước ngày 30/5/2020)" in held.decode()
    expect(page.get_by_role("button", name="Đã tải về")).to_be_visible()


def test_the_page_says_when_questions_are_kept(visitor: Visitor, serve: Serve) -> None:
    assistant = double()
    keeper = QuestionKeeper(MemoryQuestions(), 30)
    app = create_app(assistant, assistant.documents, assistant.documents.readiness, keeper=keeper)
    visit = visitor(serve(app))
    page = visit.open("/")
    expect(page.get_by_text("lưu lại trong 30 ngày")).to_be_visible()
    assert visit.accessibility_faults() == []


def test_in_a_large_store_documents_are_found_by_name_and_chosen(visitor: Visitor, serve: Serve) -> None:
    stored = [sample_document(f"d-{n}", f"xã Mẫu {n}", f"{n}/KH-UBND") for n in range(1, 61)]
    assistant = SampleAssistant(SampleDocuments(stored))
    visit = visitor(serve(create_app(assistant, assistant.documents, assistant.documents.readiness)))
    page = visit.open("/?van-ban=d-60")
    expect(page.locator(".holdings li")).to_have_count(30)
    expect(page.locator(".holdings li").first.get_by_role("checkbox")).to_be_checked()
    expect(page.get_by_role("link", name="Xem cả 60 văn bản")).to_be_visible()
    page.get_by_role("checkbox").first.uncheck()
    expect(page.locator(".chosen")).to_have_text("tất cả 60 văn bản")
    page.get_by_label("Tìm theo tên, số, cơ quan").fill("ke hoach xa mau 17")
    page.get_by_role("checkbox").check()
    page.get_by_label("Tìm theo tên, số, cơ quan").fill("")
    expect(page.locator(".holdings li")).to_have_count(30)
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    page.get_by_role("button", name="Xem thêm 48").click()
    expect(page.locator(".chips").first.get_by_role("button")).to_have_count(60)
    assert visit.accessibility_faults() == []
    visit.picture("chat-large-store")


def test_what_was_typed_is_looked_for_in_documents_beyond_the_list(visitor: Visitor, serve: Serve) -> None:
    stored = [sample_document(f"d-{n}", f"xã Mẫu {n}", f"{n}/KH-UBND") for n in range(1, 511)]
    assistant = SampleAssistant(SampleDocuments(stored))
    visit = visitor(serve(create_app(assistant, assistant.documents, assistant.documents.readiness)))
    page = visit.open("/")
    page.get_by_label("Tìm theo tên, số, cơ quan").fill("xã mẫu 509")  # the list holds the first 500
    expect(page.locator(".holdings li")).to_have_count(0)
    page.get_by_role("link", name="Tìm “xã mẫu 509” trong cả 510 văn bản").click()
    expect(page.get_by_role("link", name=re.compile("xã Mẫu 509")).first).to_be_visible()
