"""Why sentences of a language model did not stand as they were written, in words for an evaluator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from eval.rows import RunRow

_WORDS = {
    "no_citation": "không dẫn đoạn nào",
    "unknown_citation": "dẫn đoạn không có",
    "unfinished": "câu bị đứt",
    "foreign": "không phải câu tiếng Việt thường, hoặc có liên kết, mã",
    "quote": "trích trong ngoặc kép không nguyên văn",
    "document": "số hiệu văn bản khác",
    "section": "mục, khoản, điểm khác",
    "value": "ngày, con số không có trong căn cứ",
    "pairing": "ngày, con số gắn với việc khác",
    "name": "tên cơ quan, nơi, người không có trong căn cứ",
    "negation": "thêm hoặc mất “không”, “chưa”",
    "modality": "đổi “phải”, “có thể”",
    "half": "bỏ sót điều kiện, ngoại lệ hoặc giới hạn",
    "words": "nói nhiều hơn căn cứ",
}


def faults_told(rows: Iterable[RunRow]) -> str | None:
    """Return in one line how often each fault was found, the commonest first; None when there was none."""
    found: Counter[str] = Counter()
    for row in rows:
        found.update(row.proof.faults if row.proof else {})
    if not found:
        return None
    told = "; ".join(f"{_WORDS.get(name, name)} {count}" for name, count in found.most_common())
    return f"Lỗi tìm thấy trong câu của mô hình: {told}."
