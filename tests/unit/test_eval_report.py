"""The report of a run: all failures, the summary's own numbers, nothing that runs or reaches out, however sparse."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from eval.reply_faults import faults_of
from eval.report import write_report
from eval.rows import (
    Calibration,
    CalibrationBin,
    CitedPlace,
    ConsideredPassage,
    DocumentFigures,
    Figure,
    Latency,
    LatencyBin,
    Proof,
    RiskPoint,
    RunRow,
    RunSummary,
    Said,
    SetUsed,
    StyleFigures,
)
from eval.run_folder import RunUnreadable, write_run
from eval.testing import EVIDENCE, cited_place, sample_row
from rag.errors import ConfigurationError

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)> javascript:x $x^2$ </style>"


def place(text: str = EVIDENCE, *, gold: bool = True) -> CitedPlace:
    """Return a citation of a text."""
    return cited_place(1, *([0] if gold else []), quote=text)


def weighed(text: str = EVIDENCE, *, gold: bool = True, score: float = 0.5) -> ConsideredPassage:
    """Return a passage that was weighed."""
    return ConsideredPassage(
        document_id="d",
        title="Kế hoạch",
        label="Mục I",
        text=text,
        relevance=1.25,
        score=score,
        features={"lexical": 0.75, "một đặc trưng mới": 0.25},
        holds_gold=gold,
    )


def row(id_: str, verdict: dict[str, Any] | None = None, **changes: Any) -> RunRow:
    """Return a row with a right answer, changed as named."""
    told = {"question": f"Câu hỏi {id_}?", "confidence": 0.8, "considered": (weighed(),)}
    return sample_row(id_, verdict, **(told | changes))


def figure(key: str = "first", value: float = 0.963, **changes: Any) -> Figure:
    """Return a figure over 80 questions with a bar that it meets."""
    made = {"key": key, "name_vi": f"Chỉ số {key}", "value": value, "low": 0.9127, "high": 0.9871, "n": 80, "bar": 0.92}
    return Figure.model_validate(made | changes)


def summary(figures: Sequence[Figure] = (figure(),), **changes: Any) -> RunSummary:
    """Return a summary with all that a report can show, changed as named."""
    made: dict[str, Any] = {
        "name": "thu",
        "made_at": "2026-11-21T08:05:00+00:00",
        "danvan_version": "0.1.0",
        "target": "in-process",
        "encoder": "default",
        "sets": (SetUsed(name="thu", questions=3, sha256="ab" * 32),),
        "figures": tuple(figures),
        "by_style": (StyleFigures(style="formal", figures=tuple(figures)),),
        "by_document": (DocumentFigures(document="kh.txt", figures=tuple(figures)),),
        "risk_coverage": (
            RiskPoint(coverage=0.5, risk=0.0, threshold=0.8),
            RiskPoint(coverage=1.0, risk=0.25, threshold=0.2),
        ),
        "calibration": Calibration(
            ece=0.05, bins=(CalibrationBin(low=0.2, high=0.8, mean_confidence=0.5, accuracy=0.75, n=4),)
        ),
        "latency": Latency(p50=5, p95=9, p99=9, max=9, n=3, histogram=(LatencyBin(low=4, high=10, n=3),)),
        "first_right_rank": {1: 2, 3: 1},
    }
    return RunSummary.model_validate(made | changes)


class Read(HTMLParser):
    """What a browser would see: elements with their attributes, and the visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._raw = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._raw = tag if tag in {"style", "script"} else ""

    def handle_endtag(self, tag: str) -> None:
        self._raw = ""

    def handle_data(self, data: str) -> None:
        if not self._raw:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def report(folder: Path, rows: Sequence[RunRow], made: RunSummary | None = None) -> str:
    """Return the report of a run as HTML."""
    write_run(folder, rows, made or summary())
    return write_report(folder).read_text(encoding="utf-8")


