"""The language model as an operator sets it, and what `danvan doctor` says of it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from danvan.checks import Finding, examine
from danvan.language_model import endpoints, language_model
from danvan.settings import Settings, load_settings
from rag.errors import ConfigurationError
from rag.model import Inquiry, Turn
from tests.llm.scripted_server import ScriptedServer, fails, says

pytest.importorskip("langchain_openai")

ROOT = Path(__file__).resolve().parents[2]
KEY = "sk-khong-ai-duoc-thay"


def settings_with(monkeypatch: pytest.MonkeyPatch, **given: str) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(f"DANVAN_LLM_{name.upper()}", value)
    return load_settings()


def found(settings: Settings) -> list[Finding]:
    return [finding for finding in examine(settings) if finding.name == "Mô hình ngôn ngữ"]


def test_without_settings_there_is_no_model_and_nothing_of_a_vendor_is_imported() -> None:
    assert language_model(load_settings()) is None
    asked = (
        "import sys; from danvan.settings import load_settings; from danvan.language_model import language_model; "
        "import danvan.wiring; language_model(load_settings(None)); "
        "print([m for m in sys.modules if m.split('.')[0] in ('langchain', 'langchain_openai', 'openai', 'httpx2')])"
    )
    run = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["url", "key", "second_url"])
def test_settings_of_a_model_without_its_name_are_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="DANVAN_LLM_MODEL") as caught:
        settings_with(monkeypatch, **{name: "http://127.0.0.1:1/v1"})
    assert f"DANVAN_LLM_{name.upper()}" in caught.value.message_vi


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "không phải địa chỉ"),
        ("silence_s", "0"),
        ("whole_s", "lâu"),
        ("output", "xml"),
        ("context_tokens", "500"),
        ("rewrite_s", "-1"),
        ("provider", "Open AI"),
    ],
)
def test_a_wrong_value_is_refused_with_its_name(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match=f"DANVAN_LLM_{name.upper()}"):
        settings_with(monkeypatch, model="nho", **{name: value})


def test_the_second_endpoint_never_sees_the_key_of_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_with(
        monkeypatch, model="nho", url="http://127.0.0.1:1/v1/", key=KEY, second_url="http://127.0.0.1:2/v1"
    )
    first, second = endpoints(settings)
    assert (first.url, first.key, second.model, second.key) == ("http://127.0.0.1:1/v1", KEY, "nho", "")
    assert KEY not in repr(settings)
    assert KEY not in repr(first)


def test_doctor_says_that_there_is_none() -> None:
    (finding,) = found(load_settings())
    assert finding.ok
    assert "không dùng" in finding.words


def test_doctor_asks_each_endpoint_one_question(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.script(says("Có"))
    settings = settings_with(monkeypatch, model="nho", url=server.url, key=KEY, second_url=server.url)
    findings = found(settings)
    assert [finding.ok for finding in findings] == [True, True]
    assert server.asked == 2
    assert all("127.0.0.1" in finding.words and KEY not in finding.words for finding in findings)


def test_doctor_says_in_which_form_the_endpoint_writes(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_with(monkeypatch, model="nho", url=server.url)
    server.script(says('{"cac_cau": [{"cau": "Có", "doan": 1}]}'))
    assert "(theo khuôn JSON)" in found(settings)[0].words
    server.script(fails(400), says("Có"))
    assert "không theo khuôn JSON" in found(settings)[0].words
    server.script(says("Có"))
    assert "không theo khuôn JSON" in found(settings)[0].words


def test_doctor_says_what_to_set_where_a_schema_is_insisted_on_and_refused(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.script(fails(400))
    (finding,) = found(settings_with(monkeypatch, model="nho", url=server.url, output="json"))
    assert not finding.ok
    assert "DANVAN_LLM_OUTPUT=auto" in finding.words


@pytest.mark.parametrize(("status", "word"), [(401, "khóa"), (404, "/v1"), (503, "gặp lỗi")])
def test_doctor_says_what_is_wrong(
    status: int, word: str, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.script(fails(status, KEY))
    (finding,) = found(settings_with(monkeypatch, model="nho", url=server.url, key=KEY))
    assert not finding.ok
    assert word in finding.words
    assert KEY not in finding.words


def test_doctor_tells_of_a_library_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    (finding,) = found(settings_with(monkeypatch, model="nho", provider="anthropic"))
    assert not finding.ok
    assert "pip install" in finding.words


SAID = (Turn("user", "Các thôn ở xã Đồng Xoan gửi báo cáo quý về đâu?"), Turn("assistant", "Về Văn phòng UBND xã [1]."))
FOLLOW_UP = Inquiry("Ok, chừng nào phải gửi?", SAID)


def test_what_is_set_reaches_what_is_sent(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    rewritten = "Các thôn ở xã Đồng Xoan gửi báo cáo quý ngày nào?"
    server.script(says(rewritten))
    model = language_model(settings_with(monkeypatch, model="nho", url=server.url, context_tokens="8192"))
    assert model is not None
    with closing(model), model.reteller().rewriting(FOLLOW_UP) as rewriting:
        assert rewriting is not None
        assert rewriting.words() == rewritten
    assert model.budget.context == 8192
    assert "response_format" not in server.requests[-1].body


def test_follow_ups_are_not_written_anew_where_no_time_is_given_for_it(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = language_model(settings_with(monkeypatch, model="nho", url=server.url, rewrite_s="0"))
    assert model is not None
    with closing(model), model.reteller().rewriting(FOLLOW_UP) as rewriting:
        assert rewriting is None
    assert server.asked == 0
