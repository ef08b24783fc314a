"""An HTTP service over the assistant double: what every client meets, whatever answers behind it."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.testing import SampleAssistant


@pytest.fixture
def assistant() -> SampleAssistant:
    return SampleAssistant()


@pytest.fixture
def client(assistant: SampleAssistant) -> TestClient:
    return TestClient(create_app(assistant, assistant.documents, assistant.documents.readiness))