UNCITED: dict[str, Any] = {"first": False, "cited": False, "share": 0, "right": False}
FAILURES = {
    "Trích dẫn sai nguyên văn": row("f1", verdict={"verbatim": 0}),
    "Có nội dung bị cấm": row("f2", answer_must_not=("mật",), verdict={"clean": False, "right": False}),
    "Trả lời khi không có căn cứ": row("f3", UNCITED, answerable=False, gold=(), answer_must=()),
    "Từ chối nhầm": row("f4", UNCITED | {"refused": True}, status="refused", citations=()),
    "Hỏi lại không cần thiết": row("f5", UNCITED, status="clarify"),
    "Không trích đúng chỗ": row("f6", UNCITED, citations=(place("khác", gold=False),)),
    "Trích thiếu căn cứ": row("f7", gold=((EVIDENCE,), ("một căn cứ khác",)), verdict={"share": 0.5, "right": False}),
    "Chỗ đúng không đứng đầu": row("f8", verdict={"first": False, "right": False}),
    "Thiếu chi tiết được hỏi": row("f9", answer="Không rõ", verdict={"covered": 0, "right": False}),
}


@pytest.mark.parametrize("name", FAILURES)
def test_each_kind_of_failure_is_found(name: str) -> None:
    assert [fault.name_vi for fault in faults_of(FAILURES[name])][:1] == [name]


def test_a_right_answer_has_no_fault() -> None:
    assert faults_of(row("a")) == ()
    assert faults_of(row("b", style="ambiguous", status="clarify", verdict={"clarified": True, "cited": False})) == ()


def test_what_is_wrong_in_no_known_way_is_a_failure_all_the_same() -> None:
    assert [fault.key for fault in faults_of(row("a", status="lạ", verdict={"right": False}))] == ["other"]


def test_every_failure_appears_once_under_its_kind(tmp_path: Path) -> None:
    page = Read(report(tmp_path, [row("đúng"), *FAILURES.values()], summary([figure(), figure("right", bar=None)])))
    assert sum(attrs.get("class") == "failure" for tag, attrs in page.elements if tag == "details") == len(FAILURES)
    for name, failed in FAILURES.items():
        assert f"{name} (1 câu) {failed.question}" in page.text
    assert f"{len(FAILURES)} câu chưa đạt được kể lại" in page.text
    assert "Câu hỏi đúng?" not in page.text


def test_a_failure_tells_what_was_due_what_came_and_why(tmp_path: Path) -> None:
    lost = row(
        "f",
        history=(Said(role="user", content="Câu trước?"), Said(role="assistant", content="Lời trước.")),
        answer_must=("30/5", "15/11"),
        answer="Ngày 30 tháng 5 [1]",
        citations=(place("đoạn lạc đề", gold=False),),
        considered=(weighed("đoạn lạc đề", gold=False, score=0.61), weighed(f"Các xã {EVIDENCE}.", score=0.42)),
        note="Chú ý hạn.",
        verdict={"first": False, "cited": False, "share": 0, "covered": 0.5, "rank": 2, "right": False},
    )
    html = report(tmp_path, [lost])
    text = Read(html).text
    for said in ("Câu trước?", "Lời trước.", "đoạn lạc đề", "Chú ý hạn.", "chưa trích", "có 30/5", "thiếu 15/11"):
        assert said in text
    assert "Đoạn chứa căn cứ chỉ đứng thứ 2 (xác suất 42%; đoạn đứng đầu 61%): lỗi ở khâu xếp hạng." in text
    assert "Không trích đúng chỗ Thiếu chi tiết được hỏi" in text
    assert f"Các xã <mark>{EVIDENCE}</mark>." in html
    assert "một đặc trưng mới" in text


def test_where_scores_are_kept_inside_the_rank_is_told(tmp_path: Path) -> None:
    found = row("f1", UNCITED | {"rank": 4}, considered=(), confidence=None)
    missed = row("f2", UNCITED | {"rank": None}, considered=(), confidence=None)
    text = Read(report(tmp_path, [found, missed])).text
    assert "Máy chủ không cho biết điểm số; trong kết quả tìm kiếm, đoạn chứa căn cứ đứng thứ 4." in text
    assert "Máy chủ không cho biết điểm số; trong kết quả tìm kiếm không có đoạn chứa căn cứ." in text


