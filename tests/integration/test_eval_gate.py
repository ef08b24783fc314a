"""The gate itself: the development sets over the shipped documents reach what is pinned in `eval/gate.toml`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from danvan.commands.evaluation.gate import gate
from danvan.exit_codes import ExitCode
from danvan.settings import Settings


def test_no_pinned_figure_has_fallen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path / "kho")
    code = gate(settings, None, update=False, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert [one for one in told["pins"] if one["fell"]] == []
    assert code == ExitCode.OK
    assert not settings.data_dir.exists()  # the store of the settings is left alone
