"""How good a release is, measured against labels made by hand.

    python -m flows.measure RELEASE LABELS.json [LABELS.json ...] --raw FOLDER

A label file speaks of a region of one raw file, by code points: ``turns`` (true speaker and spans), ``given`` (what the raw labels
say), ``fixes`` (mis-transcriptions: start, end, wrong, right), ``zhmap`` (which source spans a translated line says, and whether
it is a repeat).

WDER, the word diarization error rate (El Shafey et al., 'Joint Speech Recognition and Speaker Diarization via Sequence
Transduction', Interspeech 2019), is taken here over the raw words themselves: the share whose speaker is wrong.
"""
from __future__ import annotations

import argparse
import bisect
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

_WORD, _LETTER, _SOUND = re.compile(r"\S+"), re.compile(r"[^\W_]"), re.compile(r"\[[^\[\]]{1,30}\]")
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
SURE = 0.9
NEAR = 2  # words by which the start of a turn may be off


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole``; its value is nan where there is nothing to measure."""

    part: int
    whole: int

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def value(self) -> float:
        return self.part / self.whole if self.whole else float("nan")

    def __str__(self) -> str:
        return f"{100 * self.value:.1f} % of {self.whole}" if self.whole else "-"


@dataclass(frozen=True, slots=True)
class Figures:
    """wder, given_wder: share of words under a wrong speaker, in the release and under the raw labels; sure: share of words in turns of
    confidence 0.9 or more; sure_wrong: of those, under a wrong speaker; lost: words in no turn; starts_*: turn starts found and true;
    repaired: labelled errors that now read right; agreed: edits of letters that a label confirms; aligned_*: characters paired rightly;
    repeats_*: lines marked as repeats."""

    wder: Share
    given_wder: Share
    sure: Share
    sure_wrong: Share
    lost: Share
    starts_precision: Share
    starts_recall: Share
    repaired: Share
    agreed: Share
    aligned_precision: Share
    aligned_recall: Share
    repeats_precision: Share
    repeats_recall: Share

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, f) + getattr(other, f) for f in self.__slots__))


def f1(precision: Share, recall: Share) -> float:
    """Harmonic mean of precision and recall."""
    p, r = precision.value, recall.value
    return 2 * p * r / (p + r) if p + r > 0 else 0.0


class Intervals:
    """Finds the one of some disjoint intervals that holds an offset."""

    def __init__(self, items: Iterable[tuple[int, int, object]]):
        self._items = sorted(items, key=lambda x: x[:2])
        self._starts = [a for a, _, _ in self._items]

    def at(self, offset: int):
        k = bisect.bisect_right(self._starts, offset) - 1
        return self._items[k][2] if k >= 0 and offset < self._items[k][1] else None


def measure(tables: Mapping[str, Sequence[dict]], labels: dict, raw: str, source_lang: str = "en") -> Figures:
    """Figures of one labelled region. ``tables`` holds rows of turns, edits, pairs and blocks; ``raw`` is the decoded raw file."""
    mine = {n: [r for r in rows if r["episode_id"] == labels["episode"]] for n, rows in tables.items()}
    turns = [t for t in mine["turns"] if t["lang"] == source_lang]
    speakers, starts = _speakers(turns, labels, raw), _starts(turns, labels, raw)
    return Figures(*speakers, *starts, *_errors(mine, labels, raw), *_alignment(mine, labels, raw))


def words(raw: str, spans: Iterable[Sequence[int]]) -> list[int]:
    """Offset of the first letter of each word; marks like `[laughter]` are no words."""
    out = []
    for a, b in spans:
        text = _SOUND.sub(lambda m: " " * len(m[0]), raw[a:b])
        out += [a + m.start() + x.start() for m in _WORD.finditer(text) if (x := _LETTER.search(m[0]))]
    return out


def _cover(turns: Iterable[dict]) -> Intervals:
    return Intervals((s["start"], s["end"], t) for t in turns for s in t["spans"])


def _speakers(turns: list[dict], labels: dict, raw: str) -> list[Share]:
    cover = _cover(turns)
    given = Intervals((g["start"], g["end"], g["speaker"]) for g in labels["given"])
    total = wrong = given_wrong = sure = sure_wrong = lost = spoken = 0
    for true in labels["turns"]:
        if true["speaker"].startswith("#"):
            continue
        for a in words(raw, true["spans"]):
            turn = cover.at(a)
            spoken += 1
            lost += turn is None
            if true.get("conf") == "l":
                continue
            bad = turn is None or turn["speaker"] != true["speaker"]
            total += 1
            wrong += bad
            given_wrong += given.at(a) != true["speaker"]
            if turn is not None and turn["confidence"] >= SURE:
                sure += 1
                sure_wrong += bad
    return [Share(wrong, total), Share(given_wrong, total), Share(sure, total), Share(sure_wrong, sure), Share(lost, spoken)]


def _starts(turns: list[dict], labels: dict, raw: str) -> list[Share]:
    spoken = labels["turns"]
    order = sorted(a for t in spoken for a in words(raw, t["spans"]))
    firsts = [(ws[0], t.get("conf") == "l") for t in spoken if not t["speaker"].startswith("#") and (ws := words(raw, t["spans"]))]
    true = {bisect.bisect_left(order, a) for a, doubtful in firsts if not doubtful}
    free = {bisect.bisect_left(order, a) for a, doubtful in firsts if doubtful}
    low, high = labels["region"]
    begins = [t["spans"][0]["start"] for t in turns if low <= t["spans"][0]["start"] < high]
    found = {k for a in begins if (k := bisect.bisect_left(order, a)) < len(order)}
    left, hits, ignored = set(true), 0, 0
    for k in sorted(found):
        near = [k + d for d in sorted(range(-NEAR, NEAR + 1), key=abs)]
        hit = next((n for n in near if n in left), None)
        if hit is not None:
            left.discard(hit)
            hits += 1
        else:
            ignored += any(n in free for n in near)
    return [Share(hits, len(found) - ignored), Share(hits, len(true))]


def _tokens(text: str) -> list[str]:
    return [t.casefold() for t in _TOKEN.findall(text)]


def _errors(mine: Mapping[str, list[dict]], labels: dict, raw: str) -> list[Share]:
    low, high = labels["region"]
    edits = sorted(mine["edits"], key=lambda e: (e["start"], e["end"]))
    repeats = Intervals((*z["line"], True) for z in labels.get("zhmap", []) if z["dup"])
    fixes = [f for f in labels["fixes"] if f["lang"] != "meta" and not repeats.at(f["start"])]
    errors = {(f["start"], f["end"]) for f in fixes if f["kind"] != "dup"}
    done = {(f["start"], f["end"]) for f in fixes if _reads_right(raw, edits, f)}
    speech = _cover(mine["turns"])
    agreed = letters = 0
    for e in edits:
        if not low <= e["start"] < high or not _tokens(e["after"]) or "".join(_tokens(e["before"])) == "".join(_tokens(e["after"])):
            continue
        if speech.at(e["start"]) is None or repeats.at(e["start"]):
            continue
        letters += 1
        agreed += any((f["start"], f["end"]) in done and f["start"] < e["end"] and f["end"] > e["start"] for f in fixes)
    return [Share(len(done & errors), len(errors)), Share(agreed, letters)]


def _reads_right(raw: str, edits: list[dict], fix: dict) -> bool:
    near = [e for e in edits if e["start"] <= fix["end"] and e["end"] >= fix["start"]]
    low, high = min([fix["start"], *(e["start"] for e in near)]), max([fix["end"], *(e["end"] for e in near)])
    out, at = [], low
    for e in near:
        out += [raw[at:e["start"]], e["after"]]
        at = e["end"]
    now = "".join(out) + raw[at:high]
    if now == raw[low:high]:
        return False
    if "".join(_tokens(fix["wrong"])) == "".join(_tokens(fix["right"])):
        return " ".join(fix["right"].split()) in " ".join(now.split())
    have, right, wrong = _tokens(now), _tokens(fix["right"]), _tokens(fix["wrong"])
    if not right:
        return not _within(wrong, have)
    return _within(right, have) and (_within(wrong, right) or not _within(wrong, have))


def _within(small: list[str], big: list[str]) -> bool:
    return bool(small) and any(big[i:i + len(small)] == small for i in range(len(big) - len(small) + 1))


def _alignment(mine: Mapping[str, list[dict]], labels: dict, raw: str) -> list[Share]:
    spans = {t["turn_id"]: [(s["start"], s["end"]) for s in t["spans"]] for t in mine["turns"]}
    translated = _cover(t for t in mine["turns"] if t["lang"].startswith("zh"))
    partners: dict[str, list[tuple[int, int]]] = {}
    for p in mine["pairs"]:
        for target in p["target_turn_ids"]:
            partners.setdefault(target, []).extend(s for source in p["source_turn_ids"] for s in spans.get(source, []))
    kinds = Intervals((b["start"], b["end"], b["kind"]) for b in mine["blocks"])
    both = found = true = repeated = marked = hits = 0
    for z in labels.get("zhmap", []):
        if z.get("conf") == "l":
            continue
        a, b = z["line"]
        is_marked = kinds.at((a + b) // 2) == "duplicate"
        hits, marked, repeated = hits + (is_marked and z["dup"]), marked + is_marked, repeated + z["dup"]
        if z["dup"]:
            continue
        ids = dict.fromkeys(t["turn_id"] for x in range(a, b) if (t := translated.at(x)) is not None)
        got = {x for i in ids for s, e in partners.get(i, []) for x in range(s, e) if _LETTER.match(raw[x])}
        want = {x for s, e in z["en"] or [] for x in range(s, e) if _LETTER.match(raw[x])}
        both, found, true = both + len(got & want), found + len(got), true + len(want)
    return [Share(both, found), Share(both, true), Share(hits, marked), Share(hits, repeated)]


def read_tables(release: Path) -> dict[str, list[dict]]:
    """Rows of the tables that measuring needs, from a release folder."""
    return {n: [r for f in sorted((release / "parquet" / n).glob("*.parquet")) for r in pq.read_table(f).to_pylist()]
            for n in ("turns", "edits", "pairs", "blocks")}


def _percent(share: Share) -> str:
    return f"{100 * share.value:.1f} %" if share.whole else "-"


def report(name: str, f: Figures) -> str:
    """One line of a Markdown table."""
    return (f"| {name} | {f.given_wder} | {100 * f.wder.value:.1f} % | {100 * f.sure.value:.0f} % | {_percent(f.sure_wrong)} "
            f"| {f1(f.starts_precision, f.starts_recall):.3f} | {f.repaired} | {f.agreed} | "
            + (f"{f1(f.aligned_precision, f.aligned_recall):.3f} |" if f.aligned_recall.whole else "- |"))


HEAD = ("| transcript | WDER, raw labels | WDER, release | sure words | of them wrong | turn starts F1 | errors repaired "
        "| edits confirmed | alignment F1 |\n"
        "|---|---|---|---|---|---|---|---|---|")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("release", type=Path)
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--raw", type=Path, required=True)
    args = parser.parse_args(argv)
    tables = read_tables(args.release)
    print(HEAD)
    for path in args.labels:
        labels = json.loads(path.read_text("utf-8"))
        raw = (args.raw / labels["raw_file"]).read_bytes().decode("utf-8")
        print(report(labels["episode"], measure(tables, labels, raw)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
