"""Shows which upgrades of laptops failed in the last days, by computer, each with its reason.

    python failed_upgrades.py activities.json computers.json --days 7
    python failed_upgrades.py activities.json computers.json --computers 'tag:laptop NOT tag:loan'

The files hold what the API returned: a JSON array, or an object a line. Ends with 1 if an upgrade
failed, so that a scheduled job can tell somebody.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from activity_query import ActivityQuery, ComputerQuery, Fleet, QueryError

Record = dict[str, Any]

UPGRADES = ("UpgradeAllPackagesRequest", "UpgradeKernelPackageRequest", "ReleaseUpgradeRequest")


def read(path: Path) -> list[Record]:
    """The records of a file: a JSON array, or an object a line."""
    text = path.read_text(encoding="utf-8")
    if text.lstrip().startswith("["):
        records: list[Record] = json.loads(text)
        return records
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def reason(activity: Record) -> str:
    """Why an activity failed, on one line."""
    words = (activity.get("result_text") or "no reason was given").split()
    return " ".join(words)[:100]


def show(found: list[Record], computers: list[Record]) -> None:
    """Prints the activities below the names of their computers, the most failures first."""
    names = {computer["id"]: computer.get("title") or computer["id"] for computer in computers}
    by_computer = defaultdict(list)
    for activity in found:
        by_computer[activity["computer_id"]].append(activity)
    for id, activities in sorted(by_computer.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"{names[id]}: {len(activities)} failed")
        for activity in sorted(activities, key=lambda activity: str(activity["creation_time"])):
            kind = activity["type"].removesuffix("Request")
            print(f"  {activity['creation_time']}  {kind} {activity['id']}: {reason(activity)}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Shows which upgrades failed, by computer.")
    parser.add_argument("activities", type=Path, help="what the API returned of activities")
    parser.add_argument("computers_file", type=Path, help="what the API returned of computers")
    parser.add_argument("--computers", default="tag:laptop", help="a query of computers")
    parser.add_argument("--days", type=int, default=7, help="how far back to look")
    parser.add_argument("--now", type=datetime.fromisoformat, help="the time to look back from")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    now = options.now or datetime.now(timezone.utc)
    try:
        which = ComputerQuery(options.computers)
    except QueryError as error:
        print(error, file=sys.stderr)
        return 2
    activities, computers = read(options.activities), read(options.computers_file)
    fleet = Fleet(computers)

    query = ActivityQuery.all(
        [
            ActivityQuery.status("failed"),
            ActivityQuery.any(map(ActivityQuery.kind, UPGRADES)),
            ActivityQuery.created_after(now - timedelta(days=options.days)),
            ActivityQuery.computer(which),
        ]
    )
    found = query.filter(activities, fleet, now)
    if not found:
        # Says which part of the query leaves nothing, for it may be a slip.
        print(query.explain_counts(activities, fleet, now))
        return 0
    show(found, computers)
    return 1


if __name__ == "__main__":
    sys.exit(main())
