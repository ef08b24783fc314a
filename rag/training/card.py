"""The model card that lies beside the weights: what it is, how it was made, how good it is, where it ends."""

from __future__ import annotations

from pathlib import Path

from rag.training.drawing import Mixture
from rag.training.loop import Schedule
from rag.training.measuring import Quality
from rag.training.report import Comparison, TrainingReport

_HEAD = """\
---
language: vi
license: apache-2.0
library_name: sentence-transformers
pipeline_tag: sentence-similarity
tags: [static-embeddings, retrieval, vietnamese, legal, administrative]
---

# danvan-static

The encoder that ships with danvan: a table of vectors for folded Vietnamese syllables and pairs of neighbours. A text
is the sum of the vectors of its terms, each weighted by the square root of how often it occurs, made unit length.
Text with or without diacritics, in any case, Unicode form and tone style has the same vector; so have an abbreviation
of administrative writing ("UBND") and its long form.
"""

_USE = """\
## Use

Without torch, as danvan does it:

```python
from pathlib import Path
from rag.adapters.static_encoder import StaticEncoder

encoder = StaticEncoder(Path("rag/models/danvan-static"))
encoder.encode_query("thời hạn giải quyết khiếu nại") @ encoder.encode_passages(["Thời hạn giải quyết ..."]).T
```

With sentence-transformers 6.2, danvan installed. The flag is needed because the first module is danvan's own class;
nothing is fetched:

```python
from sentence_transformers import SentenceTransformer

model = SentenceTransformer("rag/models/danvan-static", trust_remote_code=True)
```

Files: `model.safetensors` (`packed`, four bits a number, and `scale`, float16 per row: `rag/adapters/term_table.py`),
`vocabulary.txt` (one term per line, in row order), `static_config.json`. No pickle.
"""

_LIMITS = """\
## Limits

- Learnt from Vietnamese law, from questions of citizens about it, and from official documents with made questions;
  hardly any of them is a plan or letter of a dân vận body.
- The order of words counts only within pairs; negation, conditions and who does what to whom are hardly seen.
- Document numbers, dates and percentages have no vector: the lexical index finds those.
- Words of other languages, names of persons and rare places are mostly unknown to it.
- The judgements of the held-out questions were read off citations: a right article that was not cited counts as
  wrong, so that all figures are low estimates, for every method alike.

## Licence

Apache-2.0. The law texts are official texts, outside copyright (Law on Intellectual Property, article 15). The
questions and answers of the help site were used for learning only; none of their text is in these files.
"""


def write_card(folder: Path, report: TrainingReport, mixture: Mixture, schedule: Schedule) -> None:
    """Write README.md into a model folder."""
    parts = [_HEAD, _USE, _making(report, mixture, schedule), _quality(report), _LIMITS]
    (folder / "README.md").write_text("\n".join(parts), encoding="utf-8")


def _making(report: TrainingReport, mixture: Mixture, schedule: Schedule) -> str:
    counts = report.examples
    losses = ", ".join(f"{loss:.3f}" for loss in report.losses)
    return f"""\
## How it was made

- Data: {counts["articles"]:,} articles of Vietnamese law in force (electronic codification),
  {counts["answered"]:,} natural questions with answers, {counts["judged"]:,} natural questions with the articles
  that their answers cite; {counts["clauses"]:,} clauses of whole official documents, cut as the product cuts them;
  documents of `rag/training/held_back.txt`, which the product is measured on, are not among them.
- Held back by page of the help site (hash of the page's id): {counts["test"]:,} questions for the figures below,
  {counts["dev"]:,} for choosing settings; {counts["dropped"]:,} near copies of these were left out of the rest.
- Pairs shown in one epoch: title and article ({mixture.titles:.0%} of the articles), {mixture.sentences} sentence(s)
  of each article and the rest of it, half the words of a sentence and its clause beside up to three sibling clauses
  ({mixture.clauses:.0%} of the articles), each question with its answer and a cited article, {mixture.questions} x,
  and with one paragraph of its answer, {mixture.paragraphs} x; questions made by rule and the clause of a document
  that they were made of, beside up to seven other clauses of the document ({mixture.documents:.0%} of the documents).
- Loss: symmetric cross-entropy over the cosines of a batch of {schedule.batch:,}, times {schedule.scale:g};
  the others of the batch are the counter-examples.
- {schedule.dropout:.0%} of the terms of a text are left out each time it is shown.
- Start: random directions, length by the root of inverse document frequency. Adagrad with one accumulator per row,
  rate {schedule.rate:g} falling in a line; {schedule.epochs} epochs, mean loss {losses}.
- Learnt in {report.learnt} dimensions, of which the {report.dimension} principal ones of articles, clauses and
  questions are kept.
- {report.vocabulary:,} terms x {report.dimension} dimensions, four bits a number; {report.bytes / 1e6:.1f} MB.
  Seed {report.seed}.
- {report.seconds / 60:.1f} minutes by the clock, reading included.
- Command: `danvan train-encoder --data DIR --out DIR --seed {report.seed}`. The same seed and data give the same table
  bit by bit on the same machine, numpy and number of BLAS threads, and within float tolerance elsewhere.
"""


def _quality(report: TrainingReport) -> str:
    made = report.comparison
    return f"""\
## Quality

{report.examples["test"]:,} unseen natural questions over {report.examples["articles"]:,} articles;
95 % intervals by bootstrap over pages. Printed by the command above.

| ranking | nDCG@10 | R@1 | R@10 |
|---|---|---|---|
{_rows(made)}
The weight of BM25 in the sum ({made.weight:g}, BM25 divided by the question's best score) was chosen on the
{report.examples["dev"]:,} development questions, on which the encoder alone has nDCG@10 {made.dev_encoder}.
"""


def _rows(made: Comparison) -> str:
    rows = [
        ("BM25 over syllables and pairs", made.bm25),
        ("this encoder", made.encoder),
        ("this encoder before quantisation", made.unquantised),
        ("weighted sum of BM25 and this encoder", made.fused),
    ]
    return "".join(f"| {name} | {_cells(measured)} |\n" for name, measured in rows)


def _cells(measured: Quality) -> str:
    return f"{measured.ndcg} | {measured.first} | {measured.recall}"
