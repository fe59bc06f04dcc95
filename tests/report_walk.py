"""A walk over the figures of a report.json, with arithmetic of its own: each must stand in a source, or follow from those.

It shares no code with what writes reports: numbers are found by a plain pattern, and differences, ranges and counts are
made again from the figures that the report says they come from.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_NUMBER = re.compile(r"(?<![\w.])[+-]?\d+(?:,\d{3})*(?:\.\d+)?(?![\w]|\.\d)")
_WORDS = {"half": 0.5, "one": 1.0, "two": 2.0, "three": 3.0}
_SURE = re.compile(r"^\w+ certainty \((\d+) independent sources?, confidence (\d+)% or more\): ")
_PAPERS = re.compile(r"\bin (\d+) (?:papers?\b|of them\b)")
_SHOWN = re.compile(r"= ([+-]?\d+(?:\.\d+)?)(?:,|$)")
_CELL = re.compile(r"(?:^|: |minus )([+-]?\d+(?:\.\d+)?)(?=[^()]* \()")
_MEAN = re.compile(r"mean of (\d+) = (\d+\.\d+)")
_MEASURED = re.compile(r"^(?P<better>.+) minus (?P<worse>.+), to test “")
_ROUNDING = 0.0501


def numbers(text: str) -> set[float]:
    """The sizes of all numbers of a text, whatever their sign."""
    found = {abs(float(one.replace(",", ""))) for one in _NUMBER.findall(text)}
    return found | {value for word, value in _WORDS.items() if re.search(rf"\b{word}\b", text, re.IGNORECASE)}


def faults(report: Mapping[str, Any], sources: Mapping[str, str]) -> list[str]:
    """Each number of answer, findings and checks that does not follow; `sources` are the texts of the papers by id."""
    claims = {one["claim_id"]: one for one in report["claims"]}
    return [
        *_quotes(report, sources),
        *(fault for verdict in report["verdicts"] for fault in _checks(verdict, claims, sources)),
        *(fault for finding in report["findings"] for fault in _finding(finding, claims, _read(report, sources))),
        *_answer(report, claims),
    ]


def _read(report: Mapping[str, Any], sources: Mapping[str, str]) -> dict[str, str]:
    """By claim_id the texts of its paper and of those whose passages support it."""
    papers = {one["claim_id"]: {one["paper_id"]} for one in report["claims"]}
    for verdict in report["verdicts"]:
        papers[verdict["claim_id"]] |= {
            piece["passage"]["paper_id"] for piece in verdict["evidence"] if piece["stance"] == "supports"
        }
    return {claim_id: "\n".join(sources[one] for one in sorted(ids)) for claim_id, ids in papers.items()}


def _quotes(report: Mapping[str, Any], sources: Mapping[str, str]) -> Iterator[str]:
    for claim in report["claims"]:
        if numbers(claim["quote"]) - numbers(sources[claim["paper_id"]]):
            yield f"claim {claim['claim_id']}: a number is not in its paper"
        # One of several statements of a sentence has its own of the sentence's numbers.
        said, quoted = numbers(claim["text"]), numbers(claim["quote"])
        if said - quoted or (said != quoted and not claim.get("part")):
            yield f"claim {claim['claim_id']}: other numbers than its quote"


def _checks(verdict: Mapping[str, Any], claims: Mapping[str, Any], sources: Mapping[str, str]) -> Iterator[str]:
    """Numbers that evidence agrees with: in the claim, in the paper of the evidence, and each subtraction right."""
    for piece in verdict["evidence"]:
        for check in (one for one in piece["numbers"] if one["agree"]):
            where = f"claim {verdict['claim_id']}, {check['evidence']}"
            if numbers(check["claim"]) - numbers(claims[verdict["claim_id"]]["text"]):
                yield f"{where}: not a number of the claim"
            shown, cells = _SHOWN.search(check["evidence"]), [float(one) for one in _CELL.findall(check["evidence"])]
            if shown and (len(cells) != 2 or abs(cells[0] - cells[1] - float(shown[1])) > 1e-6):
                yield f"{where}: the subtraction is wrong"
            source = sources[piece["passage"]["paper_id"]]
            if mean := _MEAN.search(check["evidence"]):
                if not _is_mean(float(mean[2]), int(mean[1]), source):
                    yield f"{where}: no row has that mean"
                continue
            told = {abs(one) for one in cells} or (
                set() if "difference of" in check["evidence"] else numbers(check["evidence"])
            )
            if told - numbers(source):
                yield f"{where}: not a number of {piece['passage']['paper_id']}"


def _is_mean(value: float, count: int, source: str) -> bool:
    """Whether so many cells that stand side by side in a row of a digest have this mean, to two decimals."""
    for row in re.findall(r"\[([^\[\]]*)\]", source):
        cells = [float(one) for one in re.findall(r'"(\d+\.\d+)"', row)]
        runs = (cells[at : at + count] for at in range(len(cells) - count + 1))
        if any(abs(sum(run) / count - value) < 0.0051 for run in runs):
            return True
    return False


def _finding(finding: Mapping[str, Any], claims: Mapping[str, Any], read: Mapping[str, str]) -> Iterator[str]:
    """Figures that their claims state, and the spreads, counts and differences made of them."""
    yield from _figures(finding, claims, read)
    yield from _spreads(finding)
    where = f"finding {finding['title']}"
    values = {one["value"] for one in finding["figures"] if one["label"] == "supported"}
    for one in finding["differences"]:
        if not any(abs(abs(left - right) - one["gap"]) < 1e-6 for left in values for right in values):
            yield f"{where}: no two figures lie {one['gap']} apart"
    if finding["independent"] > len(finding["papers"]):
        yield f"{where}: more independent works than works"


def _figures(finding: Mapping[str, Any], claims: Mapping[str, Any], read: Mapping[str, str]) -> Iterator[str]:
    where = f"finding {finding['title']}"
    for figure in finding["figures"]:
        text = claims[figure["claim_id"]]["text"]
        ends = figure["ends"]
        stated = any(abs(abs(figure["value"]) - one) < 1e-6 for one in numbers(text))
        made = (
            len(ends) == 2 and abs(ends[1] - ends[0] - figure["value"]) < 1e-6 and set(map(abs, ends)) <= numbers(text)
        )
        if not stated and not made:
            yield f"{where}: {figure['value']} is not what its claim says"
        if ends and abs(ends[1] - ends[0] - figure["value"]) > _ROUNDING:
            yield f"{where}: {figure['value']} does not go from {ends[0]} to {ends[1]}"
        if set(map(abs, ends)) - numbers(text) - numbers(read[figure["claim_id"]]):
            yield f"{where}: {ends} is in no paper that was read for it"


def _spreads(finding: Mapping[str, Any]) -> Iterator[str]:
    where = f"finding {finding['title']}"
    supported = [one for one in finding["figures"] if one["label"] == "supported"]
    for spread in finding["spreads"]:
        told = dict(map(tuple, spread["protocol"]))
        of_it = [one for one in supported if one["unit"] == spread["unit"] and _protocol(one, finding["kind"]) == told]
        edges = {one["value"] for one in of_it}
        counts = (len(of_it), len({one["paper_id"] for one in of_it}))
        if not edges or (min(edges), max(edges)) != (spread["low"], spread["high"]):
            yield f"{where}: {spread['low']} to {spread['high']} is not the range of its figures"
        if counts != (spread["figures"], spread["papers"]) or not 0 <= spread["independent"] <= spread["papers"]:
            yield f"{where}: {spread['figures']} figures of {spread['papers']} papers are not counted right"


def _protocol(figure: Mapping[str, Any], kind: str) -> dict[str, str]:
    fields = ["setting", "languages", "split", "metric"]
    over = ["system", "baseline"] if kind == "effect" else []
    told = {name: figure[name] for name in [*over, *fields] if figure[name]}
    start = {"baseline score": f"{figure['ends'][0]:g}"} if kind == "effect" and figure["ends"] else {}
    return told | start


def _answer(report: Mapping[str, Any], claims: Mapping[str, Any]) -> Iterator[str]:
    for sentence in report["answer"]:
        if _MEASURED.match(sentence["text"]):
            fault = _measured(sentence["text"], report)
        elif sentence["claim_ids"]:
            fault = _told(sentence, report, claims)
        else:
            counted = {float(value) for value in report["funnel"].values()}
            fault = "a number that counts nothing" if numbers(sentence["text"]) - counted - numbers("one") else ""
        if fault:
            yield f"answer: {sentence['text']}: {fault}"


def _begun(better: str, worse: str) -> tuple[str, str]:
    return f"{better[:1].upper()}{better[1:]}", worse


def _measured(text: str, report: Mapping[str, Any]) -> str:
    """What is wrong with a sentence about a contrast of an experiment that was run here."""
    found = _MEASURED.match(text)
    every = [one for run in report["measured"] for one in run["contrasts"]]
    named = [
        one
        for one in every
        if found and found.groups() in (_begun(one["better"], one["worse"]), _begun(*one.get("called") or ("", "")))
    ]
    for one in named:
        if abs(sum(one["by_seed"]) / len(one["by_seed"]) - one["value"]) > 0.01:
            return "not the mean of its seeds"
        told = {abs(round(one[name], 1)) for name in ("value", "low", "high")} | {float(len(one["seeds"]))}
        if numbers(text) <= told | numbers(f"{one['what']} {one['why']}"):
            return ""
    return "no such result"


def _told(sentence: Mapping[str, Any], report: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """What is wrong with a sentence that rests on claims."""
    ids, text = sentence["claim_ids"], sentence["text"]
    found = [one for one in report["findings"] if set(ids) <= set(one["supported"])]
    sure = _SURE.match(text)
    if sure and not any(_as_sure(one, int(sure[1]), int(sure[2])) for one in found):
        return "no finding is as sure, by as many sources"
    rest = text[sure.end() :] if sure else text
    if len(ids) == 1:  # what one claim says is told in its own words
        return "" if rest == claims[ids[0]]["text"] else "not the words of its claim"
    works = {len({claims[one]["primary"] or claims[one]["paper_id"] for one in some}) for some in _parts(ids, found)}
    if any(int(number) not in works for number in _PAPERS.findall(rest)):
        return "not so many papers"
    figures = [one for finding in found for one in finding["figures"] if one["claim_id"] in ids]
    known = {abs(end) for one in figures for end in (one["value"], *one["ends"])}
    stated = numbers(" ".join(claims[one]["text"] for one in ids))
    return "a number of none of its claims" if numbers(_PAPERS.sub("", rest)) - known - stated else ""


def _parts(ids: list[str], found: list[Mapping[str, Any]]) -> Iterator[set[str]]:
    """The claims that stand behind a sentence, and behind each protocol of its findings."""
    yield set(ids)
    for finding in found:
        yield set(finding["supported"])
        for spread in finding["spreads"]:
            told = dict(map(tuple, spread["protocol"]))
            yield {
                one["claim_id"]
                for one in finding["figures"]
                if one["label"] == "supported" and _protocol(one, finding["kind"]) == told
            }


def _as_sure(finding: Mapping[str, Any], sources: int, confidence: int) -> bool:
    return finding["independent"] == sources and round(100 * finding["confidence"]) == confidence