def test_a_quote_that_the_answer_repeats_is_not_printed_twice(tmp_path: Path) -> None:
    quoted = row("f", answer=f"Mục I: “{EVIDENCE}” [1]", considered=(), verdict={"covered": 0, "right": False})
    html = report(tmp_path, [quoted])
    assert html.count(f"<mark>{EVIDENCE}</mark>") == 2  # what was due, and the answer
    assert "(nguyên văn đã có trong câu trả lời)" in html


def test_hostile_text_does_nothing(tmp_path: Path) -> None:
    hostile = row(
        HOSTILE,
        set=HOSTILE,
        style=HOSTILE,
        question=HOSTILE,
        history=(Said(role="user", content=HOSTILE),),
        documents=(HOSTILE,),
        gold=((HOSTILE,),),
        answer_must=(HOSTILE,),
        answer_must_not=(HOSTILE,),
        note=HOSTILE,
        status=HOSTILE,
        answer=HOSTILE,
        citations=(
            place(HOSTILE).model_copy(update={"title": HOSTILE, "label": HOSTILE, "url": "https://example.org"}),
        ),
        related=(place(HOSTILE),),
        notices=(HOSTILE,),
        considered=(weighed(HOSTILE).model_copy(update={"features": {HOSTILE: 0.5}, "label": HOSTILE}),),
        verdict={"right": False},
    )
    sets = (SetUsed(name=HOSTILE, questions=1, sha256=HOSTILE),)
    made = summary([figure(HOSTILE, name_vi=HOSTILE)], name=HOSTILE, made_at=HOSTILE, sets=sets, view=HOSTILE)
    made = made.model_copy(update={"target": HOSTILE, "encoder": HOSTILE, "settings": {HOSTILE: HOSTILE}})
    page = Read(report(tmp_path, [hostile], made))
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img", "iframe", "object", "embed", "link", "form", "base"}
    assert len([tag for tag, _ in page.elements if tag == "svg"]) == 5  # the plots, and no other
    assert HOSTILE.split("$", maxsplit=1)[0].strip() in page.text
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("href", "src", "xlink:href", "action"):
            assert (attributes.get(name) or "#").startswith("#")


def test_nothing_is_fetched(tmp_path: Path) -> None:
    html = report(tmp_path, [row("a"), *FAILURES.values()])
    assert "@import" not in html
    assert {part.split('"')[0] for part in html.split("http://")[1:]} == {
        "www.w3.org/2000/svg",
        "www.w3.org/1999/xlink",
    }
    assert "https://" not in html
    assert "Content-Security-Policy" in html


def test_ids_are_unique_and_links_lead_somewhere(tmp_path: Path) -> None:
    page = Read(report(tmp_path, [*FAILURES.values()]))
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    links = [attrs.get("href") or attrs.get("xlink:href") or "" for _, attrs in page.elements]
    assert {link[1:] for link in links if link} <= set(ids)


def test_the_tables_say_what_the_summary_says(tmp_path: Path) -> None:
    figures = [
        figure(),
        figure("false_refusal", 0.034, low=0.01, high=0.09, n=1190, bar=0.02, at_most=True),
        figure("verbatim", 1.0, low=0.991, high=1.0, n=431, bar=1.0),
        figure("ranked_mrr@10", 0.8878, low=0.83, high=0.935, n=301, bar=None),
        figure("multi", 0.0, low=0.0, high=1.0, n=0),
    ]
    text = Read(report(tmp_path, [row("a")], summary(figures))).text
    assert "96,3% 91,3% – 98,7% 80 ≥ 92% ✓ Đạt chưa chắc" in text
    assert "3,4% 1% – 9% 1190 ≤ 2% ✗ Chưa đạt chưa chắc" in text
    assert "100% 99,1% – 100% 431 ≥ 100% ✓ Đạt Không" not in text
    assert "100% 99,1% – 100% 431 ≥ 100% ✓ Đạt" in text
    assert "0,888 0,830 – 0,935 301" in text
    assert "2/3 tiêu chí đạt chuẩn" in text
    assert "Chỉ số multi" not in text


