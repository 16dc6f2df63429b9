"""What repairs may consult besides the document itself."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's word on a span of one episode (a row of raw/decisions.csv).

    change is `text`, `split`, `merge` or `speaker`; value is what the span should read, who speaks, or `keep` to leave it as it is.
    """

    episode: str
    start: int
    end: int
    expect: str
    change: str
    value: str
    why: str = ""


@dataclass(frozen=True)
class Context:
    """Settings of a release that a repair may read; the same for every document but for ``decisions``, which are the episode's own."""

    lexicons: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)
