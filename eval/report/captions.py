"""How to read each plot, what it says this time, and the same in words for those who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence

from eval.report.numbers import decimal, milliseconds, percent
from eval.rows import RunRow, RunSummary

_KEPT = 0.8  # the coverage at which the risk is told


def of_forest() -> tuple[str, str]:
    """Return caption and text alternative of the plot of headline figures."""
    caption = (
        "Cách đọc: mỗi dòng một tiêu chí. Dấu tròn là giá trị đo được (dấu vuông đỏ: chưa đạt), vạch ngang là khoảng "
        "tin cậy 95%, vạch đứng đen là chuẩn. Vạch ngang càng dài thì càng ít câu hỏi, càng chưa chắc."
    )
    return caption, "Các giá trị, khoảng tin cậy và chuẩn như trong bảng ngay phía trên."


def of_differences() -> tuple[str, str]:
    """Return caption and text alternative of the plot of differences between two runs."""
    caption = (
        "Cách đọc: vạch đứng đen là “không khác”. Dấu tròn là chênh lệch đo được, vạch ngang là khoảng 95%. Vạch ngang "
        "chạm vạch đứng thì chưa thể nói lần nào hơn. Xanh: B tốt hơn; đỏ, dấu vuông: B kém hơn; xám: chưa rõ hoặc như "
        "nhau. Với “bị từ chối”, càng thấp càng tốt."
    )
    return caption, "Các chênh lệch và khoảng 95% như trong bảng ngay bên dưới."


def of_risk(summary: RunSummary) -> tuple[str, str]:
    """Return caption and text alternative of risk against coverage."""
    points = sorted(summary.risk_coverage, key=lambda point: point.coverage)
    whole = points[-1]
    kept = min(points, key=lambda point: abs(point.coverage - _KEPT))
    told = (
        f"Khi trả lời hết, {percent(whole.risk)} số câu trả lời có trích dẫn đầu chưa đúng chỗ; khi chỉ giữ "
        f"{percent(kept.coverage)} số câu chắc nhất, còn {percent(kept.risk)}."
    )
    caption = (
        "Cách đọc: đi từ trái sang phải, trợ lý trả lời từ những câu nó chắc nhất đến mọi câu. Độ tin cậy có ích thì "
        f"đường đi lên dần. {told} Đầu bên trái chỉ có vài câu nên dao động mạnh."
    )
    area = f" Diện tích dưới đường (AURC): {decimal(summary.aurc, 3)}." if summary.aurc is not None else ""
    return caption + area, told


def of_calibration(summary: RunSummary) -> tuple[str, str]:
    """Return caption and text alternative of the reliability diagram."""
    bins = "; ".join(
        f"tự báo {percent(b.mean_confidence)}, đúng {percent(b.accuracy)} ({b.n} câu)" for b in summary.calibration.bins
    )
    ece = summary.calibration.ece
    gap = f" Độ lệch trung bình (ECE): {decimal(ece, 3)}." if ece is not None else ""
    caption = (
        "Cách đọc: mỗi chấm là một nhóm câu, con số bên cạnh là số câu của nhóm. Chấm nằm trên đường đứt: trợ lý tự "
        "báo bao nhiêu thì đúng bấy nhiêu; phía trên: trợ lý dè dặt hơn thực tế; phía dưới: trợ lý quá tự tin. "
        f"“Đúng” ở đây là trích dẫn đầu đúng chỗ.{gap}"
    )
    return caption, f"Từng nhóm: {bins}."


def of_latency(summary: RunSummary) -> tuple[str, str]:
    """Return caption and text alternative of the distribution of latency."""
    times = summary.latency
    told = (
        f"Một nửa số câu được trả lời trong {milliseconds(times.p50)} (p50), 95% trong "
        f"{milliseconds(times.p95)} (p95), 99% trong {milliseconds(times.p99)}; câu lâu nhất {milliseconds(times.max)}."
    )
    return f"Cách đọc: cột càng cao càng nhiều câu có thời gian trả lời đó. {told}", told


def of_rank(summary: RunSummary, otherwise: int, nowhere: int) -> tuple[str, str]:
    """Return caption and text alternative of the rank of the first right place."""
    total = sum(summary.first_right_rank.values()) + otherwise + nowhere
    first = summary.first_right_rank.get(1, 0)
    told = (
        f"Trong {total} câu có căn cứ: {first} câu có đoạn đúng đứng đầu; {otherwise} câu trích đúng bằng cách khác "
        f"(theo vị trí, theo danh sách nhiệm vụ …); {nowhere} câu không tìm thấy đoạn đúng."
    )
    caption = (
        "Cách đọc: chương trình tìm các đoạn văn bản rồi xếp thứ tự. Cột “1” là những câu có đoạn đúng đứng đầu; cột "
        f"xám là những câu không cần xếp hạng; cột đỏ là những câu không tìm thấy đoạn đúng. {told}"
    )
    return caption, told


def unranked(rows: Sequence[RunRow]) -> tuple[int, int]:
    """Return how many questions with evidence had it cited though no ranked place held it, and how many had not."""
    without = [row for row in rows if row.gold and row.verdict.rank is None]
    otherwise = sum(row.verdict.cited for row in without)
    return otherwise, len(without) - otherwise
