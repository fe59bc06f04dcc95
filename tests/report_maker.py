"""A realistic report about papers that do not exist: every verdict label, both sides, a digest, hostile characters."""

from dataclasses import replace

from report_papers import AGAIN, ATLAS, BRIDGE, ENOUGH, PAPERS, SURVEY

from litsynth.records import (
    Anchor,
    Claim,
    Conflict,
    Coverage,
    Difference,
    Evidence,
    Figure,
    Finding,
    Funnel,
    Gap,
    Judgement,
    NumberCheck,
    Objection,
    Passage,
    Quantity,
    Query,
    ReliabilityBin,
    Report,
    ReportSentence,
    Skipped,
    Span,
    Spread,
    Stance,
    Substrate,
    SupportKind,
    Theme,
    Verdict,
)

LONG_CLAIM = (
    "Lindqvist et al. 2021 report that PolyBridge, trained on nine intermediate tasks in fifteen languages with the"
    " same number of update steps for each language, improves zero-shot accuracy on XNLI by 1.8 points on average"
    " over 15 languages against the same encoder with English-only intermediate training, and that the gain holds"
    " for every language but English."
)
AGREE = NumberCheck("1.8 points", "1.8 points", True)


def place(
    paper_id: str,
    substrate: Substrate,
    exact: str,
    section: str = "",
    page: int = 0,
    table: str = "",
    row: str = "",
    column: str = "",
    source: str = "",
) -> Anchor:
    """An anchor at some place; only what a report prints of it differs."""
    span = Span(120, 120 + len(exact))
    return Anchor(paper_id, substrate, span, exact, "before ", " after", section, page, table, row, column, source)


def claim(claim_id: str, text: str, quote: str, anchor: Anchor, *numbers: Quantity) -> Claim:
    """A result claim whose quote is what `anchor` covers."""
    return Claim(claim_id, anchor.paper_id, text, quote, anchor, "result", numbers, role=0.91, relevance=0.72)


def points(text: str, value: float) -> Quantity:
    """A gain printed with one decimal."""
    return Quantity(text, value, value - 0.05, value + 0.05, "points", Span(0, len(text)), direction="up")


def evidence(
    claim_id: str,
    anchor: Anchor,
    stance: Stance,
    kind: SupportKind,
    judged: tuple[float, float, float],
    *numbers: NumberCheck,
    why: str = "",
    read: str = "",
    primary: str = "",
) -> Evidence:
    """A piece; `read` is the sentence that stands for a table row."""
    passage = Passage(
        f"{anchor.paper_id}#{anchor.span.start}",
        anchor.paper_id,
        read or anchor.exact,
        anchor.span,
        anchor.substrate,
        anchor.section,
        anchor.page,
        primary=primary,
    )
    return Evidence(claim_id, passage, anchor, stance, kind, Judgement(*judged), numbers, why)


def gain() -> tuple[Claim, Verdict]:
    """Supported in all three ways, by more pieces than are printed; one piece under another protocol."""
    at = place(BRIDGE, "latex", "Our model gains 1.8 points on average.", section="Abstract")
    made = claim("c01gain", LONG_CLAIM, at.exact, at, points("1.8 points", 1.8))
    again_at = place(BRIDGE, "latex", "We gain 1.8 points.", section="7 Conclusion")
    pieces = (*gain_in_its_own_paper(), *gain_elsewhere())
    verdict = Verdict("c01gain", "supported", 0.934, pieces, 48, traced=5, restated=1, corroborated=1)
    return replace(made, also_at=(again_at,)), verdict


def gain_in_its_own_paper() -> list[Evidence]:
    """A table row, and four sentences."""
    table = place(BRIDGE, "latex", "PolyBridge & 78.1 & 76.3", table="Table 2", row="PolyBridge", column="avg (15)")
    row = "For PolyBridge, avg (15) is 78.1; for English-only, avg (15) is 76.3."
    check = NumberCheck("1.8 points", "78.1 - 76.3", True)
    pieces = [evidence("c01gain", table, "supports", "own paper", (0.97, 0.02, 0.01), check, read=row)]
    for number in range(4):
        exact = f"In run {number + 1} the average gain over English-only training was 1.8 points."
        where = place(BRIDGE, "latex", exact, section="5 Results")
        pieces.append(evidence("c01gain", where, "supports", "own paper", (0.95 - number / 100, 0.04, 0.01), AGREE))
    return pieces


