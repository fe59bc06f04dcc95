"""Paraphrases, questions with choices and NLI in the formats of their real files; what is left out, and what belongs together."""

import csv
import gzip
import json

import pandas as pd
import pytest

from litsynth.errors import BadRecord, UsageError
from litsynth.reproduce.choices import CHOICES, Choice, choice_of
from litsynth.reproduce.clusters import clusters_of, linked
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.leaks import without_leaks
from litsynth.reproduce.plugins.shuffle_labels import apply as shuffled
from litsynth.reproduce.reading import rows_of
from litsynth.reproduce.rows import PARAPHRASE, Incomplete, Pair, pair_of

NLI = ("entailment", "neutral", "contradiction")
COPA = {
    "premise": "The cup fell.",
    "choice1": "It broke.",
    "choice2": "It sang.",
    "question": "effect",
    "label": 0,
    "idx": 7,
    "changed": False,
}
SIQA = {
    "context": "Kim gave Lee a lamp.",
    "question": "How does Lee feel?",
    "answerA": "angry",
    "answerB": "glad",
    "answerC": "tall",
    "label": "2",
}
HELLASWAG = {
    "ind": 4,
    "activity_label": "Rowing",
    "ctx_a": "Two people sit in a boat.",
    "ctx_b": "they",
    "ctx": "Two people sit in a boat. they",
    "endings": ["row away.", "boil soup.", "plant trees.", "read a wall."],
    "source_id": "x",
    "split": "train",
    "split_type": "indomain",
    "label": "0",
}
COSMOSQA = {
    "id": "a##b",
    "context": "We missed the last train, of all days.",
    "question": "What may happen next?",
    "answer0": "We fly to Mars.",
    "answer1": "None of the above choices .",
    "answer2": "We call a taxi.",
    "answer3": "We eat the train.",
    "label": 2,
}
CSQA = {
    "id": "q1",
    "question": "Where does one keep bread?",
    "question_concept": "bread",
    "choices": {"label": list("ABCDE"), "text": ["box", "sea", "sky", "car", "hat"]},
    "answerKey": "A",
}
FORMS = {
    "copa": (COPA, "The cup fell.", "What was the effect? It broke.", 0),
    "siqa": ({"id": "0", **SIQA}, "Kim gave Lee a lamp.", "How does Lee feel? angry", 1),
    "hellaswag": ({"id": "0", **HELLASWAG}, "Two people sit in a boat.", "they row away.", 0),
    "cosmosqa": (COSMOSQA, COSMOSQA["context"], "What may happen next? We fly to Mars.", 2),
    "commonsenseqa": (CSQA, "Where does one keep bread?", "box", 0),
}
# How the test set of each, which has no answers, writes that.
UNANSWERED = {
    "copa": {"label": -1},
    "siqa": {"label": ""},
    "hellaswag": {"label": ""},
    "cosmosqa": {"label": -1},
    "commonsenseqa": {"answerKey": ""},
}


@pytest.mark.parametrize("form", CHOICES)
def test_each_form_of_question_is_read(form):
    row, premise, first, label = FORMS[form]
    found = choice_of(row, form)
    assert (found.premise, found.answers[0], found.label) == (premise, first, label)
    assert len(found.choices) == CHOICES[form]
    with pytest.raises(Incomplete, match="has no label"):
        choice_of({**row, **UNANSWERED[form]}, form)


@pytest.mark.parametrize("form", CHOICES)
def test_the_parquet_of_the_hub_is_read(form, tmp_path):
    row = {
        name: value for name, value in FORMS[form][0].items() if form in ("commonsenseqa", "cosmosqa") or name != "id"
    }
    pd.DataFrame([row, row]).to_parquet(tmp_path / "a.parquet")
    data = DataSet("a", "choice", "a.parquet", ("en",), form=form)
    found = Folder(tmp_path).choices(data, "en")
    assert found[0] == choice_of(FORMS[form][0], form)
    assert data.classes == tuple(f"choice{number}" for number in range(1, CHOICES[form] + 1))


def test_cosmos_qa_as_it_is_distributed(tmp_path):
    with (tmp_path / "train.csv").open("w", newline="") as file:
        out = csv.DictWriter(file, list(COSMOSQA))
        out.writeheader()
        out.writerow({**COSMOSQA, "context": 'She said: "no, not\nnow".'})
    (found,) = Folder(tmp_path).choices(DataSet("c", "choice", "train.csv", ("en",), form="cosmosqa"), "en")
    assert (found.premise, found.label) == ('She said: "no, not\nnow".', 2)