def test_the_summary_says_what_was_asked_and_what_to_beware_of(tmp_path: Path) -> None:
    sets = (SetUsed(name="dev9", questions=2, sha256="0" * 64),)
    made = summary(sets=sets, view="typo", interrupted=True, target="http://127.0.0.1:8000", commit="abc")
    rows = [row("a"), row("b", verdict={"first": False, "right": False})]
    text = Read(report(tmp_path, rows, made)).text
    assert "50% trả lời đúng về mọi mặt 1 trong 2 câu hỏi" in text
    assert "2 câu hỏi có đáp án, về 1 văn bản; bộ câu hỏi: dev9 (2 câu). Câu hỏi được gõ nhầm." in text
    assert "hỏi máy chủ http://127.0.0.1:8000, lúc 8 giờ 05 ngày 21/11/2026 (UTC)" in text
    assert "bị dừng giữa chừng" in text
    assert "Bộ dev9 được dùng trong khi xây dựng" in text
    assert "Chỉ có 2 câu hỏi" in text
    assert "danvan eval run --set dev9 --view typo --url http://127.0.0.1:8000" in text


def test_a_run_without_failures_says_so(tmp_path: Path) -> None:
    page = Read(report(tmp_path, [row("a")]))
    assert "Không có câu nào chưa đạt." in page.text
    assert not [tag for tag, _ in page.elements if tag == "details"]


def test_a_run_with_next_to_nothing_is_told_all_the_same(tmp_path: Path) -> None:
    bare = summary(
        [],
        by_style=(),
        by_document=(),
        risk_coverage=(),
        calibration=Calibration(ece=None),
        latency=Latency(p50=0, p95=0, p99=0, max=0, n=0),
        first_right_rank={},
    )
    alone = row("a", answerable=False, gold=(), confidence=None, considered=(), citations=(), documents=())
    page = Read(report(tmp_path, [alone], bare))
    assert not [tag for tag, _ in page.elements if tag == "svg"]
    assert page.text.count("không có câu trả lời nào kèm độ tin cậy") == 2
    assert "Không có số liệu." in page.text


def test_a_folder_without_a_run_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(RunUnreadable, match="Không đọc được"):
        write_report(tmp_path)


def test_without_matplotlib_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_run(tmp_path, [row("a")], summary())
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "eval.report" and args[2:3] == (("plots",),) or name == "eval.report.plots":
            raise ModuleNotFoundError("No module named 'matplotlib'", name="matplotlib")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ConfigurationError) as refused:
        write_report(tmp_path)
    assert "danvan[eval]" in refused.value.message_vi
    assert not (tmp_path / "report.html").exists()


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    rows = [row("a"), *FAILURES.values()]
    assert report(tmp_path / "một", rows) == report(tmp_path / "hai", rows)


def test_a_report_of_a_language_model_says_what_became_of_its_sentences(tmp_path: Path) -> None:
    proof = Proof(kept=2, recited=1, dropped=1, faults={"value": 1})
    page = report(tmp_path, [row("x001", proof=proof, mode="generative"), row("x002", proof=Proof(dropped=1))])
    assert "được hỏi 2 lần, 1 lần trả lời bằng lời của mô hình" in page
    assert "trong 5 câu mô hình viết: 2 câu đúng căn cứ đã dẫn, 1 câu được đổi căn cứ, 2 câu bị bỏ" in page
    assert "ngày, con số không có trong căn cứ 1" in page
    assert "Mô hình ngôn ngữ" not in report(tmp_path, [row("x001")])
