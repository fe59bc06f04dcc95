"""Parsing as an intermediate task: treebanks, the biaffine head, what it learns, its scores, and whole runs on both encoders."""

import json
from dataclasses import replace
from math import log

import numpy as np
import pandas as pd
import pytest
import torch
from reproduce_world import SPEC, Silent, write_world

from litsynth.errors import BadRecord, MissingInput, UsageError
from litsynth.reproduce.annotations import Tagged
from litsynth.reproduce.biaffine import Biaffine
from litsynth.reproduce.costs import estimate
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import ParsingSettings
from litsynth.reproduce.loop import train
from litsynth.reproduce.models import PairModel
from litsynth.reproduce.parsing import TowerParsing, all_roots, relations_of, trees_of
from litsynth.reproduce.plan import cells, jobs
from litsynth.reproduce.plugins import apply_all
from litsynth.reproduce.plugins.context import Context
from litsynth.reproduce.pretrained.checkpoint_builder import build
from litsynth.reproduce.pretrained.model import load_model
from litsynth.reproduce.pretrained.parsing import PieceParsing
from litsynth.reproduce.pretrained.tagging import numbered
from litsynth.reproduce.run import Choice, planned, run
from litsynth.reproduce.sentences import encode_sentences
from litsynth.reproduce.spec import Encoder, Optimiser
from litsynth.reproduce.spec_file import load_spec
from litsynth.reproduce.stages import Stages
from litsynth.reproduce.tagging import NONE, encode_words
from litsynth.reproduce.treebank import arc_of, conllu_trees, row_trees, trees
from litsynth.reproduce.vocabulary import build as vocabulary_of

CONLLU = """# newdoc id = one
# sent_id = 1
# text = im Haus
1-2\tim\t_\t_\t_\t_\t_\t_\t_\t_
1\tin\tin\tADP\tAPPR\t_\t3\tcase\t_\t_
2\tdem\tder\tDET\tART\tCase=Dat\t3\tdet\t3:det\tSpaceAfter=No
3\tHaus\tHaus\tNOUN\tNN\t_\t0\troot\t_\t_
3.1\tgone\tgo\tVERB\t_\t_\t_\t_\t1:x\t_

# text = only words
1\tnothing\t_\t_\t_\t_\t_\t_\t_\t_

1\t1 000\t1000\tNUM\t_\t_\t2\tnummod:gov\t_\t_
2\tHunde\tHund\tNOUN\t_\t_\t0\troot\t_\t_
3\t!\t!\tPUNCT\t_\t_\t_\t_\t_\t_
"""
READ = (
    Tagged("0", ("in", "dem", "Haus"), ("3:case", "3:det", "0:root")),
    Tagged("2", ("1 000", "Hunde", "!"), ("2:nummod:gov", "0:root", "_")),
)

pytestmark = pytest.mark.usefixtures("one_thread")
SMALL = ParsingSettings(arc=24, relation=12, dropout=0.0)
LAST = Encoder("bilstm", "last", dim=12, hidden=12, classifier=16, dropout=0.0)
NOUNS, VERBS, MARKS = ["dog", "cat", "bird"], ["runs", "sees", "eats"], ["big", "old", "red"]


