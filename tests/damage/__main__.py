"""Writes the samples of raw/ and their truth again."""
from __future__ import annotations

import json
from pathlib import Path

from tests.damage.captions import captions
from tests.damage.conversation import load
from tests.damage.interviews import details, stamped
from tests.damage.labelled import labelled

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = {
    "founders-clinic": (labelled, "founders-clinic.txt"),
    "fab-floor": (stamped, "2025-09-14-fab-floor.txt"),
    "long-signal": (captions, "long-signal.txt"),
    "compile-hour": (details, "compile-hour.md"),
}


def main() -> None:
    for name, (damage, file) in SAMPLES.items():
        out = damage(load(ROOT / "tests" / "samples" / "clean" / f"{name}.txt"))
        (ROOT / "raw" / file).write_text(out.text, "utf-8")
        truth = out.truth(file, Path(file).stem)
        (ROOT / "tests" / "samples" / "truth").mkdir(parents=True, exist_ok=True)
        (ROOT / "tests" / "samples" / "truth" / f"{name}.json").write_text(json.dumps(truth, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
        print(f"raw/{file}: {len(out.turns)} turns, {len(out.fixes)} misheard or doubled, {out.at} characters")


if __name__ == "__main__":
    main()