def gain_elsewhere() -> list[Evidence]:
    """An independent measurement, a citation, and another setting."""
    again = place(AGAIN, "pdf", "We measure +1.9 points over the English-only run.", section="3 Results", page=6)
    near = NumberCheck("1.8 points", "+1.9 points", True, "two measurements within 0.5 of each other")
    cited = place(ENOUGH, "pdf", "PolyBridge adds 1.8 points (Lindqvist et al., 2021).", section="2 Background", page=2)
    cites = "The sentence cites the claim's paper and repeats its digits."
    other = place(ENOUGH, "pdf", "With translated training data the gain shrinks to 0.7 points.", page=7)
    far = NumberCheck("1.8 points", "0.7 points", False, "0.7 lies outside the interval 1.75 to 1.85")
    differs = "Setting differs: zero-shot in the claim, translate-train here."
    return [
        evidence("c01gain", again, "supports", "independent", (0.9, 0.08, 0.02), near),
        evidence("c01gain", cited, "supports", "restated", (0.88, 0.1, 0.02), AGREE, why=cites),
        evidence("c01gain", other, "different protocol", "independent", (0.2, 0.3, 0.5), far, why=differs),
    ]


def english_only() -> tuple[Claim, Verdict]:
    """Refuted by its own paper's table; its text is full of characters that Markdown reads as markup."""
    text = "English-only training reaches 85.0% *on every* <target> | at $5 a run, `[sic]` www.example.org/a_b #best"
    at = place(ENOUGH, "pdf", text, section="1 Introduction | Aims", page=1)
    cell = place(
        ENOUGH, "pdf", "58.0", table="Table 1", row="English-only [$n=3$]", column="sw", section="4 Results", page=5
    )
    piece = evidence(
        "c02english",
        cell,
        "refutes",
        "own paper",
        (0.61, 0.09, 0.3),
        NumberCheck("85.0%", "58.0", False, "85.0 and 58.0 are different figures"),
        read="For English-only [$n=3$], sw is 58.0.",
        why="The model took it for support; the number that it should match is another one.",
    )
    number = Quantity("85.0%", 85.0, 84.95, 85.05, "percent", Span(30, 35))
    made = claim("c02english", text, text, at, number)
    why = "A number of the claim differs from its own paper's table."
    return made, Verdict("c02english", "refuted", 0.91, (piece,), 40, why=why)


def swahili() -> tuple[Claim, Verdict]:
    """Conflicting, with a digest on one side whose figure another work measured."""
    at = place(
        ATLAS, "digest", "ATLAS-XL scores 73.9 on Swahili.", section="Figures", source="Table 4, read in the PDF of v3"
    )
    support = evidence("c03swahili", at, "supports", "own paper", (0.96, 0.03, 0.01), primary=ATLAS)
    against = place(
        ENOUGH, "digest", "ATLAS-XL scores 70.2 on Swahili.", section="Rows", source="a README (as of 2021) <unchecked>"
    )
    refute = evidence(
        "c03swahili",
        against,
        "refutes",
        "independent",
        (0.05, 0.1, 0.85),
        NumberCheck("73.9", "70.2", False, "3.7 apart; two measurements of one system differ by at most 1.0"),
        primary="arXiv:2199.99999",
    )
    made = claim("c03swahili", "ATLAS-XL scores 73.9 on the Swahili part of XNLI.", at.exact, at)
    return replace(made, primary=ATLAS), Verdict("c03swahili", "conflicting", 0.58, (support, refute), 12, traced=1)


