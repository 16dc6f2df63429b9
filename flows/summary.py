"""What a person reads when a release has been made."""
from __future__ import annotations

from flows.release import Outcome
from schemas.tables import TABLES


def summary(outcome: Outcome) -> str:
    """Turns, edits by kind, what was quarantined and why, and where the release is."""
    lines = []
    if outcome.release:
        what = "New release" if outcome.new else "Nothing changed since release"
        lines += [f"{what} {outcome.version} in {outcome.release}", ""]
        lines += [f"  {n:>9,} {name}" for name, n in outcome.rows.items() if name in TABLES]
    if outcome.edits:
        lines += ["", "Edits by kind:", *(f"  {n:>9,} {kind}" for kind, n in outcome.edits.items())]
    if outcome.quarantined:
        lines += ["", f"Quarantined, not in the release: {len(outcome.quarantined)}"]
        for q in outcome.quarantined:
            lines += [f"  {q.file}{f', line {q.line}' if q.line else ''}: {q.reason}", f"    {q.remedy}"]
    if outcome.notes:
        lines += ["", *outcome.notes]
    return "\n".join(lines).lstrip("\n")
