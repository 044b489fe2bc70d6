"""The scripts in `examples/`, and the benchmark, run as a user runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1]

COMPUTERS = [
    {"id": 4, "title": "Jane's laptop", "tags": ["laptop"]},
    {"id": 5, "title": "Sam's laptop", "tags": ["laptop", "loan"]},
    {"id": 6, "title": "Web server", "tags": ["web"]},
]
UPGRADE = '"type": "UpgradeAllPackagesRequest"'
LINES = [
    '{"id": 1, "activity_status": "failed", "creation_time": "2024-07-09T10:00:00Z",'
    f' "computer_id": 4, {UPGRADE}, "result_text": "E: Could not\\n get lock"}}',
    '{"id": 2, "activity_status": "failed", "creation_time": "2024-07-10T10:00:00Z",'
    f' "computer_id": 5, {UPGRADE}, "result_text": null}}',
    '{"id": 3, "activity_status": "failed", "creation_time": "2024-07-08T10:00:00Z",'
    f' "computer_id": 5, {UPGRADE}, "result_text": "E: dpkg was interrupted"}}',
    '{"id": 4, "activity_status": "failed", "creation_time": "2024-06-01T10:00:00Z",'
    f' "computer_id": 4, {UPGRADE}}}',
    '{"id": 5, "activity_status": "failed", "creation_time": "2024-07-10T10:00:00Z",'
    f' "computer_id": 6, {UPGRADE}}}',
    '{"id": 6, "activity_status": "undelivered", "creation_time": "2024-07-10T10:00:00Z",'
    f' "computer_id": 4, {UPGRADE}, "size":  1.50}}',
    '{"id": 7, "activity_status": "undelivered", "creation_time": "2024-07-10T11:00:00Z",'
    f' "computer_id": 6, {UPGRADE}, "size":  1.50}}',
]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    activities, computers = tmp_path / "activities", tmp_path / "computers"
    activities.write_text("\n".join(LINES) + "\n")
    computers.write_text("\n".join(map(json.dumps, COMPUTERS)) + "\n")
    return [str(activities), str(computers)]


def run(script: str, *arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(FOLDER / script), *arguments]
    return subprocess.run(command, input=answer, capture_output=True, text=True, timeout=60)


NOW = ("--now", "2024-07-11T00:00:00+00:00")


def test_failed_upgrades(files: list[str]) -> None:
    done = run("examples/failed_upgrades.py", *files, *NOW)
    assert done.stderr == "" and done.returncode == 1
    assert (
        done.stdout
        == """\
Sam's laptop: 2 failed
  2024-07-08T10:00:00Z  UpgradeAllPackages 3: E: dpkg was interrupted
  2024-07-10T10:00:00Z  UpgradeAllPackages 2: no reason was given
Jane's laptop: 1 failed
  2024-07-09T10:00:00Z  UpgradeAllPackages 1: E: Could not get lock
"""
    )
    Path(files[0]).write_text(f"[{','.join(LINES)}]")
    again = run("examples/failed_upgrades.py", *files, *NOW)
    assert again.stdout == done.stdout


def test_no_failed_upgrades(files: list[str]) -> None:
    done = run("examples/failed_upgrades.py", *files, *NOW, "--computers", "tag:laptops")
    assert done.returncode == 0
    assert done.stdout.startswith("0 of 7 match\n")
    assert "tag:laptops" in done.stdout and "without it, 4 match" in done.stdout
    wrong = run("examples/failed_upgrades.py", *files, "--computers", "tags:laptop")
    assert wrong.returncode == 2 and "did you mean `tag`" in wrong.stderr


QUERY = "type:UpgradeAllPackagesRequest status:undelivered"


def test_cancel(files: list[str]) -> None:
    activities = Path(files[0])
    before = activities.read_bytes()
    done = run("examples/cancel.py", *files, QUERY, answer="no\n")
    assert done.returncode == 1 and "nothing was canceled" in done.stdout
    assert "    1  Jane's laptop" in done.stdout and "    1  Web server" in done.stdout
    assert activities.read_bytes() == before

    done = run("examples/cancel.py", *files, QUERY, "--within", "computer:tag:laptop", answer="y\n")
    assert done.returncode == 0 and done.stdout.endswith("canceled 6\n"), done
    lines = {json.loads(line)["id"]: line for line in activities.read_text().splitlines()}
    changed = lines.pop(6)
    assert json.loads(changed)["activity_status"] == "canceled" and '"size":  1.50' in changed
    assert all(lines[id] == LINES[id - 1] for id in lines) and len(lines) == 6


@pytest.mark.parametrize(
    ("query", "code", "told"),
    [
        ("status:faild", 2, "did you mean `failed`"),
        ("", 2, "a change needs a query"),
        ("id:1 OR NOT id:1", 2, "selects every activity"),
        ("status:blocked computer:tag:laptop", 1, "0 of 7 match"),
    ],
)
def test_cancel_is_guarded(files: list[str], query: str, code: int, told: str) -> None:
    done = run("examples/cancel.py", *files, query, answer="y\n")
    assert done.returncode == code and told in done.stdout + done.stderr
    refused = run("examples/cancel.py", *files, "id:1", answer="y\n")
    assert refused.returncode == 2
    assert refused.stderr == "1 => cannot be canceled: it is failed\n"


def test_benchmark() -> None:
    done = run("bench.py", "--quick")
    assert done.returncode == 0, done.stderr
    assert "`query.count(records)`" in done.stdout
