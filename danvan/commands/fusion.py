"""`danvan fit-fusion`: the weights of retrieval fitted anew on held-out law questions and development question sets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from danvan.progress import progress_bar
from danvan.settings import Settings
from danvan.wiring import build_encoder, index_makers
from rag.errors import ConfigurationError


def fit(settings: Settings, data: Path, questions: Sequence[Path], out: Path, *, ablation: bool) -> None:
    """Fit, write the weights into `out`, and print what each part adds when asked to. Raises ConfigurationError."""
    try:
        from eval.fusion_ablation import ablated, held_samples
        from eval.fusion_samples import product_samples
        from rag.training.fusion import fitted, looked_at
        from rag.training.fusion_samples import small_law, whole_law
        from rag.training.holdout import divide
        from rag.training.lawdata import read_law_data
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"Hiệu chỉnh cần thêm thư viện {error.name}. Hãy cài: pip install -c constraints.txt -e '.[models,eval]'"
        ) from error
    law = read_law_data(data)
    parts = divide(law)
    encoder, makers = build_encoder(settings), index_makers(graph=False)
    try:
        samples = [whole_law(law, parts.dev), *small_law(law, parts.dev), *product_samples(questions)]
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"Không đọc được bộ câu hỏi: {error}") from error
    with progress_bar("Hỏi thử", sum(len(sample.questions) for sample in samples)) as advance:
        rows = list(looked_at(samples, encoder, makers, advance))
    fusion = fitted(rows, encoder.fingerprint)
    fusion.write(out)
    print(f"Đã hiệu chỉnh trên {len(rows)} lượt hỏi, {len(samples)} kho; ghi vào {out}.")
    if ablation:
        held = held_samples(law, parts.test, data / "alqac")
        with progress_bar("Đo từng phần", sum(len(sample.questions) for sample in held)) as advance:
            print(ablated(rows, list(looked_at(held, encoder, makers, advance))))
