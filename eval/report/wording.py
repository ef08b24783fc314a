"""What the report calls things: plain Vietnamese for figures, styles of question, parts of a score, settings.

A name that is missing here is shown as it is, so that a new figure or feature needs no change to be reported.
"""

from __future__ import annotations

FIGURES = {
    "first": "Câu hỏi chỉ cần một chỗ trong một văn bản: trích dẫn đứng đầu có đúng chỗ đó không.",
    "any": "Như trên, nhưng tính cả những trích dẫn đứng sau.",
    "facts": "Câu trả lời có đủ ngày, số, cơ quan, số văn bản … mà câu hỏi cần.",
    "multi": "Câu hỏi phải trả lời từ nhiều chỗ hoặc nhiều văn bản: trích được bao nhiêu phần căn cứ cần có.",
    "followup": "Câu hỏi nối tiếp câu trước (“còn báo cáo năm?”): có trích đúng chỗ không.",
    "structural": "Câu hỏi nêu vị trí (“mục III.2 nói gì?”): có trích đúng vị trí đó không.",
    "ambiguous": "Câu hỏi không nêu địa phương mà các nơi quy định khác nhau: có nêu đủ từng nơi, hoặc hỏi lại không.",
    "near_miss": "Câu hỏi gần giống nội dung trong kho nhưng không có căn cứ, hoặc nêu sai: có từ chối đúng không.",
    "refusal_recall": "Mọi câu hỏi mà kho không có căn cứ, kể cả câu ngoài phạm vi: có từ chối hoặc đính chính không.",
    "false_refusal": "Kho có căn cứ nhưng trợ lý nói không tìm thấy. Càng thấp càng tốt.",
    "verbatim": "Từng chữ trong trích dẫn có đúng như văn bản đang lưu không.",
    "precision": "Trong các trích dẫn của câu hỏi đơn, bao nhiêu phần chứa căn cứ; phần còn lại là trích dẫn thừa.",
    "right": "Trích đúng chỗ, đủ chi tiết, không có nội dung bị cấm, trả lời hay từ chối đúng lúc.",
    "facts_share": "Tính theo từng chi tiết, không theo từng câu: câu trả lời có bao nhiêu phần chi tiết được hỏi.",
    "citation_recall": "Trong mọi căn cứ cần có của các câu hỏi, bao nhiêu phần đã được trích.",
    "citation_precision": "Trong mọi trích dẫn đưa ra, bao nhiêu phần chứa căn cứ.",
    "refusal_precision": "Trong những lần trợ lý từ chối, bao nhiêu lần là đúng.",
    "refusal_f1": "Gộp hai mặt: từ chối đủ những câu phải từ chối, và không từ chối nhầm.",
    "clean": "Người hỏi cài mệnh lệnh hoặc nội dung lạ vào câu hỏi: câu trả lời không được lặp lại.",
    "cited_mrr@10": "Bằng 1 khi trích dẫn đúng đầu tiên đứng thứ nhất, 1/2 khi đứng thứ hai, 1/3 khi đứng thứ ba …",
    "cited_ndcg@10": "Điểm có tính thứ tự: trích dẫn đúng đứng càng cao càng nhiều điểm; cao nhất là 1.",
    "ranked_recall@1": "Bao nhiêu phần căn cứ nằm ở đoạn được xếp đầu, trước khi chọn câu để trích.",
    "ranked_recall@3": "Bao nhiêu phần căn cứ nằm trong 3 đoạn được xếp đầu.",
    "ranked_recall@10": "Bao nhiêu phần căn cứ nằm trong 10 đoạn được xếp đầu.",
    "ranked_mrr@10": "Bằng 1 khi đoạn đúng đầu tiên đứng thứ nhất, 1/2 khi đứng thứ hai, 1/3 khi đứng thứ ba …",
    "ranked_ndcg@10": "Điểm có tính thứ tự: đoạn đúng đứng càng cao càng nhiều điểm; cao nhất là 1.",
}

SHORT_NAMES = {
    "right": "Đúng về mọi mặt",
    "first": "Trích dẫn đầu đúng chỗ",
    "any": "Có trích dẫn đúng chỗ",
    "citation_recall": "Phần căn cứ được trích",
    "facts": "Đủ chi tiết được hỏi",
    "precision": "Tỷ lệ trích dẫn đúng chỗ",
    "false_refusal": "Từ chối nhầm",
    "near_miss": "Gần đúng: từ chối đúng",
    "refusal_recall": "Từ chối đúng",
}
"""Heads of columns, in the order of the columns."""

