"""The scripted server of a test, and the store of two plans."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.llm.plans import Plans
from tests.llm.scripted_server import ScriptedServer


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """Return a server of this test's own."""
    with ScriptedServer() as scripted:
        yield scripted


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plans]:
    """Return the stores of the two plans."""
    stores = Plans(lambda: tmp_path_factory.mktemp("plans"))
    yield stores
    stores.close()
