"""`danvan ask`: one question, answered by the server that owns the store, or here."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from danvan.console import open_console, print_json
from danvan.exit_codes import ExitCode
from danvan.progress import Say, spinner
from danvan.settings import Settings
from danvan.store import PATIENCE_S, server_url

if TYPE_CHECKING:
    from rag.model import Inquiry

_SEARCHING = "Đang tìm câu trả lời…"


def ask(settings: Settings, question: str, *, as_json: bool) -> ExitCode:
    """Answer a question, print the answer, and return the exit code that tells what kind of answer it was."""
    url = server_url(settings)
    answer = _ask_server(settings, url, question) if url else _ask_here(settings, question)
    if as_json:
        print_json(answer)
    else:
        from danvan.answer_view import show_answer

        show_answer(open_console(), answer)
    return ExitCode.NO_BASIS if answer["status"] == "refused" else ExitCode.OK


def _ask_server(settings: Settings, url: str, question: str) -> dict[str, Any]:
    from danvan.remote import post

    longer_s = settings.llm_whole_s if settings.llm_model else 0.0
    with spinner(_SEARCHING):
        return post(url, "/api/v1/ask", {"question": question, "keep": False}, longer_s)  # nobody told the asker


def _ask_here(settings: Settings, question: str) -> dict[str, Any]:
    from api.rendering import answer_out
    from danvan.wiring import open_house

    with open_house(settings, "ask", graph=False, patience_s=PATIENCE_S) as house, spinner(_SEARCHING) as say:
        return dict(answer_out(house.assistant().answer(_followed(question, say))))


def _followed(question: str, say: Say) -> Inquiry:
    """Return an inquiry that tells how far a language model has come, sentence by sentence."""
    from rag.model import Inquiry

    numbers = count(1)
    return Inquiry(
        question,
        heard=lambda _: say(f"Mô hình ngôn ngữ đang viết, {next(numbers)} câu đã được đối chiếu với văn bản…"),
        wording=lambda: say("Đã tìm thấy căn cứ, mô hình ngôn ngữ đang soạn câu trả lời…"),
    )
