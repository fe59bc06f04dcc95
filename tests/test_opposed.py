"""Sentences that tell the opposite of what their cells are labelled: never matched, by rules or by ranking; their like is."""

from dataclasses import replace

import pytest

from litsynth.records import Claim, Document
from litsynth.verify import grids_of, lexis_of, may_be_placed, placed, ranked, trace, without_names
from litsynth.verify.languages import languages_of, turned_round
from tests.document_maker import make_document
from tests.test_trace_in_paper import told

SPEECH = [
    ["Model", "Test WER", "Test CER"],
    ["CTC base", "13.4", "5.1"],
    ["GridTag", "11.2", "4.4"],
    ["GridTag + pretraining", "9.8", "3.7"],
]
ABLATED = [
    ["Model", "Dev WER", "Test WER"],
    ["CTC base", "12.9", "13.4"],
    ["GridTag w/o pretraining", "11.5", "11.2"],
    ["GridTag with pretraining", "9.1", "9.8"],
]
ANSWERS = [
    ["System", "Dev EM", "Dev F1"],
    ["BiDAF", "62.1", "71.3"],
    ["GridTag", "69.4", "78.8"],
    ["GridTag - copy", "66.0", "75.9"],
]
TRANSLATION = [
    ["Model", "En-De", "De-En", "En-Fr"],
    ["Transformer", "27.3", "31.4", "38.1"],
    ["GridTag", "28.4", "33.1", "39.6"],
]
ENTITIES = [
    ["Model", "En P", "En R", "En F1", "De P", "De R", "De F1"],
    ["CRF", "88.2", "86.1", "87.1", "80.5", "74.2", "77.2"],
    ["GridTag", "91.3", "90.2", "90.7", "84.1", "79.9", "81.9"],
]
PARTS = [
    ["Model", "ToolBank", "ShapeBank"],
    ["LinTag", "64.2", "73.1"],
    ["TreeTag", "66.1", "74.6"],
    ["GridTag", "69.5", "76.9"],
    ["GridTag w/o lattice", "66.7", "75.2"],
]
RECOGNISERS = [
    ["Model", "clean", "other"],
    ["CTC base", "6.4", "13.4"],
    ["LinTag", "5.2", "11.9"],
    ["TreeTag", "4.9", "11.6"],
    ["GridTag", "3.7", "9.8"],
]
SHOTS = [
    ["Model", "NewsCat 0-shot", "NewsCat 5-shot", "ChatCat 0-shot", "ChatCat 5-shot"],
    ["GridTag 7B", "51.2", "60.4", "44.7", "49.3"],
    ["GridTag 13B", "58.8", "66.1", "47.9", "54.6"],
]
LOSSES = [
    ["Model", "ToolBank", "ShapeBank"],
    ["TreeTag", "66.1", "74.6"],
    ["GridTag", "69.5", "76.9"],
    ["GridTag w/o contrastive loss", "67.3", "75.8"],
]
VERSIONS = [
    ["Model", "DialBank 2.0 Acc.", "DialBank 2.4 Acc.", "DialBank 2.0 F1"],
    ["TreeTag", "50.4", "61.8", "72.9"],
    ["GridTag", "57.9", "66.5", "78.3"],
]
CAPTIONS = {
    id(RECOGNISERS): "Word error rate (WER, %) on LibriVoice.",
    id(SHOTS): "Accuracy of prompted models.",
    id(LOSSES): "F1 on both corpora.",
    id(VERSIONS): "Results on the DialBank test sets.",
    id(SPEECH): "Error rates on LibriVoice.",
    id(ABLATED): "Word error rate on LibriVoice.",
    id(ANSWERS): "Question answering on NewsQuiz.",
    id(TRANSLATION): "BLEU on WMT14.",
    id(ENTITIES): "Named entity recognition on CoNLL 2003.",
    id(PARTS): "F1 on both corpora.",
}
FALSE = [
    (SPEECH, "On the dev set, the WER of GridTag is 11.2."),
    (SPEECH, "Pretraining raises test WER from 9.8 to 11.2."),
    (SPEECH, "Without pretraining we reach a test WER of 9.8."),
    (SPEECH, "Without pretraining, GridTag reaches a test WER of 9.8."),
    (ABLATED, "Without pretraining we reach a test WER of 9.8."),
    (ABLATED, "With pretraining, GridTag has a test WER of 11.2."),
    (ABLATED, "Pretraining raises test WER from 9.8 to 11.2."),
    (ABLATED, "Removing pretraining lowers the test WER from 11.2 to 9.8."),
    (ANSWERS, "On the test set, GridTag reaches an EM of 69.4."),
    (ANSWERS, "Without copying, GridTag has 78.8 F1 on dev."),
    (TRANSLATION, "GridTag reaches 33.1 BLEU on English-to-German."),
    (TRANSLATION, "GridTag reaches 28.4 BLEU on German-to-English translation."),
    (TRANSLATION, "From German to English GridTag gets 28.4 BLEU."),
    (TRANSLATION, "Translating into German, GridTag reaches 33.1 BLEU."),
    (TRANSLATION, "GridTag improves over the Transformer by 1.7 BLEU on English-German."),
    (ENTITIES, "The recall of GridTag on English is 91.3."),
    (ENTITIES, "The precision of GridTag on German is 91.3."),
    (ENTITIES, "GridTag has an F1 of 90.7 on German."),
    (PARTS, "On NewsBank, GridTag reaches 76.9 F1."),
    (PARTS, "The full tagger reaches 66.7 F1 on ToolBank."),
    (PARTS, "Without the lattice, GridTag reaches 69.5 on ToolBank."),
    (PARTS, "With the lattice, GridTag reaches 66.7 on ToolBank."),
]
FALSE += [  # told in another order
    (ENTITIES, "The precision and recall of CRF on English are 86.1 and 88.2, respectively."),
    (TRANSLATION, "GridTag reaches 33.1 and 28.4 BLEU on En-De and De-En, respectively."),
    (SHOTS, "Switching from GridTag 7B to GridTag 13B moves 5-shot accuracy on NewsCat from 66.1 to 60.4."),
    (PARTS, "Replacing TreeTag by GridTag takes F1 on ToolBank from 69.5 to 66.1."),
    (PARTS, "Using GridTag in place of TreeTag takes F1 on ToolBank from 69.5 to 66.1."),
    (PARTS, "Compared with TreeTag, GridTag moves ToolBank F1 from 69.5 to 66.1."),
    (SPEECH, "Adding pretraining to GridTag takes the test CER from 3.7 to 4.4."),
    (SHOTS, "Moving from the 13B to the 7B model, 0-shot accuracy on NewsCat improves by 7.6 points."),
    (PARTS, "When TreeTag is replaced by GridTag, F1 on ToolBank moves from 69.5 to 66.1."),
    (SPEECH, "The test CER of GridTag goes from 3.7 to 4.4 when pretraining is added."),
    (PARTS, "Leaving out the lattice changes F1 on ToolBank from 66.7 to 69.5."),
    (LOSSES, "Ablating the contrastive loss improves F1 on ToolBank by 2.2 points."),
    (PARTS, "In the absence of the lattice, F1 on ToolBank rises from 66.7 to 69.5."),
    (PARTS, "Deleting the lattice raises F1 on ToolBank from 66.7 to 69.5."),
    # of another measure, split, version, size or number of shots
    (VERSIONS, "GridTag has an accuracy of 57.9 on DialBank 2.4."),
    (VERSIONS, "GridTag has an accuracy of 78.3 on DialBank 2.0."),
    (SHOTS, "In the 32-shot setting, GridTag 7B reaches 60.4 on NewsCat."),
    (SHOTS, "GridTag 7B reaches 66.1 on NewsCat with five shots."),
    (SPEECH, "GridTag has a character error rate of 11.2 on the test set."),
    (TRANSLATION, "GridTag has a chrF of 28.4 on English-German."),
    # over another row, on what no table has, in another language
    (RECOGNISERS, "GridTag lowers the WER on other by 1.8 points over LinTag."),
    (RECOGNISERS, "On the Switchboard corpus, GridTag has a WER of 3.7."),
    (TRANSLATION, "On English-Czech, GridTag obtains 39.6 BLEU."),
    (ENTITIES, "On Spanish, GridTag has an F1 of 81.9."),
    # with what is told behind it to be gone
    (PARTS, "Once the lattice is removed, GridTag reaches 69.5 on ToolBank."),
    (PARTS, "Taking the lattice out improves F1 on ToolBank by 2.8."),
]
TRUE = [
    (ENTITIES, "The precision and recall of CRF on English are 88.2 and 86.1, respectively."),
    (TRANSLATION, "GridTag reaches 28.4 and 33.1 BLEU on En-De and De-En, respectively."),
    (SHOTS, "Switching from GridTag 7B to GridTag 13B moves 5-shot accuracy on NewsCat from 60.4 to 66.1."),
    (PARTS, "Replacing TreeTag by GridTag takes F1 on ToolBank from 66.1 to 69.5."),
    (VERSIONS, "GridTag has an accuracy of 66.5 on DialBank 2.4."),
    (PARTS, "In the absence of the lattice, F1 on ToolBank drops from 69.5 to 66.7."),
    (PARTS, "The lattice is essential: without it, F1 of GridTag on ToolBank falls from 69.5 to 66.7."),
    (PARTS, "We map each word to its lattice and GridTag reaches 76.9 on ShapeBank."),
    (PARTS, "GridTag reaches 69.5 F1 on ToolBank and outperforms the variant without the lattice."),
    (PARTS, "GridTag falls to 66.7 F1 on ToolBank when the lattice is replaced by a chain."),
    (PARTS, "For English, GridTag reaches 69.5 on ToolBank."),
    (PARTS, "When TreeTag is replaced by GridTag, F1 on ToolBank moves from 66.1 to 69.5."),
    (LOSSES, "Ablating the contrastive loss lowers F1 on ToolBank by 2.2 points."),
    (SHOTS, "In the 5-shot setting, GridTag 7B reaches 60.4 on NewsCat."),
    (RECOGNISERS, "GridTag lowers the WER on other by 2.1 points over LinTag."),
    (PARTS, "Once the lattice is removed, GridTag reaches 66.7 on ToolBank."),
    (SPEECH, "On the test set, the WER of GridTag is 11.2."),
    (SPEECH, "With pretraining, GridTag has a test WER of 9.8."),
    (ABLATED, "Without pretraining we reach a test WER of 11.2."),
    (ABLATED, "Pretraining lowers the test WER from 11.2 to 9.8."),
    (ANSWERS, "On the development set, GridTag reaches an EM of 69.4."),
    (ANSWERS, "Removing the copy mechanism lowers F1 by 2.9 points."),
    (TRANSLATION, "GridTag reaches 28.4 BLEU on English-to-German."),
    (TRANSLATION, "From German to English GridTag gets 33.1 BLEU."),
    (TRANSLATION, "GridTag improves over the Transformer by 1.1 BLEU on English-German."),
    (ENTITIES, "The precision of GridTag on English is 91.3."),
    (ENTITIES, "On German, GridTag has a recall of 79.9."),
    (PARTS, "Without the lattice, GridTag reaches 66.7 on ToolBank."),
    (PARTS, "GridTag gains 3.4 points over TreeTag on ToolBank."),
]


