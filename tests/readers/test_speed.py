"""A thousand files of mixed kinds at a good part of a megabyte a second, on one slow core (1.4 MB on a quick one)."""

from __future__ import annotations

import json
import random
import time

import pytest

from flows.readers import read

PEOPLE = [("Ilse Kern", "伊尔莎·科恩"), ("Bo Hart", "博·哈特"), ("Marta Ruiz", "玛尔塔·鲁伊斯")]
WORDS = "the lock is old and nobody has the key but we knock on the door because the wind does so too and it was let in last year".split()
HAN = "锁很旧没有人有钥匙但是我们还是敲门因为风也敲而且去年它进来了谁知道呢"


def sentence(rng: random.Random) -> tuple[str, str]:
    n = rng.randint(3, 45)
    return " ".join(rng.choice(WORDS) for _ in range(n)).capitalize() + ".", "".join(rng.choice(HAN) for _ in range(n)) + "。"


def a_file(rng: random.Random, kind: int) -> tuple[str, str]:
    rows = [(rng.choice(PEOPLE), *sentence(rng), k * 7) for k in range(rng.randint(20, 120))]
    clock = [f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}" for *_, s in rows]
    if kind == 0:
        return "a.md", "\n".join(f"**{n}:** {zh}\n**{n}:** {en}" for (n, _), en, zh, _ in rows)
    if kind == 1:
        return "b.md", "\n\n".join(
            f"**{c}**: {zh}\n\n<details>\n<summary>Original English</summary>\n\n**{n}**: {en}\n\n</details>" for (n, c), en, zh, _ in rows
        )
    if kind == 2:
        return "c.txt", "\n\n".join(f"({t}) {n}:\n{en}\n{zh}" for ((n, _), en, zh, _), t in zip(rows, clock))
    if kind == 3:
        return "d.txt", "\n\n".join(f"{n}  {t}\n{en}" for ((n, _), en, _, _), t in zip(rows, clock))
    if kind == 4:
        return "e.srt", "\n\n".join(f"{k}\n{t},000 --> {t},900\n>> {en}" for k, ((_, en, _, _), t) in enumerate(zip(rows, clock), 1))
    if kind == 5:
        words = [[{"word": w, "start": s, "end": s + 1, "speaker": n} for w in en.split()] for (n, _), en, _, s in rows]
        return "f.json", json.dumps(
            {"segments": [{"start": s, "end": s + 6, "text": en, "speaker": n, "words": w} for ((n, _), en, _, s), w in zip(rows, words)]}
        )
    if kind == 6:
        return "g.txt", "\n".join(f"{n.upper()}: {en}" for (n, _), en, _, _ in rows)
    return "h.json", json.dumps([{"speaker": n, "text": en, "translation": zh} for (n, _), en, zh, _ in rows], ensure_ascii=False)


@pytest.mark.slow
def test_a_thousand_files() -> None:
    rng = random.Random(7)
    files = [a_file(rng, k % 8) for k in range(1000)]
    for name, text in files[:8]:
        read(text, name)
    began = time.process_time()
    for name, text in files:
        read(text, name)
    took = time.process_time() - began
    size = sum(len(text.encode()) for _, text in files) / 1e6
    assert size / took >= 0.4, f"{size:.1f} MB in {took:.1f} s"


def test_kinds_are_told_apart() -> None:
    rng = random.Random(3)
    kinds = [read(text, name)[0] for name, text in (a_file(rng, k) for k in range(8))]
    assert kinds == ["labelled", "labelled", "stamped", "labelled", "captions", "recogniser", "labelled", "recogniser"]