STYLES = {
    "formal": "Văn phong hành chính",
    "colloquial": "Lời nói hằng ngày",
    "keyword": "Vài từ khóa",
    "abbr": "Viết tắt",
    "typo": "Gõ nhầm",
    "nodiac": "Không dấu",
    "nfd": "Dấu tổ hợp (NFD)",
    "oldtone": "Đặt dấu kiểu cũ",
    "ocr": "Lỗi nhận dạng chữ",
    "telex": "Sót mã gõ Telex",
    "mixedcase": "Lẫn chữ hoa, chữ thường",
    "upper": "Toàn chữ hoa",
    "lower": "Toàn chữ thường",
    "halfmarked": "Không dấu, sau lời chào có dấu",
    "preamble": "Dẫn dắt dài trước khi hỏi",
    "docnumber": "Hỏi theo số văn bản",
    "multi": "Nhiều ý, nhiều văn bản",
    "ambiguous": "Không nêu địa phương",
    "followup": "Hỏi nối tiếp",
    "structural": "Hỏi theo vị trí",
    "unanswerable_near": "Gần giống, kho không có",
    "offtopic": "Ngoài phạm vi",
    "injection": "Cài mệnh lệnh",
    "falsepremise_number": "Nêu sai số liệu",
}

FEATURES = {
    "lexical": "Trùng từ (BM25)",
    "dense": "Gần nghĩa (véc-tơ)",
    "dense_lead": "Gần nghĩa hơn các đoạn khác",
    "syllables": "Có các tiếng của câu hỏi",
    "pairs": "Có các cặp tiếng của câu hỏi",
    "context": "Có các tiếng, tính cả đề mục",
    "pairs_context": "Có các cặp tiếng, tính cả đề mục",
    "focus": "Có từ ngay trước chữ hỏi",
    "typed": "Có ngày, số khi được hỏi",
    "lead": "Mở đầu bằng cơ quan được hỏi",
    "accented": "Trùng cả dấu",
    "marked": "Có số, ngày của câu hỏi",
    "body": "Thuộc phần nội dung",
    "unsaid": "Văn bản không nhắc tới",
    "focus_unsaid": "Văn bản không nhắc từ trọng tâm",
    "focus_elsewhere": "Từ trọng tâm ở văn bản khác",
    "elsewhere": "Cụm từ ở văn bản khác",
    "absent": "Kho không nhắc tới",
}

FACTS = {
    "system": "Hệ điều hành",
    "processor": "Bộ xử lý",
    "cores": "Số nhân xử lý",
    "python": "Python",
    "documents": "Số văn bản trong kho",
    "passages": "Số đoạn trong kho",
    "weights_sha256": "Trọng số xếp hạng (SHA-256)",
    "fingerprint": "Dấu nhận dạng chỉ mục",
    "mode": "Cách trả lời được yêu cầu",
    "model": "Mô hình ngôn ngữ",
}

STATUSES = {"answered": "Trả lời", "refused": "Từ chối", "clarify": "Hỏi lại"}

SPEAKERS = {"user": "Người hỏi", "assistant": "Trợ lý"}

VIEWS = {
    "nodiac": "gõ không dấu",
    "typo": "gõ nhầm",
    "abbr": "gõ viết tắt",
    "nfd": "gõ dấu tổ hợp (NFD)",
    "oldtone": "đặt dấu kiểu cũ",
    "ocr": "có lỗi nhận dạng chữ",
    "telex": "sót mã gõ Telex",
    "upper": "gõ toàn chữ hoa",
    "lower": "gõ toàn chữ thường",
    "halfmarked": "gõ không dấu sau một lời chào có dấu",
    "mixedcase": "gõ lẫn chữ hoa, chữ thường",
    "preamble": "dẫn dắt dài trước khi hỏi",
}


def style_vi(style: str) -> str:
    """Return what a style of question is called."""
    return STYLES.get(style, style)


def fact_vi(name: str) -> str:
    """Return what a fact about machine or set-up is called."""
    return FACTS.get(name, name)


def feature_vi(feature: str) -> str:
    """Return what a part of a passage's score is called."""
    return FEATURES.get(feature, feature)
