"""Print the OpenAPI description: `python -m api.description > docs/openapi.json`."""

from __future__ import annotations

import json
import sys

from api.app import create_app
from api.testing import SampleAssistant


def description() -> str:
    """Return the description of the whole door as indented JSON."""
    assistant = SampleAssistant()
    app = create_app(assistant, assistant.documents, assistant.documents.readiness)
    return json.dumps(app.openapi(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(description())
