"""The language model as the settings describe it: one endpoint or two. Nothing is loaded before it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from danvan.settings import Settings
from rag.chat.limits import ChatLimits
from rag.chat.steady import SteadyChatModel, Trying
from rag.chat.structure import looks_structured
from rag.errors import ModelUnavailable
from rag.generation.budget import Budget
from rag.generation.retelling import Reteller
from rag.generation.rewriting import Rewriter
from rag.generation.structured import SCHEMA
from rag.generation.writer import Writer
from rag.ports import ChatMessage, ChatModel, Shaped

if TYPE_CHECKING:
    from pydantic import AnyHttpUrl, SecretStr

    from rag.adapters.chat_model import Endpoint, LangChainChatModel

_PROBE = ChatMessage("user", "Hãy trả lời đúng một từ: Có")
_MOST_ASIDE = 6  # follow-ups that are written anew at the same time
_SHAPED = Shaped((ChatMessage("user", 'Hãy trả lời bằng JSON: {"cac_cau": [{"cau": "Có", "doan": 1}]}'),), SCHEMA)
_PROBE_TOKENS = 256  # models that think first spend some before they write


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of asking an endpoint: what went wrong, if anything did, and whether it wrote JSON as it was asked."""

    name: str
    fault: ModelUnavailable | None
    as_json: bool


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """The endpoints in order of preference, and the one model that they make together.

    `aside` is the same for what nobody waits long for: it is not tried again, and takes no place from the others.
    """

    chat: ChatModel
    aside: ChatModel
    endpoints: tuple[LangChainChatModel, ...]
    budget: Budget
    rewrite_s: float

    @property
    def most_at_once(self) -> int:
        """Return how many threads may wait for the model at the same time."""
        return Trying().most_at_once + _MOST_ASIDE

    def reteller(self) -> Reteller:
        """Return what the model does for an assistant."""
        rewriter = Rewriter(self.aside, self.rewrite_s) if self.rewrite_s else None
        return Reteller(Writer(self.chat, budget=self.budget), rewriter)

    def load(self) -> None:
        """Import what the endpoints need, so that the first question does not wait; raise ConfigurationError."""
        for endpoint in self.endpoints:
            endpoint.load()

    def trial(self) -> Iterator[Tried]:
        """Ask each endpoint one question and yield what came of it. Raises ConfigurationError."""
        self.load()
        for endpoint in self.endpoints:
            try:
                text = "".join(endpoint.write([_PROBE], max_tokens=_PROBE_TOKENS, cancelled=_never, shaped=_SHAPED))
            except ModelUnavailable as error:
                yield Tried(endpoint.name, error, as_json=False)
            else:
                yield Tried(endpoint.name, None, as_json=looks_structured(text) is True)

    def close(self) -> None:
        """Leave what is being written and let go of the connections."""
        for endpoint in self.endpoints:
            endpoint.close()


def language_model(settings: Settings) -> LanguageModel | None:
    """Return the language model that is set, None when there is none: the vendors are not imported then."""
    if not settings.llm_model:
        return None
    from rag.adapters.chat_model import LangChainChatModel

    where = endpoints(settings)
    # All endpoints together have the silence that is allowed before the first word.
    silence_s = settings.llm_silence_s
    limits = ChatLimits(first_s=silence_s / len(where), gap_s=silence_s, whole_s=settings.llm_whole_s)
    models = tuple(LangChainChatModel(endpoint, limits) for endpoint in where)
    aside = SteadyChatModel(models, Trying(quick_s=0.0, most_at_once=_MOST_ASIDE))
    budget = Budget(settings.llm_context_tokens)
    return LanguageModel(SteadyChatModel(models), aside, models, budget, settings.llm_rewrite_s)


def _never() -> bool:
    return False


def endpoints(settings: Settings) -> list[Endpoint]:
    """Return where the models are, in order of preference."""
    from rag.adapters.chat_model import Endpoint

    output = settings.llm_output
    first = Endpoint(settings.llm_model, _url(settings.llm_url), _key(settings.llm_key), settings.llm_provider, output)
    if settings.llm_second_url is None:
        return [first]
    name = settings.llm_second_model or settings.llm_model
    return [first, Endpoint(name, _url(settings.llm_second_url), _key(settings.llm_second_key), output=output)]


def _url(given: AnyHttpUrl | None) -> str | None:
    return str(given).rstrip("/") if given is not None else None


def _key(given: SecretStr | None) -> str:
    return given.get_secret_value() if given is not None else ""