def sentences(count):
    """Such as "the big dog sees the cat", with and without the object and the word "big"."""
    made = []
    for number in range(count):
        verb = 4 if number % 3 else 3
        words = ["the", MARKS[number % 3], NOUNS[number // 3 % 3], VERBS[number // 2 % 3]]
        arcs = ["3:det", "3:amod", "4:nsubj", "0:root"]
        if verb == 3:
            words, arcs = ["the", *words[2:]], ["2:det", "3:nsubj", "0:root"]
        if number % 2:
            words, arcs = [*words, "the", NOUNS[number % 3]], [*arcs, f"{verb + 2}:det", f"{verb}:obj"]
        made.append(Tagged(str(number), tuple(words), tuple(arcs)))
    return tuple(made)


ROWS = sentences(18)


def conllu(rows):
    lines = []
    for row in rows:
        for place, (word, tag) in enumerate(zip(row.tokens, row.tags, strict=True), 1):
            head, relation = arc_of(tag)
            lines.append(f"{place}\t{word}\t_\tX\t_\t_\t{head}\t{relation}\t_\t_")
        lines.append("")
    return "\n".join(lines)


def test_a_treebank_is_read_with_its_trees():
    assert tuple(conllu_trees(CONLLU, "x")) == READ
    assert tuple(conllu_trees(CONLLU.replace("\n", "\r\n"), "x")) == READ


def test_trees_of_the_hub_are_those_of_the_file(tmp_path):
    """Rows hold tokens of several words too, whose head is none."""
    heads, relations = ["None", "3", "3", "0"], ["_", "case", "det", "root"]
    rows = [
        {"idx": "1", "tokens": ["im", "in", "dem", "Haus"], "head": heads, "deprel": relations},
        {"idx": "2", "tokens": ["Hunde"], "head": ["0"], "deprel": ["root"]},
    ]
    pd.DataFrame(rows).to_parquet(tmp_path / "t.parquet")
    data = DataSet("t", "tags", "t.parquet", ("de",), tags="deprel")
    folder = Folder(tmp_path)
    assert trees(folder, data, "de") == (READ[0], Tagged("1", ("Hunde",), ("0:root",)))
    assert len(folder.texts(data, "de")) == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("\t3\tcase", "\t4\tcase", "x:1: head '4' in a sentence of 3 words"),
        ("\t3\tcase", "\t-1\tcase", "x:1: head '-1' in a sentence of 3 words"),
        ("\t3\tcase", "\tHaus\tcase", "x:1: head 'Haus' in a sentence of 3 words"),
        ("\t3\tcase", "\t1\tcase", "x:1: from word 1 the heads go round in a circle"),
        ("\t0\troot\t_\t_\n3.1", "\t2\troot\t_\t_\n3.1", "x:1: from word 1 the heads go round in a circle"),
        ("2\tdem", "4\tdem", "x:1: the words are not numbered 1, 2, 3"),
        ("dem\tder\t", "dem\t", "x:6: 9 columns, not 10"),
    ],
)
def test_what_is_no_tree_is_refused_with_its_place(old, new, said):
    assert CONLLU.count(old) == 1
    with pytest.raises(BadRecord, match=said):
        list(conllu_trees(CONLLU.replace(old, new), "x"))


def test_files_without_trees_are_refused():
    with pytest.raises(BadRecord, match="x: no sentence has a head"):
        list(conllu_trees("1\tnothing\t_\t_\t_\t_\t_\t_\t_\t_\n", "x"))
    with pytest.raises(BadRecord, match="x: no sentence has a head"):
        list(conllu_trees("", "x"))
    with pytest.raises(BadRecord, match=r"x: a row is no tree: 'head'"):
        list(row_trees([{"id": "1", "tokens": ["a"], "tags": ["X"]}], "x"))
    with pytest.raises(BadRecord, match=r"a row is no tree: .*shorter"):
        list(row_trees([{"id": "1", "tokens": ["a", "b"], "head": ["0"], "deprel": ["root"]}], "x"))


def test_shuffled_trees_have_the_same_arcs_on_other_words():
    shuffled = apply_all(ROWS, {"shuffle_labels": True}, Context("en", 3, list))
    assert [row.tokens for row in shuffled] == [row.tokens for row in ROWS]
    assert [sorted(row.tags) for row in shuffled] == [sorted(row.tags) for row in ROWS]
    assert any(one.tags != two.tags for one, two in zip(shuffled, ROWS, strict=True))


def test_scores_of_the_head_are_bilinear_forms():
    torch.manual_seed(1)
    head = Biaffine(6, 4, SMALL).eval()
    assert head.arcs(torch.randn(2, 4, 6)).abs().max() == 0.0
    for weight in (head.arcs_of, head.relations_of):
        torch.nn.init.normal_(weight)
    states = torch.randn(2, 5, 6)
    arcs = head.arcs(states)
    assert arcs.shape == (2, 4, 5)
    one, two = head.arc_dependent(states[1, 3]), head.arc_head(states[1, 0])
    assert torch.allclose(arcs[1, 2, 0], one @ head.arcs_of[:-1] @ two + head.arcs_of[-1] @ two, atol=1e-5)
    told = head.relations(states[0, 1:3], states[0, 3:5])
    one, two = head.dependent(states[0, 2]), head.head(states[0, 4])
    form = head.relations_of[3]
    expected = one @ form[:-1, :-1] @ two + one @ form[:-1, -1] + form[-1, :-1] @ two + form[-1, -1]
    assert torch.allclose(told[1, 3], expected, atol=1e-5)