def base_size() -> tuple[Claim, Verdict]:
    """Only another checkpoint was measured."""
    at = place(AGAIN, "abstract", "The base encoder reaches 74.5 zero-shot.", section="Abstract")
    other = place(BRIDGE, "latex", "Base encoder & 76.2", table="Table 5", row="Base encoder", column="avg")
    piece = evidence(
        "c04base",
        other,
        "different protocol",
        "independent",
        (0.3, 0.2, 0.5),
        NumberCheck("74.5", "76.2", False, "76.2 lies outside the interval 74.45 to 74.55"),
        read="For Base encoder, avg is 76.2.",
        why="Another checkpoint of the same name.",
    )
    made = claim("c04base", "The base encoder reaches 74.5 zero-shot on XNLI.", at.exact, at)
    return replace(made, attributed=True, primary=BRIDGE), Verdict("c04base", "different protocol", 0.74, (piece,), 31)


def urdu() -> tuple[Claim, Verdict]:
    """An abstention with a weak piece."""
    at = place(BRIDGE, "latex", "The gain is largest for Urdu...", section="6 Analysis")
    weak = evidence(
        "c05urdu", place(AGAIN, "pdf", "Urdu improves too.", page=8), "supports", "independent", (0.52, 0.46, 0.02)
    )
    made = claim("c05urdu", "The gain of PolyBridge is largest for Urdu...", at.exact, at)
    why = "The best label stays below the abstention threshold."
    return made, Verdict("c05urdu", "not enough evidence", 0.46, (weak,), 48, corroborated=1, why=why)


def cost() -> tuple[Claim, Verdict]:
    """An abstention with nothing found."""
    at = place(SURVEY, "text", "training costs half as much")
    made = claim(
        "c06cost", "Multilingual intermediate training costs half as much as English-only training.", at.exact, at
    )
    return made, Verdict("c06cost", "not enough evidence", 0.88, (), 48, why="No passage speaks to the claim.")


def make_report() -> Report:
    """Six claims about five papers, read as LaTeX, PDF, abstract, plain text and digests."""
    claims, verdicts = zip(cost(), gain(), english_only(), swahili(), base_size(), urdu(), strict=True)
    return replace(
        made_with(),
        question="Does intermediate-task training in several languages beat English-only training on XNLI?",
        date="2199-03-14",
        answer=(
            ReportSentence("Yes, by about 1.8 points in the one setting measured twice.", ("c01gain",)),
            ReportSentence("For Swahili and for the base size the figures disagree.", ("c03swahili", "c04base")),
            ReportSentence("The search covers work up to the date above."),
        ),
        themes=(
            Theme("Average gain", ("c01gain", "c02english", "c05urdu")),
            Theme("Single languages | sizes", ("c03swahili", "c01gain", "c04base")),
        ),
        claims=claims,
        verdicts=verdicts,
        conflicts=conflicts(),
        coverage=Coverage(
            ("intermediate tasks", "English-only", "cost"), ("intermediate tasks", "English-only"), ("cost",), False
        ),
        papers=PAPERS,
        skipped=(Skipped("arXiv:2199.00505", "parse", "no text layer on any of its 12 pages | scanned"),),
        queries=(
            Query("arxiv", 'all:"intermediate training" AND all:XNLI', 1214, 50, "2199-03-14"),
            Query("bundled corpus", "intermediate-task training XNLI", 16, 16, "2199-03-14"),
        ),
        funnel=Funnel(66, 6, 60, 54, 6, 1, 5, 5),
        findings=(gains(), scores(), open_finding()),
        gaps=(
            Gap("“cost” | in *dollars*", "no supported claim speaks of it in these words", ("cost XNLI",)),
            Gap("XNLI: cost", "claims, none supported: 1 not confirmed", (), ("c06cost",)),
        ),
        reliability=(ReliabilityBin(0.4, 0.6, 30, 0.51, 0.47), ReliabilityBin(0.8, 1.0, 70, 0.91, 0.93)),
    )


