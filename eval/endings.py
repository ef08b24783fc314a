"""Learn after which syllables no sentence ends: `python -m eval.endings FILE.jsonl.xz … --out rag/data/endings.json`.

Each line of a file is a JSON object with a `text`. Written are syllables, each with those behind which it may end a
sentence after all: "kế" ends none, but in "thừa kế" and a few more.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from corpus.folding import nfc

_WORD = re.compile(r"[^\W_]+|[^\w\s]")
_LEAST = 300  # occurrences of a syllable that is judged
_LEAST_OF_PAIR = 20
_LEAST_OF_REST = 100  # occurrences behind syllables that are not in its list
_RARELY = 0.006  # share of its occurrences that end a sentence
_OFTEN_ENOUGH = 0.012  # share of the occurrences of a pair


def main(arguments: Sequence[str] | None = None) -> None:
    """Count endings and write the table."""
    parser = argparse.ArgumentParser(prog="python -m eval.endings")
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    table = endings(text for path in options.files for text in _texts(path))
    lines = ",\n".join(
        f"{json.dumps(w, ensure_ascii=False)}: {json.dumps(' '.join(b), ensure_ascii=False)}" for w, b in table
    )
    options.out.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def endings(texts: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return the syllables that hardly end a sentence, each with those behind which it does, both in order."""
    seen: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    pair_ends: Counter[tuple[str, str]] = Counter()
    for text in texts:
        for before, word, closes in _followed(text):
            seen[word] += 1
            ends[word] += closes
            if before:
                pairs[before, word] += 1
                pair_ends[before, word] += closes
    closing: defaultdict[str, list[str]] = defaultdict(list)
    for (before, word), count in pairs.items():
        if count >= _LEAST_OF_PAIR and before.isalpha() and pair_ends[before, word] / count >= _OFTEN_ENOUGH:
            closing[word].append(before)
    table = []
    for word in sorted(word for word, count in seen.items() if count >= _LEAST and word.isalpha() and len(word) > 1):
        rest = seen[word] - sum(pairs[before, word] for before in closing[word])
        rest_ends = ends[word] - sum(pair_ends[before, word] for before in closing[word])
        if rest >= _LEAST_OF_REST and rest_ends / rest < _RARELY:
            table.append((word, sorted(closing[word])))
    return table


def _followed(text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each syllable with the one right before it, "" behind a mark, and whether a sentence ends behind it."""
    found = _WORD.findall(nfc(text).lower())
    before = ""
    for word, following in zip(found, [*found[1:], "."], strict=False):  # no word, no pair
        if word[0].isalnum():
            yield before, word, following in {".", ";"}
        before = word if word[0].isalnum() else ""


def _texts(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield str(json.loads(line)["text"])


if __name__ == "__main__":
    main()