def tower(encoder, rows=ROWS, settings=SMALL):
    torch.manual_seed(5)
    vocabulary = vocabulary_of([text for row in ROWS for text in row.texts], "words", 500)
    model = PairModel(encoder, len(vocabulary.pieces))
    names = relations_of(ROWS)
    head = Biaffine(model.encoder.size, len(names), settings)
    model.add("parse", head)
    return TowerParsing(model, head, trees_of(rows, encode_words(vocabulary, rows, encoder.max_tokens), names))


def learnt(objective, path, epochs, learning_rate):
    """Scores before and after; the first loss is that of chance, and every gradient of the first step is finite."""
    same = [number for number, row in enumerate(ROWS) if len(row.tokens) == 6]
    chance = log(1 + 6) + log(len(relations_of(ROWS)))
    first = objective.loss(np.asarray(same))
    assert first.item() == pytest.approx(chance, abs=1e-4)
    first.backward()
    gradients = [weight.grad for weight in objective.parameters() if weight.grad is not None]
    assert gradients
    assert all(torch.isfinite(each).all() for each in gradients)
    before = objective.scores()
    optimiser = Optimiser(epochs=epochs, batch=6, learning_rate=learning_rate)
    fitted = train(objective, optimiser, 3, objective.scores, path / "c.pt", "this", Silent())
    return before, fitted.history[-1]


@pytest.mark.parametrize("encoder", [LAST, replace(LAST, pooling="max")], ids=["last", "max"])
def test_a_sentence_encoder_learns_trees_by_heart(encoder, tmp_path):
    before, after = learnt(tower(encoder), tmp_path, 40, 0.02)
    assert before["LAS"] < 0.4
    assert (after["dev"], after["UAS"], after["LAS"]) == (1.0, 1.0, 1.0)


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory):
    root = tmp_path_factory.mktemp("checkpoints")
    for kind in ("xlm-roberta", "bert"):
        texts = [*(text for row in ROWS for text in row.texts), "gone far away nowhere near"]
        build(kind, texts, root / kind, pieces=60, layers=2, width=32, heads=2)
    return root


def transformer(checkpoints, kind, rows=ROWS, limit=64):
    torch.manual_seed(7)
    model = load_model(checkpoints / kind, Encoder("transformer", "first", model="x", max_tokens=limit))
    for part in model.modules():
        if isinstance(part, torch.nn.Dropout):
            part.p = 0.0
    names = relations_of(ROWS)
    head = Biaffine(model.size, len(names), SMALL)
    model.add("parse", head)
    return PieceParsing(model, head, trees_of(rows, numbered(model, rows), names))


@pytest.mark.parametrize("kind", ["xlm-roberta", "bert"])
def test_a_transformer_learns_trees_by_heart(checkpoints, kind, tmp_path):
    before, after = learnt(transformer(checkpoints, kind), tmp_path, 60, 0.003)
    assert before["LAS"] < 0.4
    assert (after["UAS"], after["LAS"]) == (1.0, 1.0)


def test_a_word_is_told_by_its_first_piece_and_company_changes_nothing(checkpoints):
    """ "nowhere" is several pieces; states of a sentence alone are those that it has beside longer ones."""
    rows = (Tagged("0", ("nowhere", "dog"), ("2:det", "0:root")), ROWS[1])
    objective = transformer(checkpoints, "xlm-roberta", rows)
    objective.model.eval()
    words = objective.trees.words[: objective.trees.sentences.lengths[0]].tolist()
    assert (words[0], sum(words), len(words) > 3) == (1, 1 + 2, True)
    with torch.no_grad():
        alone, both = objective.batch(np.asarray([0])), objective.batch(np.asarray([1, 0]))
        states, root, _ = objective.read(np.asarray([0]))
    assert both.read[1].tolist() == [True] * 3 + [False] * (both.read.shape[1] - 3)
    assert torch.allclose(both.states[1, :3], alone.states[0], atol=1e-5)
    assert torch.equal(alone.states[0, 0], root[0])
    assert torch.equal(alone.states[0, 2], states[0, 1 + words.index(2)])
    assert both.heads[1].tolist()[:3] == [2, 0, NONE]