def gains() -> Finding:
    """An effect that two works measured, which differ, with a passage against it; names full of special characters."""
    where = {"setting": "zero-shot", "languages": "average", "metric": "accuracy"}
    figures = (
        Figure("c01gain", BRIDGE, "1.8 points", 1.8, 1.75, 1.85, "points", "supported", system="PolyBridge", **where),
        Figure(
            "c01gain",
            AGAIN,
            "1.9 ± 0.4 points",
            1.9,
            1.5,
            2.3,
            "points",
            "supported",
            spread=True,
            system="A|B",
            **where,
        ),
        Figure("c05urdu", BRIDGE, "-0.4", -0.4, -0.45, -0.35, "points", "not enough evidence", setting="few-shot"),
    )
    return Finding(
        "f01",
        "XNLI: higher with *multilingual* training | `all`",
        "effect",
        "XNLI",
        "multilingual training",
        "English-only",
        "up",
        supported=("c01gain",),
        disputed=("c02english",),
        elsewhere=("c04base",),
        unconfirmed=("c05urdu",),
        papers=(BRIDGE, AGAIN),
        independent=2,
        confidence=0.934,
        certainty="moderate",
        figures=figures,
        spreads=(Spread(tuple(where.items()), "points", 1.8, 1.9, 2, 2, 2), Spread((), "points", -0.4, -0.4, 1, 1, 1)),
        differences=(Difference("c01gain", "c02english", "1.8", "58.0", 56.2, ("system: A|B / <C>",), 3),),
        against=Objection("refutes", "c02english", ENOUGH, "English-only wins by $5 | *always*", 0.8, "Other digits."),
    )


def scores() -> Finding:
    """Scores of one system by one work, with nothing against them."""
    figure = Figure("c03swahili", ATLAS, "73.9", 73.9, 73.85, 73.95, "score", "conflicting", system="ATLAS-XL")
    return Finding(
        "f02",
        "XNLI: ATLAS-XL",
        "score",
        "XNLI",
        "ATLAS-XL",
        "",
        "",
        (),
        ("c03swahili",),
        (),
        (),
        (),
        0,
        0.0,
        "none",
        (figure,),
    )


def open_finding() -> Finding:
    """A finding that nothing supports: it is told of among the gaps."""
    return Finding("f03", "cost", "statement", "", "cost", "", "", (), (), (), ("c06cost",), (), 0, 0.0, "none")


def made_with() -> Report:
    """What a report says of its run; nothing of what it found."""
    return Report(
        question="",
        date="",
        answer=(),
        themes=(),
        claims=(),
        verdicts=(),
        conflicts=(),
        coverage=Coverage((), (), (), True),
        papers=(),
        skipped=(),
        queries=(),
        funnel=Funnel(0, 0, 0, 0, 0, 0, 0, 0),
        substrates={"latex": 1, "pdf": 1, "abstract": 1, "digest": 2},
        models={
            "verifier": {"name": "embedded", "revision": "1", "sha256": "ab" * 32},
            "embedder": {"name": "all-MiniLM-L6-v2", "revision": "c9745ed", "sha256": "cd" * 32},
        },
        calibration={
            "set": "2,611 verdicts on biomedical and climate claims; the error on this field is unknown",
            "expected_calibration_error": "0.031 (15 bins), 95% interval 0.024 to 0.039",
        },
        settings={"retrieve": {"depth": 50}},
        settings_digest="0f1e2d3c4b5a6978",
        corpus_digest="89abcdef01234567",
        counters={"sentences": 1834, "candidates": 211, "pairs_judged": 10550, "truncated": 3},
        limitations=("Figures printed only in plots were not read.", "One paper was read as an abstract only."),
        version="0.1.0",
    )


def conflicts() -> tuple[Conflict, ...]:
    """One under the same protocol, one not; one against a sentence, one against a claim."""
    return (
        Conflict(
            "c03swahili",
            "ATLAS-XL on Swahili: 73.9 against 70.2.",
            "ATLAS-XL scores 70.2 on Swahili.",
            ENOUGH,
            True,
            "Both say XNLI test, zero-shot, large size.",
        ),
        Conflict("c04base", "Base encoder: 74.5 against 76.2.", "c01gain", BRIDGE, False, "The checkpoints differ."),
    )
