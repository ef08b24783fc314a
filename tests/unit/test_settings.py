"""Settings: what an operator may say, and how a mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from danvan.settings import PREFIX, SHIPPED_ENCODER, Settings, load_settings
from rag.errors import ConfigurationError

ROOT = Path(__file__).resolve().parents[2]


def test_defaults_need_no_environment(tmp_path: Path) -> None:
    settings = load_settings()
    assert settings.encoder == SHIPPED_ENCODER
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.data_dir == tmp_path / "share" / "danvan"


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("DANVAN_PORT=8100\nDANVAN_HOST=0.0.0.0\n", encoding="utf-8")
    monkeypatch.setenv("DANVAN_PORT", "8200")
    settings = load_settings()
    assert (settings.host, settings.port) == ("0.0.0.0", 8200)


def test_a_home_sign_is_expanded_wherever_it_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".env").write_text("DANVAN_DATA_DIR=~/kho\nDANVAN_ENCODER=~/mo-hinh\n", encoding="utf-8")
    settings = load_settings()
    assert settings.data_dir == tmp_path / "kho"
    assert settings.encoder == str(tmp_path / "mo-hinh")


@pytest.mark.parametrize(("name", "value"), [("PORT", "70000"), ("PORT", "tám nghìn"), ("LOG_LEVEL", "loud")])
def test_a_wrong_value_names_its_variable(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    assert PREFIX + name in caught.value.message_vi
    assert value not in caught.value.message_vi


def test_an_unknown_name_in_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANVAN_DATADIR", "/tmp/x")
    with pytest.raises(ConfigurationError, match="DANVAN_DATADIR"):
        load_settings()


def test_an_unknown_name_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# DANVAN_NOTE=x\nexport DANVAN_PROT=8001\nOTHER=1\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="DANVAN_PROT"):
        load_settings()


def test_settings_cannot_be_changed_afterwards() -> None:
    settings = load_settings()
    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]


def test_every_setting_is_described_and_documented() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert field.description
        assert f"`{PREFIX}{name.upper()}`" in page
        assert f"{PREFIX}{name.upper()}=" in example


def test_the_example_file_holds_only_known_names_and_the_defaults(tmp_path: Path) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    uncommented = "\n".join(
        line.removeprefix("#") if line.startswith("#DANVAN_") else line for line in example.splitlines()
    )
    (tmp_path / ".env").write_text(uncommented, encoding="utf-8")
    settings = load_settings()
    assert settings.model_dump(exclude={"data_dir"}) == Settings(_env_file=None).model_dump(exclude={"data_dir"})
