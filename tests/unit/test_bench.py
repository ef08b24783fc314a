"""The benchmark's own arithmetic: what it generates, counts and prints."""

import json
import lzma
import os
from pathlib import Path

import pytest

from corpus.testing import document_of
from eval.bench.figures import latency, resident_mb, table, timed
from eval.bench.probes import probes
from eval.bench.report import shown
from eval.bench.service import environment
from eval.bench.texts import law_clauses, mixed_clauses, write_texts


def test_percentiles_are_in_milliseconds_and_ordered() -> None:
    found = latency([n / 1000 for n in range(1, 101)])
    assert (found.p50_ms, found.p95_ms, found.calls) == (50.0, 95.0, 100)
    assert latency([0.002]).p95_ms == 2.0


def test_each_call_is_timed_and_its_result_kept() -> None:
    seconds, results = timed(len, ["a", "bb"])
    assert results == [1, 2]
    assert len(seconds) == 2
    assert min(seconds) >= 0


def test_memory_of_this_process_is_a_plausible_number_of_megabytes() -> None:
    here = resident_mb(os.getpid())
    assert here is None or 10 < here < 100_000


def test_columns_line_up_and_what_is_missing_is_a_dash() -> None:
    lines = table(["store", "ms"], [["nhỏ", 1.5], ["rất lớn", None], ["vừa", 1234567]]).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert lines[3].endswith(" -")
    assert lines[4].endswith("1,234,567")


def test_mixed_clauses_are_the_same_every_time_and_unlike_each_other() -> None:
    once = [clause for _, clause in zip(range(300), mixed_clauses(7), strict=False)]
    again = [clause for _, clause in zip(range(300), mixed_clauses(7), strict=False)]
    assert once == again
    assert len(set(once)) > 290


@pytest.mark.parametrize("packed", [True, False])
def test_law_is_cut_at_paragraphs_into_clauses(tmp_path: Path, packed: bool) -> None:
    rows = [
        {"title": "Phạm vi", "text": "\n".join([f"Khoản {n} " + "x" * 300 for n in range(5)])},
        {"title": "Hai", "text": ""},
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path = tmp_path / ("law.jsonl.xz" if packed else "law.jsonl")
    path.write_bytes(lzma.compress(lines) if packed else lines)
    clauses = list(law_clauses(path))
    assert len(clauses) == 4
    assert clauses[0].startswith("Phạm vi. Khoản 0")
    assert all(len(clause) <= 700 for clause in clauses)


def test_as_many_clauses_are_written_as_were_asked_for(tmp_path: Path) -> None:
    assert write_texts(tmp_path / "texts", 90, None) == 3
    texts = sorted((tmp_path / "texts").iterdir())
    assert len(texts) == 3
    assert "\n10. " in texts[2].read_text(encoding="utf-8")
    assert "\n11. " not in texts[2].read_text(encoding="utf-8")


def test_questions_are_as_many_as_asked_for_and_the_same_every_time() -> None:
    documents = [document_of("kh", ["Gửi báo cáo trước ngày 30 tháng 5 về Phòng Nội vụ để tổng hợp chung"])]
    asked = probes(documents, 20)
    assert asked == probes(documents, 20)
    assert len(asked) == 20
    assert sum("báo cáo trước ngày" in question for question in asked) >= 5


def test_only_the_benchmarks_own_settings_reach_the_product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANVAN_ENCODER", "somebody's")
    env = environment(tmp_path, shipped=False)
    assert "DANVAN_ENCODER" not in env
    assert env["DANVAN_DATA_DIR"] == str(tmp_path)
    assert env["DANVAN_SHIPPED_DOCUMENTS"] == "false"


def test_the_report_gives_ratios_and_says_what_could_not_be_measured() -> None:
    def part(ms: float) -> dict[str, object]:
        return {"build_s": 2.0 * ms, "query": {"p50_ms": ms, "p95_ms": 2 * ms, "calls": 9}, "grown_mb": 1.0}

    stores = [
        {
            "name": "200",
            "failed": {},
            "ingest": {"passages": 200, "seconds": 1.0, "passages_per_s": 200},
            "ours": part(2.0),
            "afternoon": part(14.0),
        },
        {"name": "10,000", "failed": {"service": "danvan serve → 3"}},
    ]
    machine = {"cores": 2, "python": "3.11", "load_before": (0.1, 0, 0), "when": "now"}
    plan = {"clients": 8, "questions": "dev.jsonl"}
    text = shown({"machine": machine, "load_after": (0.2, 0, 0), "plan": plan, "stores": stores})
    ours = next(line for line in text.splitlines() if line.split()[:2] == ["200", "ours"])
    assert ours.split()[-3:] == ["7.00", "7.00", "7.00"]
    assert "NOT MEASURED in store 10,000: service: danvan serve → 3" in text
