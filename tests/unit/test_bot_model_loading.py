"""The language model is loaded while the bot starts, and costs no answer when it cannot be."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from danvan.telegram import load_beside
from danvan.wiring import House
from rag.errors import ConfigurationError


@dataclass
class _Model:
    failure: ConfigurationError | None = None
    loaded: threading.Event = field(default_factory=threading.Event)
    loader: str = ""

    def load(self) -> None:
        self.loader = threading.current_thread().name
        self.loaded.set()
        if self.failure is not None:
            raise self.failure


def house(model: _Model | None) -> House:
    nothing = cast(Any, None)
    return House(nothing, nothing, nothing, cast(Any, model))


def test_it_is_loaded_beside() -> None:
    model = _Model()
    load_beside(house(model))
    assert model.loaded.wait(5)
    assert model.loader != threading.current_thread().name


def test_one_that_cannot_be_loaded_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    model = _Model(ConfigurationError("Thiếu thư viện."))
    load_beside(house(model))
    for thread in threading.enumerate():
        if thread.name == "danvan-bot-model":
            thread.join(5)
    assert "Thiếu thư viện." in caplog.text


def test_there_may_be_none() -> None:
    load_beside(house(None))