def matched(rows: list[list[str]], text: str, elsewhere: bool) -> bool:
    """Whether a sentence of the paper, or one that another paper tells of it, is found in its table."""
    introduced = "We propose GridTag, a new model."
    document: Document = make_document("p", [introduced, *([] if elsewhere else [text])], rows, CAPTIONS[id(rows)])
    claim: Claim = replace(told(document, text), primary="p", paper_id="q" if elsewhere else "p")
    grids = grids_of(document)
    if trace(claim, document, grids):
        return True
    lexis = lexis_of(document, grids)
    if elsewhere:
        best = ranked(claim, document, lexis)
        return best is not None and best.sure
    claim = without_names(claim, document, grids)
    return may_be_placed(claim, grids) and bool(placed(claim, document, lexis))


@pytest.mark.parametrize("elsewhere", [False, True])
@pytest.mark.parametrize(("rows", "text"), FALSE)
def test_the_opposite_is_not_found(rows: list[list[str]], text: str, elsewhere: bool) -> None:
    assert not matched(rows, text, elsewhere)


@pytest.mark.parametrize("elsewhere", [False, True])
@pytest.mark.parametrize(("rows", "text"), TRUE)
def test_what_the_labels_say_is_found(rows: list[list[str]], text: str, elsewhere: bool) -> None:
    assert matched(rows, text, elsewhere)


@pytest.mark.parametrize(
    ("text", "label", "round_"),
    [
        ("from German to English", "De-En", False),
        ("from English to German", "WMT14 De-En", True),
        ("on German→English", "En-De", True),
        ("out of German", "En-De", True),
        ("English-German in both directions", "De-En", False),
        ("English-German and German-English", "De-En", False),
        ("English and German", "De-En", False),
        ("from English to German", "German", False),
        ("the en-de model", "DE$\\rightarrow$EN", True),
    ],
)
def test_directions_of_translation(text: str, label: str, round_: bool) -> None:
    assert turned_round(text, label) is round_


def test_a_code_is_a_language_only_beside_another_one() -> None:
    assert languages_of({1: "Model ID", 2: "En F1"}) == {}
    assert languages_of({1: "En F1", 2: "De F1", 3: "avg F1"}) == {1: "english", 2: "german"}


def test_a_data_set_that_is_called_drop_takes_nothing_away() -> None:
    rows = [["System", "Test F1"], ["BiDAF", "71.3"], ["GridTag", "79.9"]]
    CAPTIONS[id(rows)] = "Results on DROP."
    assert matched(rows, "Our model achieves 79.9 F1 on the DROP hidden test set.", elsewhere=False)
