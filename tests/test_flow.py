"""The flow and its command: one task a document, retries, exit status, and a schedule on a real server."""
from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest

from tests.tiny import conversation, raw_folder

pytestmark = pytest.mark.slow


@pytest.fixture
def raw(tmp_path):
    return raw_folder(tmp_path / "raw")


def test_the_flow_makes_the_release_that_the_plain_function_makes(prefect_server, raw, tmp_path):
    from flows.release import build_release, release_flow

    outcome = release_flow(str(raw), str(tmp_path / "flow"), workers=2)
    plain = build_release(raw, tmp_path / "plain")
    assert outcome.version == plain.version
    assert (tmp_path / "flow/1.0.0/SHA256SUMS").read_bytes() == (tmp_path / "plain/1.0.0/SHA256SUMS").read_bytes()


def test_one_task_a_document_and_a_state_that_says_how_it_went(prefect_server, raw, tmp_path):
    from prefect.client.orchestration import get_client

    from flows.release import release_flow

    (raw / "empty.txt").write_bytes(b"")
    state = release_flow(str(raw), str(tmp_path / "out"), workers=1, return_state=True)
    assert (state.name, state.result().exit_status) == ("Quarantined", 1)
    with get_client(sync_client=True) as client:
        run = client.read_flow_run(state.state_details.flow_run_id)
        tasks = client.read_task_runs(limit=50)
    assert sum(t.flow_run_id == run.id for t in tasks) == 4


def test_a_disk_that_refuses_once_is_tried_again(prefect_server, raw, tmp_path, monkeypatch):
    from flows import episode
    from flows.release import release_flow

    refused = []
    read = episode.read_bytes

    def flaky(source, largest_mb):
        if source.rel == "bridges.txt" and not refused:
            refused.append(source.rel)
            raise OSError(5, "Input/output error")
        return read(source, largest_mb)

    monkeypatch.setattr(episode, "read_bytes", flaky)
    outcome = release_flow(str(raw), str(tmp_path / "out"), workers=1)
    assert (refused, outcome.exit_status, outcome.rows["episodes"]) == (["bridges.txt"], 0, 3)


def test_no_release_is_a_failed_run_that_says_why(prefect_server, tmp_path):
    from flows.release import release_flow

    state = release_flow(str(tmp_path / "nothing"), str(tmp_path / "out"), return_state=True)
    assert state.is_failed()
    assert "--raw" in state.message


# --- the command

def _environment(home, **more):
    env = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_API")}
    return {**env, "PREFECT_HOME": str(home), **more}


def _command(*args, env):
    return subprocess.run([sys.executable, "-m", "flows.cli", *map(str, args)], env=env, capture_output=True, text=True, timeout=300)


def test_the_command_without_a_server(raw, tmp_path):
    env = _environment(tmp_path / "home")
    (raw / "empty.txt").write_bytes(b"")
    done = _command("release", "--raw", raw, "--output", tmp_path / "out", "--workers", 2, env=env)
    assert done.returncode == 1, done.stderr
    assert "New release 1.0.0" in done.stdout
    assert "48 turns" in done.stdout
    assert "empty.txt: the file is empty" in done.stdout
    (raw / "sources.yaml").write_text("bridges.txt:\n  titel: x\n")
    done = _command("release", "--raw", raw, "--output", tmp_path / "out", env=env)
    assert done.returncode == 2
    assert "sources.yaml, line 2" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A Prefect server as a user starts one; the address of its API."""
    home = tmp_path_factory.mktemp("server")
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    env = _environment(home, PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS="2")
    process = subprocess.Popen([sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)], env=env,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    api = f"http://127.0.0.1:{port}/api"
    try:
        for _ in range(240):
            try:
                if httpx.get(f"{api}/health").status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.5)
        else:
            pytest.fail("the server did not start")
        yield api
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def test_the_command_with_a_server(server, raw, tmp_path):
    env = _environment(tmp_path / "home", PREFECT_API_URL=server)
    done = _command("release", "--raw", raw, "--output", tmp_path / "out", env=env)
    assert done.returncode == 0, done.stderr
    runs = httpx.post(f"{server}/flow_runs/filter", json={}).json()
    assert [r["state_type"] for r in runs] == ["COMPLETED"]


def test_a_schedule_makes_a_release_and_then_finds_nothing_new(server, raw, tmp_path):
    env = _environment(tmp_path / "home", PREFECT_API_URL=server, PREFECT_RUNNER_POLL_FREQUENCY="2")
    command = ["serve", "--every", "5", "--name", "often", "--raw", str(raw), "--output", str(tmp_path / "out"), "--workers", "1"]
    serving = subprocess.Popen([sys.executable, "-m", "flows.cli", *command], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        ended: list[str] = []
        deadline = time.monotonic() + 180
        while len(ended) < 2 and time.monotonic() < deadline:
            time.sleep(1)
            runs = httpx.post(f"{server}/flow_runs/filter", json={"deployments": {"name": {"any_": ["often"]}}}).json()
            ended = [r["state_name"] for r in runs if r["state_type"] in ("COMPLETED", "FAILED", "CRASHED")]
        assert len(ended) >= 2, "the schedule made no two runs in three minutes"
        assert set(ended) == {"Completed", "NothingNew"}
        assert [p.name for p in (tmp_path / "out").iterdir() if p.is_dir()] == ["1.0.0"]
    finally:
        serving.send_signal(signal.SIGINT)
        serving.wait(60)


def test_serve_without_a_server_says_how_to_start_one(tmp_path):
    done = _command("serve", "--cron", "0 3 * * *", env=_environment(tmp_path / "home"))
    assert done.returncode == 2
    assert "prefect server start" in done.stderr


def test_a_new_run_takes_over_what_a_file_says_now(prefect_server, raw, tmp_path):
    """No result is cached by name or place: a file that changed is read again in the same process."""
    from flows.release import release_flow

    assert release_flow(str(raw), str(tmp_path / "out"), workers=1).version == "1.0.0"
    raw_folder(raw, bridges_txt=conversation(first="Well. "))
    assert release_flow(str(raw), str(tmp_path / "out"), workers=1).version == "2.0.0"
