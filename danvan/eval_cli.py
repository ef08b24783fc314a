"""The `danvan eval` group: what an evaluator can say. Each command's work is in `danvan/commands/`, imported late."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from danvan.command_group import command_group, read_settings
from danvan.exit_codes import ExitCode
from danvan.vietnamese_help import VietnameseCommand
from rag.errors import ConfigurationError

group = command_group("eval", "Chấm trợ lý theo bộ câu hỏi có đáp án.")


class Telling(StrEnum):
    """Whose words are measured."""

    EXTRACTIVE = "extractive"
    GENERATIVE = "generative"


def _file(text: str) -> Any:
    return typer.Option(metavar="TỆP", help=text, exists=True, dir_okay=False)


@group.command(cls=VietnameseCommand, help="Hỏi lần lượt các câu trong bộ câu hỏi, chấm câu trả lời, in số liệu.")
def run(  # noqa: PLR0913 - one parameter an option
    files: Annotated[list[Path] | None, typer.Argument(metavar="TỆP…", help="Tệp .jsonl của bộ câu hỏi.")] = None,
    sets: Annotated[
        list[str] | None, typer.Option("--set", metavar="TÊN", help="Bộ đi kèm: dev, test …; lặp lại được.")
    ] = None,
    styles: Annotated[
        list[str] | None, typer.Option("--style", metavar="KIỂU", help="Chỉ hỏi kiểu này; lặp lại được.")
    ] = None,
    view: Annotated[
        str | None,
        typer.Option(metavar="CÁCH", help="Hỏi theo cách người dùng gõ: nodiac, typo, ocr, telex …"),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="SỐ", help="Chỉ hỏi chừng này câu đầu mỗi bộ.")] = None,
    url: Annotated[
        str | None, typer.Option(metavar="ĐỊA_CHỈ", help="Máy chủ cần chấm; mặc định: máy chủ đang giữ kho, nếu có.")
    ] = None,
    key: Annotated[str | None, typer.Option(metavar="KHÓA", help="Khóa truy cập của máy chủ cần chấm.")] = None,
    mode: Annotated[
        Telling, typer.Option(metavar="CÁCH", help="extractive: trích nguyên văn; generative: bằng lời của mô hình.")
    ] = Telling.EXTRACTIVE,
    documents: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="THƯ_MỤC", exists=True, help="Chấm trên kho tạm: văn bản đi kèm và văn bản ở đây; lặp lại được."
        ),
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="TÊN", help="Tên của lần chấm; mặc định: tên bộ câu hỏi.")] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="THƯ_MỤC", file_okay=False, help="Nơi ghi kết quả; mặc định: trong thư mục dữ liệu."),
    ] = None,
    failures: Annotated[bool, typer.Option("--failures", help="In cả những câu trả lời chưa đạt.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In số liệu dạng JSON, cho chương trình khác đọc.")] = False,
) -> None:
    """Measure the assistant on question sets."""
    settings = read_settings()
    _need_measures()
    from danvan.commands.evaluation.run import Shown, Wanted, run_sets

    wanted = Wanted(files or (), sets or (), styles or (), view, limit, url, key, documents or (), mode.value)
    raise typer.Exit(run_sets(settings, wanted, Shown(out, name, failures, as_json)))


@group.command(cls=VietnameseCommand, help="So sánh hai lần chấm cùng bộ câu hỏi: chênh lệch có đáng tin không.")
def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help="Thư mục kết quả, hoặc tệp rows.jsonl, của lần trước.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Của lần sau.")],
    html: Annotated[
        Path | None, typer.Option(metavar="TỆP", dir_okay=False, help="Ghi thêm bản so sánh HTML vào tệp này.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON, cho chương trình khác đọc.")] = False,
) -> None:
    """Compare two runs question by question."""
    _need_measures()
    from danvan.commands.evaluation.compare import compare_runs

    compare_runs(a, b, as_json=as_json, html=html)


@group.command(cls=VietnameseCommand, help="Viết lại báo cáo HTML của một lần chấm.")
def report(
    folder: Annotated[
        Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục của lần chấm.", exists=True, file_okay=False)
    ],
) -> None:
    """Write the report of a run anew from its rows and summary."""
    from danvan.commands.evaluation.report import report as write

    write(folder)


@group.command(cls=VietnameseCommand, help="Kiểm tra các chỉ số đã ghim có bị giảm không; giảm thì kết thúc với mã 1.")
def gate(
    pins: Annotated[Path | None, typer.Option(metavar="TỆP", help="Tệp ghim; mặc định: eval/gate.toml đi kèm.")] = None,
    update: Annotated[bool, typer.Option("--update", help="Ghim lại theo số liệu đo được lúc này.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON, cho chương trình khác đọc.")] = False,
) -> None:
    """Fail when a pinned figure fell."""
    settings = read_settings()
    _need_measures()
    from danvan.commands.evaluation.gate import gate as hold

    raise typer.Exit(hold(settings, pins, update=update, as_json=as_json))


@group.command(cls=VietnameseCommand, help="Đo phần tìm kiếm trên một bộ dữ liệu dạng BEIR bất kỳ.")
def retrieval(  # noqa: PLR0913 - one parameter an option
    corpus: Annotated[Path, _file("Kho: mỗi dòng một JSON có _id, text và có thể có title (.jsonl, .xz, .gz).")],
    queries: Annotated[Path, _file("Câu hỏi: mỗi dòng một JSON có _id, text.")],
    qrels: Annotated[Path, _file("Đánh giá: câu hỏi, văn bản, mức liên quan; 3 hoặc 4 cột.")],
    bare: Annotated[bool, typer.Option("--bare", help="Hỏi thêm một lượt không dấu.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, metavar="SỐ", help="Chỉ hỏi chừng này câu đầu tiên.")] = None,
    out: Annotated[Path | None, typer.Option(file_okay=False, help="Ghi số liệu và từng câu vào thư mục này.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")] = False,
) -> None:
    """Measure the product's retrieval on a test set."""
    settings = read_settings()
    _need_measures()
    from danvan.commands.retrieval_evaluation import SetFiles, evaluate

    evaluate(settings, SetFiles(corpus, queries, qrels), bare=bare, limit=limit, out=out, as_json=as_json)