class Told(Biaffine):
    """Heads and relations that are given, whatever the states."""

    def __init__(self, heads, relations):
        super().__init__(24, 9, SMALL)
        self.given, self.named = heads, relations

    def arcs(self, states):
        return torch.nn.functional.one_hot(self.given, states.shape[1]).float()[: len(states)]

    def relations(self, dependents, heads):
        assert len(dependents) == len(self.named)
        return torch.nn.functional.one_hot(self.named, 9).float()


def test_scores_count_every_word_that_has_a_head():
    """Of five words with a head three are attached right, one of them under the wrong relation."""
    names = relations_of(READ)
    assert names == ["case", "det", "nummod:gov", "root"]
    vocabulary = vocabulary_of([text for row in READ for text in row.texts], "words", 500)
    made = trees_of(READ, encode_words(vocabulary, READ, 64), names)
    assert made.heads.tolist() == [3, 3, 0, 2, 0, NONE]
    told = Told(torch.tensor([[3, 1, 0], [2, 3, 1]]), torch.tensor([0, 3, 1]))
    scores = TowerParsing(PairModel(LAST, len(vocabulary.pieces)), told, made).scores()
    assert scores == {"dev": 3 / 5, "UAS": 3 / 5, "LAS": 2 / 5}


def test_a_relation_that_training_does_not_have_is_never_right():
    rows = (Tagged("0", ("the", "dog"), ("2:odd", "0:root")),)
    objective = tower(LAST, rows)
    assert objective.trees.relations.tolist()[0] == NONE
    assert torch.isfinite(objective.loss(np.asarray([0])))
    assert objective.scores()["LAS"] <= 0.5


@pytest.mark.parametrize("made", ["tower", "transformer"])
def test_words_beyond_the_limit_are_not_read_and_count_as_wrong(checkpoints, made, tmp_path):
    """Heads that were not read are not learnt either."""
    rows = tuple(row for row in ROWS if len(row.tokens) == 6)
    limit = 3
    objective = (
        tower(replace(LAST, max_tokens=limit), rows)
        if made == "tower"
        else transformer(checkpoints, "bert", rows, limit + 2)
    )
    batch = objective.batch(np.asarray([0]))
    assert 1 < int(batch.read.sum()) <= 1 + limit
    train(
        objective, Optimiser(epochs=30, batch=6, learning_rate=0.01), 3, objective.scores, tmp_path / "c", "x", Silent()
    )
    kept = int(batch.read[:, 1:].sum())
    # Of "the big dog sees the cat" the verb is not read; of what is, two words hang on one that is read.
    assert objective.scores()["UAS"] <= kept / 6
    assert objective.loss(np.asarray([0])).isfinite()


def test_a_batch_without_any_head_that_is_read_teaches_nothing():
    rows = (Tagged("0", ("the", "dog", "runs"), ("3:det", "_", "_")),)
    objective = tower(replace(LAST, max_tokens=2), rows)
    loss = objective.loss(np.asarray([0]))
    loss.backward()
    assert loss.item() == 0.0


def test_all_roots_is_a_batch_of_words():
    vocabulary = vocabulary_of([text for row in ROWS for text in row.texts], "words", 500)
    text = encode_sentences(vocabulary, [" ".join(row.tokens) for row in ROWS], 64)
    made = all_roots(text)
    for row, length in enumerate(text.lengths.tolist()):
        assert made.words[text.starts[row] : text.starts[row + 1]].tolist() == list(range(1, length + 1))
    objective = TowerParsing(PairModel(LAST, len(vocabulary.pieces)), Biaffine(24, 3, SMALL), made)
    assert objective.batch(np.asarray([0, 1])).heads.max() == 0


PARSING = """
[data.bank]
kind = "conllu"
path = "bank/{language}-train.conllu"
languages = ["en"]
[encoders.order]
kind = "bilstm"
pooling = "max"
dim = 12
hidden = 12
classifier = 16
[encoders.small]
kind = "transformer"
pooling = "first"
model = "CHECKPOINT"
max_tokens = 48
[stages.parse]
objective = "parsing"
language = "en"
train = ["bank"]
epochs = 8
batch = 8
learning_rate = 0.02
arc = 24
relation = 12
dropout = 0.0
held_out = 4
[scale.parse]
without_arms = ["unaligned", "translated", "aligned"]
without_stages = ["align"]
languages = ["en"]
[scale.parse.arms.parsing]
encoder = "order"
stages = ["parse", "english"]
[scale.parse.arms.shuffled]
encoder = "order"
stages = ["parse", "english"]
set.parse.data.shuffle_labels = true
[scale.joint]
extends = "parse"
every_encoder = "small"
[scale.joint.stages.parse]
learning_rate = 0.003
epochs = 20
[scale.joint.stages.english]
epochs = 1
"""


