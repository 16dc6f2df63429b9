"""What tests share: real transcripts where they are at hand, one Prefect server for the session, and the `slow` marker.

Transcripts, hand-made labels and the scorer live beside the repository, not in it: ``../shared``, or the folder that
``INTERLINEAR_SHARED`` names. Tests that need them skip where they are absent.
"""
from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("INTERLINEAR_SHARED", ROOT.parent / "shared"))

# Before anything imports prefect: no telemetry, no chatter, and the state of a run never mixes with the user's own.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--runslow", action="store_true", help="run the tests marked slow, too")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes more than three seconds, or needs a server; run by `make test-all`")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Slow tests run where they are asked for: by --runslow, by a -m that names them, or by their own name."""
    if config.getoption("--runslow") or "slow" in (config.getoption("-m") or "") or any("::" in a for a in config.args):
        return
    skip = pytest.mark.skip(reason="slow: run with --runslow, or make test-all")
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(skip)


def _shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not at hand: set INTERLINEAR_SHARED to the folder that holds it")
    return path


@pytest.fixture(scope="session")
def seeds() -> Path:
    """Folder of the real transcripts (000.txt .. 003.txt and sources.yaml)."""
    return _shared("seeds")


@pytest.fixture(scope="session")
def gold() -> Path:
    """Folder of hand-made labels."""
    return _shared("gold")


@pytest.fixture(scope="session")
def scorer() -> Path:
    """The program that scores a release against the labels."""
    return _shared("score") / "score.py"


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One Prefect server with its own database for all flow runs of the session."""
    os.environ["PREFECT_HOME"] = str(tmp_path_factory.mktemp("prefect"))
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield
