"""What the report says first, in whole sentences: what was measured, what is met, what is missed, what to beware of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.model_faults import faults_told
from eval.report.headline import Line, lines
from eval.report.numbers import decimal, moment, percent
from eval.report.wording import VIEWS
from eval.rows import Figure, RunRow, RunSummary

_FEW = 100  # questions; with fewer no conclusion should be drawn
_SHIPPED_ENCODER = "default"
_READ_WHILE_MADE = "dev"  # how the names of development sets begin


@dataclass(frozen=True, slots=True)
class Opening:
    """The first page in words. `right` of `asked` replies are right in every respect.

    `unsure` counts the figures whose interval holds the bar, so that chance may have decided.
    """

    measured: tuple[str, ...]
    asked: int
    right: int
    right_share: str
    right_interval: str
    met: tuple[Line, ...]
    missed: tuple[Line, ...]
    unsure: int
    cautions: tuple[str, ...]


def opening_of(rows: Sequence[RunRow], summary: RunSummary) -> Opening:
    """Return what is said first of a run."""
    judged = lines(summary.figures)
    right = sum(row.verdict.right for row in rows)
    whole = next((figure for figure in summary.figures if figure.key == "right" and figure.n), None)
    return Opening(
        measured=tuple(_measured(rows, summary)),
        asked=len(rows),
        right=right,
        right_share=percent(right / len(rows)) if rows else "–",
        right_interval=_interval(whole),
        met=tuple(line for line in judged if line.met),
        missed=tuple(line for line in judged if line.met is False),
        unsure=sum(line.unsure for line in judged),
        cautions=tuple(_cautions(rows, summary)),
    )


def _measured(rows: Sequence[RunRow], summary: RunSummary) -> list[str]:
    sets = ", ".join(f"{one.name} ({decimal(one.questions, 0)} câu)" for one in summary.sets)
    documents = {name for row in rows for name in row.documents}
    typed = f" Câu hỏi được {VIEWS.get(summary.view, summary.view)}." if summary.view else ""
    asked = f"{decimal(len(rows), 0)} câu hỏi có đáp án, về {len(documents)} văn bản; bộ câu hỏi: {sets}.{typed}"
    made = f"danvan {summary.danvan_version}" + (f", mã nguồn {summary.commit}" if summary.commit else "")
    encoder = "đi kèm" if summary.encoder == _SHIPPED_ENCODER else summary.encoder
    where = "hỏi thẳng trong chương trình" if summary.target == "in-process" else f"hỏi máy chủ {summary.target}"
    return [
        f"Lần chấm này hỏi trợ lý {asked}",
        f"Bản được chấm: {made}, bộ mã hóa {encoder}; {where}, lúc {moment(summary.made_at)}.",
        *_of_model(rows, summary),
    ]


def _of_model(rows: Sequence[RunRow], summary: RunSummary) -> list[str]:
    """Return what became of a language model's words; nothing where none was asked."""
    proofs = [row.proof for row in rows if row.proof is not None]
    if not proofs:
        return []
    told = sum(row.mode == "generative" for row in rows)
    name = f" {summary.settings['model']}" if "model" in summary.settings else ""
    written = sum(proof.sentences for proof in proofs)
    kept, moved, dropped = (sum(getattr(p, outcome) for p in proofs) for outcome in ("kept", "recited", "dropped"))
    words = (
        f"Mô hình ngôn ngữ{name} được hỏi {len(proofs)} lần, {told} lần trả lời bằng lời của mô hình; trong {written} "
        f"câu mô hình viết: {kept} câu đúng căn cứ đã dẫn, {moved} câu được đổi căn cứ, {dropped} câu bị bỏ."
    )
    return [words, *([faults] if (faults := faults_told(rows)) is not None else [])]


def _interval(whole: Figure | None) -> str:
    return f"{percent(whole.low)} đến {percent(whole.high)}" if whole else ""


def _cautions(rows: Sequence[RunRow], summary: RunSummary) -> list[str]:
    """Return what a reader should know before trusting the figures."""
    said = []
    if summary.interrupted:
        said.append("Lần chấm bị dừng giữa chừng: số liệu chỉ tính những câu đã hỏi.")
    read = [one.name for one in summary.sets if one.name.startswith(_READ_WHILE_MADE)]
    if read:
        said.append(
            f"Bộ {', '.join(read)} được dùng trong khi xây dựng chương trình, nên số liệu có thể đẹp hơn khi dùng thật."
        )
    if 0 < len(rows) < _FEW:
        said.append(f"Chỉ có {len(rows)} câu hỏi: số liệu còn dao động nhiều, chưa nên kết luận.")
    return said
