"""Every metric by an example worked by hand, and its intervals."""

from __future__ import annotations

import math

import pytest

from eval.clauses import clauses_proving, clusters, unit_of
from eval.confidence import aurc, calibration, outcomes, risk_coverage
from eval.figures import by_document, by_style, figure, figures
from eval.intervals import bootstrap, ratio, wilson
from eval.latency import latency, percentile
from eval.metrics import METRICS, Metric
from eval.model_faults import faults_told
from eval.ranked_evidence import values
from eval.rows import Proof, RunRow
from eval.testing import cited_place, refused_row, sample_question, sample_row, wrong_row
from rag.verification.faults import Fault

BY_KEY = {metric.key: metric for metric in METRICS}


def value(key: str, *rows: RunRow) -> float:
    return ratio(BY_KEY[key].counts(rows))


def test_keys_and_names_are_each_used_once() -> None:
    assert len(BY_KEY) == len(METRICS) == len({metric.name_vi for metric in METRICS})


def test_evidence_in_first_and_in_any_citation() -> None:
    second = sample_row("c", {"first": False, "rank": 2})
    rows = (sample_row("a"), wrong_row("b"), second, sample_row("d"))
    assert value("first", *rows) == 2 / 4
    assert value("any", *rows) == 3 / 4


def test_single_questions_are_those_of_one_document_that_stand_alone() -> None:
    rows = (sample_row("a"), wrong_row("b", style="followup"), wrong_row("c", documents=("a.txt", "b.txt")))
    assert value("first", *rows) == 1
    assert value("followup", *rows) == 0


def test_precision_counts_citations_and_recall_counts_pieces_of_evidence() -> None:
    three = sample_row("a", {"citations": 3, "carrying": 2, "share": 0.5})
    one = sample_row("b")
    assert value("precision", three, one) == (2 + 1) / (3 + 1)
    assert value("citation_recall", three, one) == (0.5 + 1) / 2


def test_refusals_as_precision_recall_and_f1() -> None:
    """Three right refusals, one question answered that should be refused, two refused that should be answered."""
    rows = [refused_row(f"r{n}", answerable=False) for n in range(3)]
    rows.append(wrong_row("missed", answerable=False, style="unanswerable_near", gold=()))
    rows += [refused_row(f"f{n}", answerable=True) for n in range(2)]
    rows += [sample_row(f"a{n}") for n in range(8)]
    assert value("refusal_recall", *rows) == value("near_miss", *rows) == 3 / 4
    assert value("refusal_precision", *rows) == 3 / 5
    assert value("refusal_f1", *rows) == pytest.approx(2 * (3 / 5) * (3 / 4) / (3 / 5 + 3 / 4))
    assert value("false_refusal", *rows) == 2 / 10


def test_facts_count_where_facts_are_asked_for_and_nothing_was_asked_back() -> None:
    half = sample_row("a", {"covered": 0.5})
    none_asked = sample_row("b", {"covered": 1.0}, answer_must=())
    clarified = sample_row("c", {"covered": 0.0, "clarified": True}, style="ambiguous")
    assert value("facts", half, none_asked, clarified, sample_row("d")) == 1 / 2
    assert value("facts_share", half, none_asked, clarified, sample_row("d")) == 1.5 / 2


def test_verbatim_counts_citations_and_leaves_out_what_was_not_checked() -> None:
    rows = (sample_row("a", {"verbatim": 1, "citations": 2}), sample_row("b", {"verbatim": None, "citations": 5}))
    assert value("verbatim", *rows) == 1 / 2


def test_ranked_evidence_is_measured_piece_by_piece() -> None:
    """Two pieces wanted; places prove: nothing, piece 1, piece 1 again, piece 0."""
    places = [cited_place(1), cited_place(2, 1), cited_place(3, 1), cited_place(4, 0)]
    assert values("recall@1", [(2, places)]) == [0.0]
    assert values("recall@3", [(2, places)]) == [0.5]
    assert values("recall@10", [(2, places)]) == [1.0]
    assert values("mrr@10", [(2, places)]) == [0.5]
    ideal = 1 / math.log2(2) + 1 / math.log2(3)
    assert values("ndcg@10", [(2, places)]) == [pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / ideal)]
    assert values("mrr@10", [(1, []), (1, [cited_place(1, 0)])]) == [0.0, 1.0]