@pytest.mark.parametrize(
    ("form", "over", "said"),
    [
        ("copa", {"question": "why"}, "neither cause nor effect"),
        ("copa", {"label": 2}, "label 2, 2 choices"),
        ("siqa", {"label": "0"}, "label '0', 3 choices"),
        ("hellaswag", {"endings": ["a", "b"]}, "2 choices"),
        ("commonsenseqa", {"answerKey": "F"}, "label 'F'"),
    ],
)
def test_a_question_without_its_answer_is_refused(form, over, said):
    with pytest.raises(BadRecord, match=said):
        choice_of({**FORMS[form][0], **over}, form)


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode(), mtime=0))


@pytest.mark.parametrize(
    ("columns", "names", "row", "kind", "label"),
    [
        (("premise", "hypothesis"), NLI, {"label": 2, "idx": 0}, "nli", "contradiction"),  # GLUE, SNLI, MultiNLI
        (
            ("premise", "hypothesis"),
            NLI,
            {"label": 0, "uid": "a", "reason": ""},
            "nli",
            "entailment",
        ),  # ANLI on the hub
        (("context", "hypothesis"), (), {"label": "n", "uid": "a"}, "nli", "neutral"),  # ANLI's own files
        (("question1", "question2"), PARAPHRASE, {"label": 1, "idx": 0}, "paraphrase", "paraphrase"),  # QQP
        (("sentence1", "sentence2"), PARAPHRASE, {"label": 0}, "paraphrase", "different"),  # PAWS
    ],
)
def test_pairs_with_their_own_columns_and_numbers(tmp_path, columns, names, row, kind, label):
    row |= {columns[0]: "One reads this.", columns[1]: "This is read."}
    pd.DataFrame([row]).to_parquet(tmp_path / "a.parquet")
    (pair,) = Folder(tmp_path).pairs(DataSet("a", kind, "a.parquet", ("en",), labels=names, columns=columns), "en")
    assert (pair.texts, pair.label) == (("One reads this.", "This is read."), label)


def test_paws_as_it_is_distributed(tmp_path):
    """Tabs, and quotation marks that are not closed."""
    (tmp_path / "train.tsv").write_text(
        'id\tsentence1\tsentence2\tlabel\n1\tHe said " no to her .\tShe said " no to him .\t0\n2\tIt is so .\tSo it is .\t1\n'
    )
    data = DataSet("p", "paraphrase", "train.tsv", ("en",), labels=PARAPHRASE)
    found = Folder(tmp_path).pairs(data, "en")
    assert [(pair.id, pair.premise, pair.label) for pair in found] == [
        ("1", 'He said " no to her .', "different"),
        ("2", "It is so .", "paraphrase"),
    ]


def test_tables_and_lines_that_are_none_are_refused():
    assert rows_of(b"a\tb\n1\t2\n", "x.tsv", "x") == [{"id": "0", "a": "1", "b": "2"}]
    with pytest.raises(BadRecord, match="line 2 has not as many fields"):
        rows_of(b"a\tb\n1\n", "x.tsv", "x")
    with pytest.raises(BadRecord, match="not JSON lines"):
        rows_of(b"{", "x.jsonl", "x")


def test_rows_without_a_label_or_a_sentence_are_left_out_and_counted(tmp_path):
    rows = [
        {"id": "1", "sentence1": "First one.", "sentence2": "One first.", "label": 1},
        {"id": "2", "sentence1": "NS", "sentence2": "Second one.", "label": 0},
        {"id": "3", "sentence1": "Third one.", "sentence2": "One third.", "label": None},
        {"id": "4", "sentence1": "Fourth one.", "sentence2": "", "label": 0},
    ]
    write(tmp_path / "de.jsonl.gz", rows)
    pd.DataFrame(rows).to_parquet(tmp_path / "fr.parquet")
    data = DataSet("p", "paraphrase", "{language}.jsonl.gz", ("de", "fr"), labels=PARAPHRASE, incomplete="leave out")
    data = DataSet(**{**{name: getattr(data, name) for name in data.__slots__}, "elsewhere": {"fr": "fr.parquet"}})
    folder = Folder(tmp_path)
    assert [pair.id for pair in folder.pairs(data, "de")] == ["1"]
    assert [pair.label for pair in folder.pairs(data, "fr")] == ["paraphrase"]  # null makes floats of labels
    assert folder.left_out == {"de.jsonl.gz": 3, "fr.parquet": 3}
    with pytest.raises(BadRecord, match=r"'NS' in the place of a sentence.*leave out"):
        Folder(tmp_path).pairs(DataSet("p", "paraphrase", "de.jsonl.gz", ("de",), labels=PARAPHRASE), "de")