@pytest.fixture
def world(tmp_path, checkpoints):
    write_world(tmp_path)
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "en-train.conllu").write_text(conllu(sentences(60)))
    text = (SPEC + PARSING).replace("CHECKPOINT", str(checkpoints / "xlm-roberta"))
    (tmp_path / "tiny.toml").write_text(text)
    return tmp_path


def plan_of(world, scale):
    spec = replace(load_spec(str(world / "tiny.toml"), scale), seeds=(1,))
    out = world / f"out-{scale}"
    stages = Stages(out / "stages", Folder(world), torch.device("cpu"))
    return spec, planned(spec, Choice(), stages), stages, out


@pytest.mark.parametrize("scale", ["parse", "joint"])
def test_a_run_parses_before_it_learns_the_target(world, scale):
    spec, plan, stages, out = plan_of(world, scale)
    costs = estimate(jobs(plan.cells), stages.folder, torch.device("cpu"))
    assert all(each.seconds > 0 for each in costs.values())
    made = run(spec, plan, stages, out, Silent())
    assert [each.arm for each in made] == ["parsing", "shuffled"]
    told = [json.loads(path.read_text()) for path in out.glob("stages/*/stage.json")]
    trees_told = {each["label"]: each["history"][-1] for each in told if " parse" in each["label"]}
    assert len(trees_told) == 2
    (true,) = (row for label, row in trees_told.items() if "shuffle" not in label)
    (false,) = (row for label, row in trees_told.items() if "shuffle" in label)
    assert true.keys() == {"dev", "UAS", "LAS", "loss"}
    assert true["dev"] == true["UAS"] >= true["LAS"] > 0.9
    assert false["LAS"] < 0.7  # dev keeps the true trees
    assert made[0].stages[1] != made[1].stages[1]
    assert not planned(spec, Choice(), stages).to_do


def test_a_treebank_that_is_not_there_is_named(world):
    (world / "bank" / "en-train.conllu").unlink()
    with pytest.raises(MissingInput, match=r"parsing in en needs bank/en-train\.conllu"):
        plan_of(world, "parse")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "bilstm"\npooling = "max"\ndim = 12\nhidden = 12', 'kind = "cbow"\npooling = "mean"\ndim = 12', "bag of words"),
        ('train = ["bank"]', 'train = ["train"]', "parsing is not trained on data of kind nli"),
        ("arc = 24", "arc = 0", "arc, relation and held_out are at least 1"),
        ("arc = 24", "arcs = 24", "unknown key arcs"),
    ],
)  # fmt: skip
def test_stages_that_do_not_fit_are_refused(world, old, new, said):
    text = (world / "tiny.toml").read_text()
    assert text.count(old) == 1
    (world / "tiny.toml").write_text(text.replace(old, new))
    with pytest.raises(UsageError, match=said):
        load_spec(str(world / "tiny.toml"), "parse")


def test_a_circle_ends_a_run_with_the_line(world):
    path = world / "bank" / "en-train.conllu"
    path.write_text(path.read_text().replace("\t0\troot", "\t1\troot", 1))
    spec, plan, stages, out = plan_of(world, "parse")
    with pytest.raises(BadRecord, match=r"bank/en-train.conllu:1: from word 1 the heads go round in a circle"):
        run(spec, plan, stages, out, Silent())


@pytest.mark.parametrize("scale", ["parsing", "hub-parsing"])
def test_what_ships_waits_for_a_treebank(scale, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    spec = load_spec("syntactic-vs-semantic", scale)
    assert {"none", "similarity", "parsing", "parsing-shuffled"} <= {arm.name for arm in spec.arms}
    assert [stage.objective for stage in spec.arm("parsing").stages][:2] == ["parsing", "nli"]
    assert (spec.claims[0].better, spec.claims[0].worse) == ("similarity", "parsing")
    assert {spec.data[name].kind for name in ("treebank", "treebank_dev")} <= {"conllu", "tags"}
    _, gaps = cells(replace(spec, seeds=(1,)), Folder(tmp_path))
    (gap,) = (gap for gap in gaps if (gap.arm, gap.language) == ("parsing", "en"))
    assert any("ewt" in name for name in gap.missing)