def test_a_place_that_proves_two_pieces_stands_for_both() -> None:
    assert values("recall@3", [(2, [cited_place(1, 0, 1)])]) == [1.0]
    assert values("ndcg@10", [(2, [cited_place(1, 0, 1)])]) == [pytest.approx(1.0)]


def test_a_refusal_of_an_answerable_question_ranks_nothing() -> None:
    assert value("cited_mrr@10", refused_row("a", answerable=True), sample_row("b")) == 0.5
    assert figure(BY_KEY["ranked_mrr@10"], [sample_row("a")]).n == 0  # the target told no ranking


def test_calibration_by_hand() -> None:
    """Two bins: confidences .2 and .4 with one right of two, .8 and 1.0 with two right of two."""
    found = calibration([(0.2, False), (0.4, True), (0.8, True), (1.0, True)], bins=2)
    assert [(b.low, b.high, b.n) for b in found.bins] == [(0.2, 0.4, 2), (0.8, 1.0, 2)]
    assert found.ece == pytest.approx(0.5 * abs(0.5 - 0.3) + 0.5 * abs(1.0 - 0.9))
    assert calibration([]).ece is None


def test_equal_confidences_stay_in_one_bin() -> None:
    assert [b.n for b in calibration([(0.5, True)] * 7 + [(0.9, True)], bins=4).bins] == [7, 1]


def test_risk_against_coverage_by_hand() -> None:
    """Best first: right, wrong, right, wrong; the last two are equally sure."""
    told = [(0.9, True), (0.7, False), (0.4, True), (0.4, False)]
    points = risk_coverage(told)
    assert [(p.coverage, p.risk, p.threshold) for p in points] == [(0.25, 0.0, 0.9), (0.5, 0.5, 0.7), (1.0, 0.5, 0.4)]
    assert aurc(told) == pytest.approx(0.25 * 0 + 0.25 * 0.5 + 0.5 * 0.5)
    assert aurc([]) is None


def test_outcomes_are_those_of_answers_that_tell_how_sure_they_are() -> None:
    rows = [
        sample_row("a", confidence=0.9),
        wrong_row("b", confidence=0.6),
        sample_row("c"),
        refused_row("d", answerable=True),
        sample_row("e", {"refusal_right": True}, confidence=0.3, answerable=False),
    ]
    assert outcomes(rows) == [(0.9, True), (0.6, False), (0.3, True)]


def test_latency_percentiles_are_nearest_ranks() -> None:
    found = latency([float(n) for n in range(1, 101)])
    assert (found.p50, found.p95, found.p99, found.max, found.n) == (50.0, 95.0, 99.0, 100.0, 100)
    assert sum(b.n for b in found.histogram) == 100
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert latency([]).histogram == ()


def test_wilson_by_hand() -> None:
    """9 of 10: centre (.9 + z²/20) / (1 + z²/10), half width z·sqrt(.009 + z²/400) / (1 + z²/10)."""
    assert list(wilson(9, 10)) == pytest.approx([0.5958, 0.9821], abs=1e-4)
    assert wilson(900, 1000)[0] > wilson(9, 10)[0]
    assert wilson(0, 0) == (0.0, 1.0)


def test_clusters_that_are_right_or_wrong_as_one_widen_the_interval() -> None:
    counts = BY_KEY["right"].counts([sample_row() if n % 2 else wrong_row() for n in range(40)])
    apart = bootstrap(counts, range(40))
    together = bootstrap(counts, [n % 4 for n in range(40)])
    assert together[1] - together[0] > 1.5 * (apart[1] - apart[0])