def test_snli_rows_without_agreement_are_left_out_and_other_labels_are_not(tmp_path):
    write(tmp_path / "a.gz", [{"id": "1", "premise": "a", "hypothesis": "b", "label": label} for label in (-1, 0)])
    data = DataSet("s", "nli", "a.gz", ("en",), labels=NLI, incomplete="leave out")
    assert [pair.label for pair in Folder(tmp_path).pairs(data, "en")] == ["entailment"]
    write(tmp_path / "a.gz", [{"id": "1", "premise": "a", "hypothesis": "b", "label": 3}])
    with pytest.raises(BadRecord, match="no name of a class"):
        Folder(tmp_path).pairs(data, "en")


def test_the_labels_of_one_task_are_none_of_another():
    row = {"id": "1", "premise": "a", "hypothesis": "b"}
    with pytest.raises(BadRecord, match="no name of a class"):
        pair_of({**row, "label": "paraphrase"})
    with pytest.raises(BadRecord, match="no name of a class"):
        pair_of({**row, "label": "neutral"}, classes=PARAPHRASE)


def test_pairs_that_share_sentences_are_a_family(tmp_path):
    """Also a pair that has no label, and by a pair between them."""
    rows = [
        {"id": "1", "sentence1": "A source.", "sentence2": "Source, a.", "label": 1},
        {"id": "2", "sentence1": "Something else", "sentence2": "Source, A.", "label": None},
        {"id": "3", "sentence1": "Something else.", "sentence2": "Quite another", "label": 0},
        {"id": "4", "sentence1": "Alone here", "sentence2": "Here alone", "label": 0},
    ]
    write(tmp_path / "en.jsonl.gz", rows)
    data = DataSet("p", "paraphrase", "{language}.jsonl.gz", ("en",), labels=PARAPHRASE, incomplete="leave out")
    found = clusters_of(data, Folder(tmp_path))
    assert found["1"] == found["2"] == found["3"] != found["4"]
    assert found == linked({row["id"]: (row["sentence1"], row["sentence2"]) for row in reversed(rows)})
    assert clusters_of(DataSet("c", "choice", "x", ("et",), form="copa"), Folder(tmp_path)) is None


def test_a_leak_of_questions_is_the_whole_item():
    question = Choice("1", "The cup fell.", "What was the effect?", ("It broke.", "It sang."), 0)
    other = Choice("2", "The bell rang.", "What was the cause?", ("It broke.", "It was noon."), 1)
    kept, dropped = without_leaks([other] * 9 + [question], [question], "x", whole=True)
    assert (set(kept), dropped) == ({other}, 1)


def test_labels_of_questions_go_round_too():
    rows = [Choice(str(number), "p", "", ("a", "b"), number % 2) for number in range(40)]
    after = shuffled(rows, True, type("Context", (), {"seed": 1})())
    assert sorted(row.label for row in after) == sorted(row.label for row in rows)
    assert [row.label for row in after] != [row.label for row in rows]


@pytest.mark.parametrize(
    ("kind", "over", "said"),
    [
        ("choice", {}, "form ''"),
        ("nli", {"form": "copa"}, "form 'copa'"),
        ("nli", {"columns": ("a",)}, "columns"),
        ("tags", {"columns": ("a", "b")}, "columns"),
        ("nli", {"elsewhere": {"en": "{country}"}}, "what changes is"),
    ],
)
def test_a_data_set_that_makes_no_sense_is_refused(kind, over, said):
    with pytest.raises(UsageError, match=said):
        DataSet("x", kind, "x", ("en",), **over)


def test_a_pair_is_made_of_its_columns():
    assert pair_of({"id": 5, "a": "x ", "b": "y", "label": "e"}, (), ("a", "b")) == Pair("5", "x", "y", "entailment")
