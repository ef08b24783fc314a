"""Sentences of another hand: read with their clauses, caught or kept, and a line that is none named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.planted.rows import judged, rates, read_rows
from rag.verification.verify import Verifier

CLAUSES = [
    {"text": "1. Các xã báo cáo quý trước ngày 20 của tháng cuối quý.", "label": "Mục III.1"},
    {"text": "2. Phòng Nội vụ tổng hợp, báo cáo Ủy ban nhân dân huyện trước ngày 25/12/2023.", "label": "Mục III.2"},
]


def rows_file(folder: Path, *rows: dict[str, object]) -> Path:
    """Write rows over the two clauses and return their file."""
    path = folder / "rows.jsonl"
    lines = [json.dumps({"document": "x", "clauses": CLAUSES, **row}, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_rows_are_told_by_kind(tmp_path: Path) -> None:
    right = "Phòng Nội vụ tổng hợp, báo cáo UBND huyện trước ngày 25 tháng 12 năm 2023."
    path = rows_file(
        tmp_path,
        {"claim": right, "cites": [2], "kind": "right", "bearing": 2},
        {"claim": right.replace("25", "26"), "cites": [2], "kind": "day", "bearing": None},
        {"claim": right, "cites": [1], "kind": "wrong_id", "bearing": 2},
        {"claim": right, "cites": [2], "kind": "day", "bearing": None},
    )
    told = {rate.kind: (rate.met, rate.total) for rate in rates(judged(read_rows(path, []), Verifier()))}
    assert told == {"day": (1, 2), "wrong_id": (1, 1), "right": (0, 1)}


def test_a_line_that_is_no_row_is_named(tmp_path: Path) -> None:
    path = rows_file(tmp_path, {"claim": "Các xã báo cáo quý.", "cites": [1], "kind": "right"}, {"claim": "Không."})
    with pytest.raises(ValueError, match="line 2"):
        read_rows(path, [])
