"""Which sentences are claims of their paper: the role model, what words rule out, and the ties to its embedder."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from document_maker import make_document
from fakes import BagEmbedder, RoleEntailer
from hypothesis import given, settings
from hypothesis import strategies as st
from training_shop import write_rows
from typer.testing import CliRunner

from litsynth.cli.train import app
from litsynth.config import ExtractSettings, ModelSettings
from litsynth.errors import BadRecord, MissingInput, UsageError
from litsynth.extract import RHETORIC, RoleModel, candidates, claim_role, own_claim
from litsynth.extract.cues import contributes, cues_of, on_others, only_done, reports_others
from litsynth.models.choose import choose_embedder
from litsynth.models.role_weights import (
    MANIFEST,
    WEIGHTS,
    load_roles,
    read_role_manifest,
    role_model_for,
    save_roles,
    shipped_roles,
)
from litsynth.pipeline.claims import claims_of_document, extract_claims
from litsynth.pipeline.sifting import look_through
from litsynth.records import Candidate, Judgement, Paper, Section, Sentence, Span
from litsynth.training.roles import RoleSettings, train_roles

PAPER = Paper("arXiv:1", "Bridges", ("Ada Brook",), 2021)
OWN = [
    "Our model improves accuracy on XNLI by 1.8 points over the baseline.",
    "The results show that intermediate training helps more than parallel text does.",
    "We introduce a novel corpus that covers questions in fifteen languages.",
]
NOT_OWN = [
    "Pretrained language models have achieved state-of-the-art performance on many language tasks in recent years.",
    "Recently, [lee2019bridge] reported an accuracy of 81.2 on the XNLI benchmark.",
    "We evaluate all systems on the test sets of XNLI and PAWS-X with three seeds.",
    "Natural language inference is the task of deciding whether a premise entails a hypothesis or contradicts it.",
]


def candidate(text: str, roles: tuple[float, ...] = (0.1, 0.1, 0.1, 0.7, 0.0)) -> Candidate:
    return Candidate("arXiv:1", Sentence(Span(0, len(text)), 0), text, 0.0, roles=roles)  # even odds by the filter


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Lee et al. (2019) report a gain of 1.8 points on XNLI.", True),
        ("Recently, [lee2019] applied distillation to XNLI and gained 1.8 points.", True),
        ("These models are large: [lee2019] used 24 layers and gained 1.8 points.", True),
        ("A gain of 1.8 points was reported by Lee and Wu (2019).", True),
        ("The bridge reader [lee2019] reaches the highest accuracy of 81.2.", False),
        ("The bridge reader beats that of Lee et al. (2019) by 1.8 points.", False),
        ("Our model gains 1.8 points where [lee2019] gained 1.2.", False),
        ("Lee et al. (2019) report 80.1, which our model exceeds by 1.8 points.", False),
    ],
)
def test_what_cited_authors_did_is_told_from_what_is_compared_with_them(text: str, others: bool) -> None:
    assert reports_others(text) is others
    assert (own_claim(candidate(text)) == 0.0) is others


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("We evaluate on XNLI and PAWS-X with three seeds.", True),
        ("As a last test, we compare nine tasks on XNLI.", True),
        ("In this section we describe experiments that show how tasks differ.", True),
        ("We evaluate on XNLI and outperform all systems.", False),
        ("We compare nine tasks and find that inference helps.", False),
        ("We conclude that parallel text is of no use.", False),
        ("When we train on XNLI, accuracy drops by 2 points.", False),
    ],
)
def test_a_procedure_without_an_outcome_is_no_claim(text: str, done: bool) -> None:
    assert only_done(text) is done
    assert (own_claim(candidate(text)) == 0.0) is done


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("We propose a reader with two heads.", True),
        ("This paper presents a corpus of questions.", True),
        ("To the best of our knowledge, no reader had two heads before.", True),
        ("It is the first neural reader with two heads.", True),
        ("We sample 100 items of the development set.", False),
        ("We first reconstruct the relations.", False),
        ("The first layer reads the question.", False),
        ("We test on the languages provided in the benchmark.", False),
    ],
)
def test_methods_count_where_they_are_offered_as_new(text: str, new: bool) -> None:
    assert contributes(text) is new
    method = own_claim(candidate(text, (0.0, 0.1, 0.8, 0.1, 0.0)))
    assert (method > 0.5) is new


@pytest.mark.parametrize(
    "title", ["2 Related Work", "Background", "2 Background and Motivation", "1.2 Prior research: NLI"]
)
def test_sections_on_others_hold_no_claims_of_the_paper(title: str) -> None:
    document = make_document("arXiv:1", OWN, section=title)
    assert on_others(title)
    assert [own_claim(replace(item, roles=(0, 0, 0, 1, 0))) for item in candidates(document, ExtractSettings())] == [
        0
    ] * 3
    assert not on_others("5 Results and Related Tasks")


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0, 1))
def test_more_of_a_result_is_more_of_a_claim(first: float, second: float) -> None:
    low, high = sorted((first, second))
    text = "Accuracy rises by 1.8 points."
    chances = [own_claim(candidate(text, (1 - share, 0.0, 0.0, share, 0.0))) for share in (low, high)]
    assert 0.0 <= chances[0] <= chances[1] <= 1.0


def test_the_entailment_model_chooses_the_kind_within_the_family_that_the_role_model_favours() -> None:
    said = [
        Judgement(p, 0.9 - p, 0.1) for p in (0.5, 0.6, 0.4, 0.7, 0.3)
    ]  # result, comparison, resource, method, finding
    assert claim_role(candidate("x", (0.1, 0.0, 0.1, 0.8, 0.0)), said)[0] == "comparison"
    assert claim_role(candidate("x", (0.1, 0.2, 0.6, 0.1, 0.0)), said)[0] == "method"
    assert claim_role(candidate("x", ()), said) == ("method", 0.7)  # zero-shot alone


def test_cues_do_not_depend_on_numbers_citations_or_case() -> None:
    assert cues_of("We gain 1.8 points [lee2019; 7].") == cues_of("we gain 12 points (Lee, 2019).")
    assert cues_of("") == frozenset()


def test_the_shipped_model_is_small_and_what_its_manifest_says() -> None:
    manifest, model = read_role_manifest(shipped_roles()), load_roles(shipped_roles())
    assert (shipped_roles() / WEIGHTS).stat().st_size < 100_000
    assert (model.embedding.shape, model.words.shape) == ((384, 5), (len(model.cues), 5))
    assert manifest.licence == "Apache-2.0"
    probabilities = model.probabilities(OWN, [None, (0, 3), (2, 3)], np.zeros((3, 384), dtype=np.float32))
    assert np.allclose(probabilities.sum(axis=1), 1.0)
    assert role_model_for("bag@1") is None
    assert role_model_for(f"elsewhere@{manifest.embedder_sha256[:12]} fp32 torch") is not None  # the same weights


def test_background_procedures_and_other_peoples_results_do_not_become_claims() -> None:
    document = make_document(
        "arXiv:1", [text for pair in zip(NOT_OWN, [*OWN, ""], strict=True) for text in pair if text]
    )
    embedder, entailer = choose_embedder(ModelSettings(device="cpu"), offline=True), RoleEntailer()
    found = claims_of_document(PAPER, document, embedder, entailer, ExtractSettings())
    assert [claim.quote for claim in found] == OWN
    question = "Does intermediate training improve accuracy on natural language inference?"
    wide = ExtractSettings(relevance_threshold=-1.0)
    extracted = extract_claims(
        question, [PAPER], {PAPER.paper_id: look_through(document, wide)}, lambda _: document, embedder, entailer, wide
    )
    assert {claim.quote for claim in extracted.claims} == set(OWN)
    assert [extracted.counts[what] for what in ("candidates", "background", "roles_asked")] == [7, 4, 3]


def test_with_another_embedder_and_in_digests_entailment_decides_alone() -> None:
    document = make_document("arXiv:1", [*OWN, *NOT_OWN])
    found = claims_of_document(PAPER, document, BagEmbedder(), RoleEntailer(), ExtractSettings())
    assert [claim.quote for claim in found] == [*OWN, *NOT_OWN]
    digest = make_document("arXiv:1", [*OWN, *NOT_OWN], substrate="digest")
    embedder = choose_embedder(ModelSettings(device="cpu"), offline=True)
    assert len(claims_of_document(PAPER, digest, embedder, RoleEntailer(), ExtractSettings())) == 7


def test_positions_are_those_in_the_abstract_and_unknown_elsewhere() -> None:
    document = make_document("arXiv:1", OWN)
    sections = (Section("Abstract", Span(0, 0), "abstract"), Section("Results", Span(0, 0)))
    sentences = tuple(replace(one, section=int(row == 2)) for row, one in enumerate(document.sentences))
    found = candidates(replace(document, sections=sections, sentences=sentences), ExtractSettings())
    assert [item.position for item in found] == [(0, 2), (1, 2), None]


class Wordy(BagEmbedder):
    sha256 = "ab" * 32


def abstracts(number: int) -> list[dict[str, object]]:
    texts = [
        "Many tasks are known to be hard.",
        "We aim to learn them.",
        "We train a reader.",
        "It gains 2 points.",
        "Code: here.",
    ]
    return [{"sentences": texts, "labels": list(RHETORIC), "confs": [0.9, 0.8, 1.0, 1.0, 0.6]} for _ in range(number)]


def test_training_learns_the_roles_and_writes_the_same_bytes_again(tmp_path: Path) -> None:
    write_rows(tmp_path / "train.jsonl.gz", abstracts(12))
    write_rows(tmp_path / "dev.jsonl.gz", abstracts(3))
    chosen = RoleSettings(train="train.jsonl.gz", evaluate="dev.jsonl.gz", cues=30, penalty=0.1)
    manifest = train_roles(tmp_path, tmp_path / "out", Wordy(), chosen)
    assert manifest.metrics["without positions"]["macro_f1"] == 1.0
    assert manifest.embedder_sha256 == Wordy.sha256
    assert read_role_manifest(tmp_path / "out") == manifest
    assert train_roles(tmp_path, tmp_path / "again", Wordy(), chosen).sha256 == manifest.sha256
    assert "macro-F1 1.000" in (tmp_path / "out" / "MODEL_CARD.md").read_text()


def test_a_missing_or_changed_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="no role model"):
        load_roles(tmp_path)
    zeros = RoleModel(("we",), np.zeros((2, 5)), np.zeros((1, 5)), np.zeros((5, 5)), np.zeros(5))
    sha256 = save_roles(zeros, tmp_path)
    manifest = json.loads((shipped_roles() / MANIFEST).read_text())
    (tmp_path / MANIFEST).write_text(json.dumps({**manifest, "sha256": sha256}))
    assert load_roles(tmp_path).cues == ("we",)
    (tmp_path / WEIGHTS).write_text("{}")
    with pytest.raises(MissingInput, match="not the file that its manifest describes"):
        load_roles(tmp_path)


@pytest.mark.parametrize("change", [{"labels": ["claim"] * 5}, {"confs": [1.0]}, {"sentences": None}])
def test_a_row_that_is_no_labelled_abstract_is_named(tmp_path: Path, change: dict[str, object]) -> None:
    write_rows(tmp_path / "train.jsonl.gz", [{**abstracts(1)[0], **change}])
    write_rows(tmp_path / "dev.jsonl.gz", abstracts(1))
    chosen = RoleSettings(train="train.jsonl.gz", evaluate="dev.jsonl.gz")
    with pytest.raises(BadRecord, match=r"train\.jsonl\.gz:1"):
        train_roles(tmp_path, tmp_path / "out", Wordy(), chosen)


def test_options_that_mean_nothing_for_roles_are_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["roles", "--data", str(tmp_path), "--out", str(tmp_path), "--seed", "3"])
    assert isinstance(done.exception, UsageError)
