"""Writes the figures of README.md again, each from the command that stands beside it.

    python -m tests.readme            figures of the samples; where ../shared is at hand also those of the real transcripts
"""
from __future__ import annotations

import contextlib
import io
import re
import tempfile
from pathlib import Path

from flows import measure

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
SHARED = ROOT.parent / "shared"


def latest(output: Path) -> Path:
    """The newest release of an output folder."""
    return output / (output / "LATEST").read_text("utf-8").strip()


def section(text: str, name: str) -> str:
    """What stands between the marks of a section."""
    found = re.search(rf"<!-- {name}\b[^\n]*-->\n(.*?)\n?<!-- /{name} -->", text, re.S)
    if not found:
        raise ValueError(f"README.md has no section {name!r}")
    return found[1]


def filled(text: str, name: str, content: str) -> str:
    """The text with another content between the marks."""
    section(text, name)
    return re.sub(rf"(<!-- {name}\b[^\n]*-->\n).*?(<!-- /{name} -->)", lambda m: m[1] + content.rstrip() + "\n" + m[2], text, flags=re.S)


def figures(output: Path, labels: list[Path], raw: Path) -> str:
    """The table of `python -m flows.measure`."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        measure.main([str(latest(output)), *map(str, labels), "--raw", str(raw)])
    return out.getvalue().rstrip()


def samples() -> str:
    """Figures of the committed release of raw/."""
    return figures(ROOT / "output", sorted((ROOT / "tests" / "samples" / "truth").glob("*.json")), ROOT / "raw")


def main() -> None:
    text = filled(README.read_text("utf-8"), "figures", samples())
    if (SHARED / "gold").is_dir():
        from flows.release import build_release
        from tests.bench import alignment

        with tempfile.TemporaryDirectory() as scratch:
            build_release(SHARED / "seeds", Path(scratch))
            text = filled(text, "real", figures(Path(scratch), sorted((SHARED / "gold").glob("*.json")), SHARED / "seeds"))
        hardest = SHARED / "gold" / "s002.json"
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            alignment.main([str(next((SHARED / "seeds").glob("002*.txt"))), str(hardest)])
        text = filled(text, "alignment", out.getvalue())
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
