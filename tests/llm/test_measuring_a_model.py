"""`danvan eval run --mode generative`: what becomes of a model's sentences is measured, and which model it was."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from danvan.commands.evaluation.run import Shown, Wanted, run_sets
from danvan.exit_codes import ExitCode
from danvan.settings import Settings
from eval.rows import RunSummary
from rag.errors import ConfigurationError
from tests.llm.scripted_server import Received, Reply, ScriptedServer, says

pytest.importorskip("langchain_openai")

WRONG = "Ngoài ra, mỗi đơn vị được thưởng 5 triệu đồng [1]."


def first_passage_and_a_lie(request: Received) -> Reply:
    """Say what the first passage says, and something that no passage says."""
    asked = str(request.body["messages"][-1]["content"])
    found = re.search(r"<doan[^>]*>\n(.*?)\n</doan>", asked, re.DOTALL)
    words = found.group(1) if found else ""
    return says(f"{words.strip(' -./;')} [1]. {WRONG}")


def test_sentences_kept_and_dropped_are_figures_of_the_run(
    server: ScriptedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.script(first_passage_and_a_lie)
    settings = Settings(_env_file=None, data_dir=tmp_path / "kho", llm_url=server.url, llm_model="nho")
    wanted = Wanted(sets=("dev",), limit=4, mode="generative")
    assert run_sets(settings, wanted, Shown(out=tmp_path / "run", as_json=True)) is ExitCode.OK
    summary = RunSummary.model_validate(json.loads(capsys.readouterr().out))
    figures = {figure.key: figure for figure in summary.figures}
    assert figures["sentences_kept"].value >= 0.25
    assert figures["sentences_dropped"].value >= 0.25
    assert figures["told"].n > 0
    assert figures["unwritten"].value == 0
    assert (summary.settings["mode"], summary.settings["model"]) == ("generative", "nho")
    assert "5 triệu" not in (tmp_path / "run" / "rows.jsonl").read_text(encoding="utf-8")


def test_without_a_model_there_is_nothing_to_measure(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path / "kho")
    with pytest.raises(ConfigurationError, match="DANVAN_LLM_MODEL"):
        run_sets(settings, Wanted(sets=("dev",), limit=1, mode="generative"), Shown(out=tmp_path / "run"))
