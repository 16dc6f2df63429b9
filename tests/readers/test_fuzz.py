"""Whatever bytes come, a reader answers or refuses in time: no crash, no hang, and blocks that tile the text."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.document.model import Metadata
from flows.readers import Unreadable, read, registry
from flows.readers.decode import decode
from flows.readers.extract import extract
from tests.readers.gallery import check_tiling, exhibits

FILES = [(x.path.name, x.path.read_bytes()) for x in exhibits()]
PARTS = [line for name, data in FILES if not name.endswith((".docx", ".pdf")) for line in data.split(b"\n") if line]
SIGNS = [
    b"**",
    b":",
    "：".encode(),
    b"[00:01]",
    b"(00:01:02)",
    b"-->",
    b"\n",
    b"\r\n",
    b"\n\n",
    b"<details>",
    b"</details>",
    b"<",
    b">",
    b">>",
    b"&amp;",
    b"{",
    b"}",
    b'"',
    b"\\",
    b"\\u4f60",
    b"---\n",
    b"#",
    b"_",
    b"\xef\xbb\xbf",
    b"\x00",
    b"\xff",
    "　".encode(),
    "你好".encode(),
    b"WEBVTT",
    b"<!--",
    b"-->",
    b"```",
    b"|",
    b"[^1]",
    b"\xe2\x80\xa8",
]


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """Tables of words are loaded once, and not counted."""
    for x in exhibits():
        if "refused" not in x.expected:
            x.read()


def survives(data: bytes, name: str) -> None:
    """Read, or refused with a reason; within a second a megabyte, and a fifth of a second for what little there is."""
    most = 0.5 + len(data) / 1e6
    # The first try also loads word tables, and a busy machine may slow any: the best of three counts.
    took = _seconds(data, name)
    for _ in range(2):
        took = took if took < most else min(took, _seconds(data, name))
    assert took < most, f"{took:.2f} s for {len(data)} bytes"


def _seconds(data: bytes, name: str) -> float:
    """Processor seconds that reading takes; checks what is read."""
    began = time.process_time()
    try:
        text = extract(data, name)
        if text is None:
            text, _ = decode(data, name)
        for reader in registry.READERS:
            reader.recognise(text, name)
        _, reading = read(text, name, Metadata())
        check_tiling(text, reading)
    except Unreadable as refused:
        assert refused.reason and refused.remedy
    return time.process_time() - began


def mutated(rng: random.Random) -> tuple[str, bytes]:
    """A file of the gallery with bytes changed, cut, doubled, moved, or with pieces of other files put in."""
    name, data = rng.choice(FILES)
    for _ in range(rng.randint(1, 8)):
        a, b = sorted((rng.randint(0, len(data)), rng.randint(0, len(data))))
        b = min(b, a + 400)
        way = rng.randrange(7)
        if way == 0:
            data = data[:a] + bytes(rng.randrange(256) for _ in range(rng.randint(1, 4))) + data[a + rng.randint(0, 4) :]
        elif way == 1:
            data = data[:a] + data[b:]
        elif way == 2:
            data = data[:b] + data[a:b] * rng.randint(1, 30) + data[b:]
        elif way == 3:
            data = data[:a] + rng.choice(SIGNS) * rng.randint(1, 40) + data[a:]
        elif way == 4:
            data = data[:a] + b"\n" + rng.choice(PARTS) + b"\n" + data[a:]
        elif way == 5:
            data = data[:a]
        else:
            data = data[b:] + data[a:b] + data[:a]
    return name, data


@pytest.mark.parametrize("seed", range(4))
def test_mutated_gallery(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(40):
        survives(*reversed(mutated(rng)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 120))
def test_mutated_gallery_at_length(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(1000):
        survives(*reversed(mutated(rng)))


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(st.sampled_from(PARTS), st.sampled_from(SIGNS), st.text(max_size=40).map(lambda t: t.encode("utf-8", "replace"))),
        max_size=30,
    )
)
def test_any_lines(parts: list[bytes]) -> None:
    survives(b"\n".join(parts), "any.txt")


@pytest.mark.slow
@settings(max_examples=3000, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.sampled_from(PARTS),
            st.sampled_from(SIGNS),
            st.text(max_size=60).map(lambda t: t.encode("utf-8", "replace")),
            st.binary(max_size=20),
        ),
        max_size=40,
    )
)
def test_any_lines_at_length(parts: list[bytes]) -> None:
    survives(b"".join(parts) if len(parts) % 2 else b"\n".join(parts), "any.md")


@pytest.mark.parametrize("sign", SIGNS, ids=repr)
def test_repeated_signs_take_linear_time(sign: bytes) -> None:
    """What makes a careless pattern backtrack: one sign, and a line of text, again and again."""
    for data in (sign * 3000, (b"**Ann:** " + sign + b" word. ") * 600, (sign + b"Ann Lee: word\n") * 600):
        survives(data, "signs.txt")


HEAVY = {
    "comments": "<!-- x -->\n" * 5000 + "Ann: hi\nBo: ho\n",
    "comments never closed": "<?xml version='1.0'?>" + "<!-- a " * 3000,
    "cues never closed": "<tt>" + '<p begin="1s">x' * 4000 + "</tt>",
    "folds never closed": "<details>\n" * 5000 + "**Ann:** hi\n**Bo:** ho\n",
    "labels that never come back": "\n".join(f"Ann{'abcdefghij'[k % 10] * (k % 7)} Lee{k}: we went home" for k in range(4000)),
    "lines alone": "\n".join(f"Ann{k}" for k in range(6000)),
    "brackets": "[" * 20_000 + "]" * 20_000,
    "fields": "---\n" + "a: b\n" * 4000 + "---\nAnn: hi\nBo: ho\n",
    "one long line": "**Ann:** " + "word " * 60_000,
    "tags in a cue": "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<" * 40_000,
    "capitals and stops": "A." * 20_000 + ": b\n" + "A. B. " * 5000 + ": c\n",
}


@pytest.mark.parametrize("kind", HEAVY)
def test_heavy_files_take_linear_time(kind: str) -> None:
    survives(HEAVY[kind].encode(), "heavy.txt")
