"""Words that decide how a question is searched for: names of one thing, common words, words of the field."""

# Different names of one thing in natural language processing and machine learning, as papers of the field use
# them. Each line is one thing. Hyphens and a plural "s" do not count when a question is compared with these.
_SYNONYMS = """
intermediate-task training; intermediate task; supplementary training; STILTs; intermediate fine-tuning
cross-lingual; multilingual; cross-language
cross-lingual transfer; zero-shot cross-lingual transfer; zero-shot cross-lingual; multilingual transfer
natural language inference; textual entailment; NLI
low-resource languages; under-resourced languages; low-resource
machine translation; neural machine translation
translate-train; translation-based training; machine-translated training data
translate-test; translating the test set
parallel data; parallel corpora; bitext; translation language modeling
language model; pre-trained language model; pretrained transformer
large language model; LLM
fine-tuning; finetuning
pre-training; pretraining
question answering; reading comprehension
named entity recognition; NER
part-of-speech tagging; POS tagging
dependency parsing; syntactic parsing; syntax
semantic similarity; semantic textual similarity; STS
paraphrase identification; paraphrase detection; PAWS-X
commonsense reasoning; causal commonsense; XCOPA
sentiment analysis; sentiment classification; opinion mining
summarization; summarisation
mBERT; multilingual BERT
XLM-R; XLM-RoBERTa
adapters; adapter-based transfer; parameter-efficient
data augmentation; synthetic data
robustness; robust training; adversarial training
code-switching; code-mixing
word alignment; cross-lingual alignment
knowledge distillation; model distillation
multi-task learning; multitask learning
few-shot; few-shot learning
zero-shot; zero-shot transfer
fact verification; claim verification; fact checking
retrieval-augmented generation; RAG
instruction tuning; instruction following
tokenization; subword segmentation; vocabulary
graph neural network; GNN
reinforcement learning; RL
convolutional neural network; CNN
generative adversarial network; GAN
"""

SYNONYMS = tuple(tuple(line.split("; ")) for line in _SYNONYMS.strip().splitlines())

# Common to most abstracts: alone they find everything, so they are searched for only within a longer phrase.
GENERIC = frozenset(
    """accuracy algorithm algorithms analysis approach approaches average baseline baselines benchmark benchmarks best
    case cases data dataset datasets difference differences evaluation evidence experiment experiments factor factors
    good high higher kind large larger learning level low lower main major method methods model models number numbers
    paper papers performance point points possible practice problem problems quality question questions rate recent
    research role score scores size small state studies study system systems task tasks technique techniques term
    terms test tests time train trained training type types value values way ways work works year years""".split()
)

# Words that end a phrase, as function words do: what follows them is another thing.
BREAKING = frozenset(
    """achieve achieves across against along among around beat beats because before benefit benefits better cause causes
    choose choosing depend depends determine determines differ differs drive driven drives during effective even
    exceed exceeds explain explains gain gains good help helped helps improve improved improves improving
    increase increases instead investigate know known like made make makes matters much need needed needs obtain
    obtained outside over reach reaches reduce reduces report reported reports require requires same show shows
    so still suffer suffers under upon want well within without work works worse worst""".split()
)

# Any of these in a question means that it is about natural language processing.
_FIELD = frozenset(
    """annotation bert bilingual bleu chatbot chatgpt coreference corpora corpus crosslingual dialogue embeddings
    entailment glue gpt grammar language languages lexical lingual linguistic linguistics llm llms lexicon mbert mlqa
    mnli monolingual morphology mt5 multilingual ner nli nlp paraphrase parser parsing pos-tagging
    prompt prompting question-answering roberta semantic sentence sentences sentiment snli speech squad stilts
    subword summarization syntax tagging text texts textual token tokenization tokenizer transformer transformers
    translate translated translation treebank vocabulary word words xcopa xlm xlm-r xnli xquad xtreme""".split()
)


def is_language_processing(words: frozenset[str]) -> bool:
    """Whether lower-case words suggest a question about natural language processing.

    >>> is_language_processing(frozenset({"cross-lingual", "transfer"})), is_language_processing(frozenset({"galaxy"}))
    (True, False)
    """
    parts = {part for word in words for part in (word, *word.split("-"))}
    return not parts.isdisjoint(_FIELD)
