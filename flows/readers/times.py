"""Times as transcripts print them, to seconds."""
from __future__ import annotations

import re

CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,6})?"
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2}(?:[.,]\d{1,6})?)$")


def seconds(clock: str) -> float | None:
    """Seconds of `M:SS`, `MM:SS`, `H:MM:SS`, with a fraction after a point or comma; None where it is no time.

    >>> seconds('1:02:03'), seconds('00:58'), seconds('75:10'), seconds('1:99')
    (3723.0, 58.0, 4510.0, None)
    """
    m = _CLOCK.match(clock.strip())
    if not m:
        return None
    hours, minutes, secs = int(m[1] or 0), int(m[2]), float(m[3].replace(",", "."))
    if secs >= 60 or (m[1] and minutes >= 60):
        return None
    return round(hours * 3600 + minutes * 60 + secs, 6)
