"""A whole training run on a small made-up law: it learns, writes a model that loads, and repeats itself."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from rag.adapters.static_encoder import StaticEncoder
from rag.errors import ConfigurationError
from rag.training.loop import Schedule
from rag.training.train import TrainingSettings, train_encoder

MATTERS = [
    "tiếp công dân",
    "giải quyết khiếu nại",
    "bảo vệ rừng",
    "cấp thẻ căn cước",
    "thi đua khen thưởng",
    "đo đạc đất đai",
]
DUTIES = ["thời hạn", "trách nhiệm", "thẩm quyền", "hồ sơ", "kinh phí", "xử lý vi phạm"]


def write_data(folder: Path) -> Path:
    """Write 36 articles, for each ten answered questions on ten pages, two of them judged, and a plan a matter."""
    (folder / "phapdien").mkdir(parents=True)
    (folder / "admin_docs").mkdir()
    (folder / "law_questions").mkdir()
    articles, answered, queries, qrels = [], [], [], ["query-id\tcorpus-id\tscore"]
    for number, (matter, duty) in enumerate((m, d) for m in MATTERS for d in DUTIES):
        text = f"Cơ quan nhà nước quy định {duty} khi {matter} ở địa phương. Người đứng đầu lo {duty} về {matter}."
        text += f" Việc {matter} phải công khai; {duty} được niêm yết tại trụ sở của cơ quan."
        articles.append({"_id": f"a{number}", "title": f"{duty} trong {matter}", "text": text, "demuc": matter})
        for page in range(10):
            question = {
                "_id": f"trang{number}x{page}-1",
                "text": f"Lần {page} tôi hỏi {duty} {matter} số {number * page}",
            }
            answered.append({"_id": question["_id"], "question": question["text"], "answer": text})
            if page < 2:
                queries.append(question)
                qrels.append(f"{question['_id']}\ta{number}\t1")
    write_lines(folder / "phapdien" / "articles.jsonl.xz", articles)
    write_lines(folder / "law_questions" / "qa_pairs.jsonl.xz", answered)
    plans = [{"_id": f"p{number}", "text": plan(matter)} for number, matter in enumerate(MATTERS)]
    write_lines(folder / "admin_docs" / "docs.jsonl.xz", plans)
    write_lines(folder / "law_questions" / "queries.jsonl", queries)
    (folder / "law_questions" / "qrels.tsv").write_text("\n".join(qrels) + "\n", encoding="utf-8")
    return folder


def plan(matter: str) -> str:
    duties = [
        f"{n}. Phòng Nội vụ lo {duty} về {matter} trong năm 2024, báo cáo trước ngày 15/11."
        for n, duty in enumerate(DUTIES, 1)
    ]
    return "\n".join(["KẾ HOẠCH", f"Công tác {matter} năm 2024", "", "I. TỔ CHỨC THỰC HIỆN", *duties])


def write_lines(path: Path, rows: list[dict[str, str]]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_bytes(lzma.compress(text.encode()) if path.suffix == ".xz" else text.encode())


def settings(data: Path, out: Path) -> TrainingSettings:
    schedule = Schedule(epochs=6, batch=64, rate=0.3)
    return TrainingSettings(data, out, learnt=32, dimension=16, pairs=200, schedule=schedule)


def test_a_run_learns_and_writes_a_model_that_loads(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    data = write_data(tmp_path / "data")
    report = train_encoder(settings(data, tmp_path / "out"), lambda *stage: heard.append(stage))
    encoder = StaticEncoder(tmp_path / "out")

    assert report.losses[-1] < report.losses[0]
    assert report.comparison.encoder.recall.mean > 0.5
    files = [path for path in (tmp_path / "out").iterdir() if path.name != "README.md"]
    assert report.bytes == sum(path.stat().st_size for path in files)
    question = encoder.encode_query("thời hạn giải quyết khiếu nại")
    near, far = encoder.encode_passages(["khiếu nại được giải quyết trong thời hạn", "kinh phí bảo vệ rừng"])
    assert question @ near > question @ far
    assert {stage for stage, _, _ in heard} == {"Đọc dữ liệu", "Phân tích", "Cắt văn bản", "Học", "Đo chất lượng"}
    assert all(0 <= done <= whole for _, done, whole in heard)


def test_the_card_names_licence_limits_and_the_measured_figures(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data")
    report = train_encoder(settings(data, tmp_path / "out"), lambda *_: None)
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "license: apache-2.0" in card
    assert "## Limits" in card
    assert str(report.comparison.encoder.ndcg) in card


def test_the_same_seed_gives_the_same_weights_and_another_seed_others(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data")
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        made = settings(data, tmp_path / name)
        train_encoder(TrainingSettings(data, made.out, seed, 16, 200, schedule=made.schedule), lambda *_: None)
    one, again, other = (StaticEncoder(tmp_path / name).encode_query("khiếu nại") for name in ("one", "again", "other"))
    assert one == pytest.approx(again, abs=1e-6)
    assert not np.allclose(one, other)


def test_a_data_folder_without_the_files_is_the_operators_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=str(tmp_path)):
        train_encoder(settings(tmp_path, tmp_path / "out"), lambda *_: None)
