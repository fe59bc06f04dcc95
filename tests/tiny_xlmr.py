"""A small XLM-RoBERTa NLI checkpoint: the real classes and a real SentencePiece tokenizer, random weights."""

from pathlib import Path

import sentencepiece
import torch
from transformers import AutoTokenizer, XLMRobertaConfig, XLMRobertaForSequenceClassification

_SENTENCES = [
    "The model reaches an accuracy of 80.9 on the benchmark.",
    "Training on English data alone transfers to other languages.",
    "Das Modell wird auf englischen Daten trainiert.",
    "Le modèle est entraîné sur des données anglaises.",
    "No difference was found between the two methods in any language.",
    "Numbers such as 1.8 points or 5.4 percent are read digit by digit.",
] * 5


def make_tiny_xlmr(folder: Path, labels: tuple[str, ...] = ("contradiction", "neutral", "entailment")) -> Path:
    """Save the checkpoint to `folder`, with its labels in the given order; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    corpus = folder / "sentences.txt"
    corpus.write_text("\n".join(_SENTENCES), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(corpus),
        model_prefix=str(folder / "sentencepiece.bpe"),
        vocab_size=150,
        model_type="unigram",
        character_coverage=1.0,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    corpus.unlink()
    torch.manual_seed(0)
    config = XLMRobertaConfig(
        vocab_size=300,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=514,
        type_vocab_size=1,
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={label: row for row, label in enumerate(labels)},
    )
    model = XLMRobertaForSequenceClassification(config)
    # Random heads say nearly the same of every pair; larger weights tell pairs apart, so that order can be tested.
    with torch.no_grad():
        for weight in model.classifier.parameters():
            weight.mul_(20)
    model.save_pretrained(folder)
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "XLMRobertaTokenizer"}', encoding="utf-8")
    AutoTokenizer.from_pretrained(folder).save_pretrained(folder)
    return folder