def test_the_interval_shown_spans_both() -> None:
    rows = [wrong_row(str(n), clauses=("a#0",)) for n in range(4)]
    rows += [sample_row(str(n), clauses=(f"a#{n // 4}",)) for n in range(4, 40)]
    found = figure(BY_KEY["first"], rows)
    assert found.by_question is not None
    assert found.clustered is not None
    assert (found.by_question.unit, found.by_question.clusters) == ("question", 40)
    assert (found.clustered.unit, found.clustered.clusters) == ("clause", 10)
    assert found.low == min(found.by_question.low, found.clustered.low) < 0.9
    assert found.high == max(found.by_question.high, found.clustered.high) > 0.9


def test_a_figure_without_a_miss_is_not_certain() -> None:
    found = figure(BY_KEY["multi"], [sample_row(str(n), style="multi") for n in range(8)])
    assert (found.value, found.high) == (1.0, 1.0)
    assert found.low == pytest.approx(wilson(8, 8)[0])


def test_documents_are_drawn_where_there_are_enough_of_them() -> None:
    six = [sample_row(str(n), documents=(f"{n % 6}.txt",)) for n in range(12)]
    assert unit_of(six) == "document"
    assert len(set(clusters(six, "document"))) == 6
    five = [row for row in six if row.documents != ("5.txt",)]
    assert unit_of(five) == "clause"
    assert len(set(clusters([*five, refused_row("r", answerable=False)], "clause"))) == 11


def test_clauses_are_named_by_document_and_by_snippet_where_it_is_unknown() -> None:
    text = "1. Giao ban.\n\n2. Báo cáo trước ngày 30 tháng 5 hằng năm."
    assert clauses_proving(sample_question(), {"a.txt": text}) == ("a.txt#1",)
    assert clauses_proving(sample_question(), {}) == ("trước ngày 30 tháng 5",)


def test_figures_by_style_and_by_document() -> None:
    rows = [sample_row("a"), wrong_row("b", style="typo", documents=("b.txt",)), refused_row("c", answerable=False)]
    assert [one.style for one in by_style(rows)] == ["formal", "typo", "unanswerable_near"]
    documents = by_document(rows)
    assert [(one.document, one.title) for one in documents] == [("a.txt", "Kế hoạch"), ("b.txt", "")]
    assert {f.key: f.value for f in documents[1].figures}["first"] == 0


def test_every_metric_stands_without_rows_and_within_its_interval() -> None:
    assert [f.n for f in figures([])] == [0] * len(METRICS)
    rows = [sample_row("a"), wrong_row("b"), refused_row("c", answerable=False), refused_row("d", answerable=True)]
    for found in figures(rows):
        assert not found.n or 0 <= found.low <= found.value <= found.high <= 1


def test_a_bar_is_met_from_above_or_from_below() -> None:
    most = Metric("x", "X", BY_KEY["false_refusal"].counts, bar=0.5, at_most=True)
    assert figure(most, [sample_row("a"), sample_row("b")]).met is True
    assert figure(most, [refused_row("a", answerable=True)]).met is False
    assert figure(BY_KEY["first"], [wrong_row()]).met is False
    assert figure(BY_KEY["first"], []).met is None


def test_sentences_of_a_model_are_counted_over_all_that_it_wrote() -> None:
    told = sample_row("a", mode="generative", proof=Proof(kept=3, recited=1, dropped=1))
    quoted = sample_row("b", proof=Proof(dropped=3))
    rows = (told, quoted, sample_row("never asked"))
    assert value("told", *rows) == 1 / 2
    assert value("sentences_kept", *rows) == 3 / 8
    assert value("sentences_recited", *rows) == 1 / 8
    assert value("sentences_dropped", *rows) == 4 / 8


def test_what_was_wrong_with_a_models_sentences_is_told_in_words_for_every_fault() -> None:
    proof = Proof(kept=1, dropped=3, faults={"value": 2, "name": 1})
    told = faults_told([sample_row(proof=proof), sample_row("x002", proof=Proof(dropped=1, faults={"value": 1}))])
    assert told is not None
    assert told.index("con số không có trong căn cứ 3") < told.index("người không có trong căn cứ 1")
    every = faults_told([sample_row(proof=Proof(faults={fault.value: 1 for fault in Fault}))])
    assert every is not None
    assert not any(fault.value in every for fault in Fault)
    assert faults_told([sample_row(), sample_row("x002", proof=Proof(kept=1))]) is None
