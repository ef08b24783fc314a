"""The review file as a page to read beside it: what was asked, what was said, which evidence may be picked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from eval.harvest.review import Line, ReviewRow, Seen, one_line

_STATUS = {"answered": "đã trả lời", "refused": "không trả lời được", "clarify": "hỏi lại"}
_VERDICT = {"up": "người hỏi thấy đúng", "down": "người hỏi thấy chưa đúng"}
_REVIEW = {"todo": "chờ duyệt", "keep": "giữ", "drop": "bỏ"}
_HEAD = """# Câu hỏi cần duyệt

Trang này chỉ để đọc. Quyết định ghi vào tệp {name}, mỗi câu một dòng:

- đổi `"review": "todo"` thành `"keep"` (giữ) hoặc `"drop"` (bỏ);
- giữ thì ghi số của đoạn làm căn cứ vào `"pick"`: `[2]` là đoạn 2; `[1, 3]` là cần cả hai đoạn; `[[1, 3]]` là đoạn nào
  trong hai đoạn cũng được;
- kho không có căn cứ thì để `"pick": []` và đổi `"answerable"` thành `false`;
- xóa hoặc che tên riêng của người dân trong câu hỏi.
"""


def sheet(name: str, lines: Iterable[Line]) -> str:
    """Return the page, in Markdown, for the review file called `name`."""
    parts = [_HEAD.format(name=name)]
    parts += ["\n".join(_entry(line.number, line.row)) for line in lines if line.row is not None]
    return "\n".join(parts)


def _entry(number: int, row: ReviewRow) -> Iterator[str]:
    yield f"## Dòng {number}: {one_line(row.question)}"
    yield ""
    for turn in row.history:
        yield f"- {'Trước đó hỏi' if turn.role == 'user' else 'Trợ lý đáp'}: {one_line(turn.content)}"
    if row.seen is not None:
        yield from _seen(row.seen)
    yield f"- Duyệt: {_REVIEW[row.review]}"
    yield ""
    if not row.suggestions:
        yield "Không tìm được đoạn nào gần câu hỏi.\n"
        return
    yield "Đoạn có thể làm căn cứ:\n"
    for place in row.suggestions:
        cited = " (đã được trích)" if place.cited else ""
        yield f"{place.n}. {place.title}, {place.label}{cited}: “{one_line(place.snippet)}”"
    yield ""


def _seen(seen: Seen) -> Iterator[str]:
    said = [f"hỏi {seen.times} lần", f"mới nhất {seen.newest.day}/{seen.newest.month}/{seen.newest.year}"]
    said += [_STATUS.get(seen.status, seen.status)]
    if seen.verdict is not None:
        said.append(_VERDICT.get(seen.verdict, seen.verdict))
    yield f"- {'; '.join(said)}"
    if seen.confidence is not None:
        yield f"- Độ tin cậy của câu trả lời, theo trợ lý: {seen.confidence:.0%}"
    if seen.filters:
        yield f"- Hỏi trong phạm vi: {', '.join(seen.filters.values())}"
    if seen.comment:
        yield f"- Góp ý: {one_line(seen.comment)}"
    yield f"- Trợ lý đã nói: {one_line(seen.answer)}"