@group.command(
    cls=VietnameseCommand,
    help="Soát bộ câu hỏi: bằng chứng có thật, mã không trùng, bộ dùng để đo không lộ sang bộ dùng để chỉnh.",
)
def check(
    questions: Annotated[
        Path | None, typer.Option(metavar="THƯ_MỤC", exists=True, file_okay=False, help="Mặc định: các bộ đi kèm.")
    ] = None,
    documents: Annotated[
        list[Path] | None,
        typer.Option(metavar="THƯ_MỤC", exists=True, file_okay=False, help="Nơi có văn bản; lặp lại được."),
    ] = None,
    table: Annotated[bool, typer.Option("--table", help="In bảng số câu theo kiểu (Markdown).")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="In JSON Schema của một dòng câu hỏi.")] = False,
) -> None:
    """Prove question sets."""
    from danvan.commands.evaluation.check import print_schema, prove
    from eval.question_set import DOCUMENT_FOLDERS, QUESTIONS

    if schema:
        print_schema()
        return
    raise typer.Exit(prove(questions or QUESTIONS, documents or DOCUMENT_FOLDERS, table=table))


@group.command(cls=VietnameseCommand, help="Đưa câu hỏi không trả lời được, bị chê thành câu hỏi có đáp án.")
def harvest(
    out: Annotated[
        Path | None, typer.Option(metavar="TỆP", help="Viết câu hỏi được giữ ra tệp này để duyệt.", dir_okay=False)
    ] = None,
    accept: Annotated[
        Path | None, typer.Option(metavar="TỆP", help="Tệp đã duyệt cần nhận.", exists=True, dir_okay=False)
    ] = None,
    into: Annotated[
        Path | None, typer.Option(metavar="TỆP", help="Bộ câu hỏi nhận câu đã duyệt; câu đã có trong đó thì bỏ qua.")
    ] = None,
) -> None:
    """Write kept questions for review, or take reviewed ones into a set."""
    settings = read_settings()
    from danvan.commands.evaluation.harvest import accept_reviewed
    from danvan.commands.evaluation.harvest import harvest as run

    if (out is None) == (accept is None):
        raise ConfigurationError("Hãy chọn một: --out TỆP để viết ra, hoặc --accept TỆP --into BỘ để nhận.")
    if out is not None:
        run(settings, out, into)
        return
    if accept is None or into is None:
        raise ConfigurationError("Nhận câu đã duyệt vào đâu? Hãy thêm --into TỆP, ví dụ --into harvested.jsonl.")
    raise typer.Exit(ExitCode.OK if accept_reviewed(settings, accept, into) else ExitCode.INPUT_REFUSED)


def _need_measures() -> None:
    """Raise ConfigurationError where the product was installed without what measuring takes."""
    from importlib.util import find_spec

    if find_spec("ir_measures") is None:
        raise ConfigurationError("Chưa cài các gói để chấm. Hãy chạy: make setup (hoặc pip install 'danvan[eval]').")
