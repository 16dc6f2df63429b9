"""A million rows are validated in the time and memory that is promised."""
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.bulk import Part, episodes, write_release

ROOT = Path(__file__).resolve().parents[2]
SECONDS, BYTES = 20, 1 << 30


@pytest.mark.slow
def test_a_million_rows_take_less_than_twenty_seconds_and_a_gigabyte(tmp_path):
    release = write_release(tmp_path / "release", [Part(tables) for tables in episodes(1055)])
    seconds = min(_seconds(release) for _ in range(2))  # noise only adds: the quicker of two runs is nearer to what it takes
    assert seconds < SECONDS


def _seconds(release: Path) -> float:
    """Seconds of the wall clock or of the processor, whichever are fewer: a machine busy with other things is not the validator's fault."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    # VmHWM, since ru_maxrss of a child counts what the process that started it had in memory
    code = "import re, sys; from flows.validate import run; status = run(sys.argv[1]); " \
           "print(int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) * 1024); sys.exit(status)"
    done = subprocess.run([sys.executable, "-c", code, str(release)], cwd=ROOT, capture_output=True, text=True)
    took, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stdout + done.stderr
    verdict, peak = done.stdout.splitlines()
    assert "is valid" in verdict and int(peak) < BYTES
    return min(took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
