"""Cancels activities in a file of records, once a person has seen them and agreed.

    python cancel.py activities.jsonl computers.jsonl \\
        'type:UpgradeAllPackagesRequest status:undelivered computer:tag:laptop'

Shows what the query selects, by computer, and asks. What is answered with ``y`` is canceled: all
of it, or nothing. The file is written again with the other records byte for byte as they were.
``--within`` is what the operator may change at all, whatever the query says.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from activity_query import (
    ActivityQuery,
    LoadError,
    MemoryStore,
    QueryError,
    RefusedError,
    SelectionChangedError,
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Cancels activities in a file of records.")
    parser.add_argument("activities", type=Path, help="a file of activities, a JSON object a line")
    parser.add_argument("computers", type=Path, help="a file of computers, a JSON object a line")
    parser.add_argument("query", help="which activities to cancel")
    parser.add_argument("--within", default="", help="which activities may be canceled at all")
    return parser.parse_args()


def show(store: MemoryStore, query: ActivityQuery) -> None:
    """Prints what the query selects: how much of it on each computer, and the newest."""
    page = store.find(query, limit=10_000)
    on_computers = Counter(activity.get("computer_id") for activity in page)
    for id, count in on_computers.most_common(10):
        computer = store.computer(id) if id is not None else None
        print(f"{count:5}  {computer['title'] if computer else 'no known computer'}")
    for activity in page.activities[:10]:
        print(f"       {activity['id']}  {activity.get('type')}  {activity.get('summary', '')}")


def write(store: MemoryStore, path: Path) -> None:
    """Writes the records a line each, and takes the place of the file at once."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        store.dump(file)
    partial.replace(path)


def main() -> int:
    options = arguments()
    store = MemoryStore()
    try:
        store.load(options.activities)
        lines = options.computers.read_text(encoding="utf-8").splitlines()
        store.put_computers(json.loads(line) for line in lines if line.strip())

        within = ActivityQuery(options.within)
        preview = store.preview(options.query, within=within)
        if preview.count == 0:
            print(store.explain_counts(options.query))
            return 1
        show(store, ActivityQuery.scoped(within, options.query))
        if input(f"Cancel these {preview.count} activities? [y/N] ").strip().lower() != "y":
            print("nothing was canceled")
            return 1
        # Refused, if the selection is not the one that was shown.
        canceled = store.cancel(options.query, within=within, expect=preview)
    except (QueryError, LoadError, RefusedError, SelectionChangedError) as error:
        print(error, file=sys.stderr)
        return 2
    write(store, options.activities)
    print(f"canceled {', '.join(map(str, canceled))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
