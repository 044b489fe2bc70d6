"""Measures matching of dicts and pages of the store, beside Rust and plain Python.

    maturin develop --release && python bench.py

``--quick`` has few records and needs no Rust: it only shows that all of it runs.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from activity_query import ActivityQuery, Fleet, MemoryStore

Record = dict[str, Any]

QUERY = "status:failed OR status:canceled created-after:2024-03 computer:tag:laptop"
NOW = datetime(2024, 7, 11, tzinfo=timezone.utc)
ROUNDS = 5
STATUSES = (
    "succeeded", "failed", "delivered", "canceled", "undelivered", "scheduled", "waiting",
    "unapproved", "blocked",
)  # fmt: skip


def activities(count: int) -> list[Record]:
    start = datetime(2024, 1, 1)
    return [
        {
            "id": id,
            "type": f"Own{id % 20}Request",
            "summary": "Upgrade packages",
            "activity_status": STATUSES[id * 7 % len(STATUSES)],
            "creation_time": (start + timedelta(seconds=id * 15)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creator": {"email": f"user{id % 1000}@example.com", "name": "A User", "id": id % 1000},
            "computer_id": id * 31 % 10_000,
            "parent_id": None,
            "progress": 0,
        }
        for id in range(count)
    ]


def computers() -> list[Record]:
    return [{"id": id, "tags": ["laptop"] if id % 4 == 0 else ["server"]} for id in range(10_000)]


def by_hand(records: list[Record], tags: dict[int, list[str]]) -> int:
    """What somebody writes who does not have the library: one question, for good."""
    count = 0
    for record in records:
        if (
            record.get("activity_status") in ("failed", "canceled")
            and (record.get("creation_time") or "") >= "2024-03-01T00:00:00Z"
            and "laptop" in tags.get(record["computer_id"], ())
        ):
            count += 1
    return count


def measured(call: Callable[[], Any]) -> float:
    """The least time of some rounds, in seconds: the others waited for something else."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def in_rust(folder: Path) -> dict[str, float]:
    """The same in Rust, over the same records."""
    command = [
        "cargo",
        "run",
        "--quiet",
        "--release",
        "--package",
        "activity-query-python",
        "--example",
        "peer",
        "--",
    ]
    arguments = [str(folder / "activities"), str(folder / "computers"), QUERY]
    return json.loads(subprocess.check_output(command + arguments))  # type: ignore[no-any-return]


def main() -> None:
    is_quick = "--quick" in sys.argv[1:]
    count = 2_000 if is_quick else 1_000_000
    records, own_computers = activities(count), computers()
    tags = {computer["id"]: computer["tags"] for computer in own_computers}
    query, fleet = ActivityQuery(QUERY), Fleet(own_computers)

    def one_by_one() -> int:
        return sum(query.matches(record, fleet, NOW) for record in records)

    assert query.count(records, fleet, NOW) == one_by_one() == by_hand(records, tags)
    found = {
        "`query.count(records)`": measured(lambda: query.count(records, fleet, NOW)),
        "`query.matches(record)` each": measured(
            lambda: sum(query.matches(record, fleet, NOW) for record in records)
        ),
        "`query.matches(record)` each, without `now`": measured(
            lambda: sum(query.matches(record, fleet) for record in records)
        ),
        "a filter written by hand": measured(lambda: by_hand(records, tags)),
    }
    store = MemoryStore()
    store.put_computers(own_computers)
    lines = "\n".join(map(json.dumps, records)).encode()
    loaded = measured(lambda: MemoryStore().load(lines))
    store.load(lines)
    assert store.count(query, now=NOW) == query.count(records, fleet, NOW)
    pages = {
        "`store.find(query).activities`": measured(lambda: store.find(query, now=NOW).activities),
        "`store.find_bytes(query)`": measured(lambda: store.find_bytes(query, now=NOW)),
        "`store.count(query)`": measured(lambda: store.count(query, now=NOW)),
        "a filter written by hand, sorted": measured(
            lambda: sorted(
                (record for record in records if by_hand([record], tags)),
                key=lambda record: (record["creation_time"], record["id"]),
                reverse=True,
            )[:1000]
        ),
    }
    rust: dict[str, float] = {}
    if not is_quick:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "activities").write_bytes(lines)
            Path(folder, "computers").write_text("\n".join(map(json.dumps, own_computers)))
            rust = in_rust(Path(folder))

    print(f"{count} dicts, nanoseconds each")
    for name, seconds in found.items():
        print(f"{seconds / count * 1e9:9.0f}  {name}")
    for name in ("matched", "read and matched"):
        if name in rust:
            print(f"{rust[name] / count * 1e9:9.0f}  Rust: {name}")
    print(f"the first 1,000 of {count}, microseconds")
    for name, seconds in pages.items():
        print(f"{seconds * 1e6:9.0f}  {name}")
    for name in ("page", "count"):
        if name in rust:
            print(f"{rust[name] * 1e6:9.0f}  Rust: {name}")
    print("lines loaded, milliseconds")
    print(f"{loaded * 1e3:9.0f}  `store.load(lines)`")
    if rust:
        print(f"{rust['load'] * 1e3:9.0f}  Rust: load")


if __name__ == "__main__":
    main()
