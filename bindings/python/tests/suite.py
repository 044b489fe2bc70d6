"""The files of the conformance suite, and its fleet."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import Any

from activity_query import ActivityQuery, ComputerQuery, Diagnostic, Fix, Fleet, MemoryStore

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).resolve().parents[3] / "tests" / "cases"
NOW = datetime(2024, 7, 11, tzinfo=timezone.utc)

Case = dict[str, Any]
Query = type[ActivityQuery] | type[ComputerQuery]


@cache
def read(name: str) -> dict[str, Any]:
    """What a file of the suite holds."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def records(name: str) -> list[dict[str, Any]]:
    """The records of a file of the fleet."""
    found: list[dict[str, Any]] = json.loads((FOLDER / "fleet" / f"{name}.json").read_bytes())
    return found


def access_groups() -> dict[str, str]:
    return {own["name"]: own["parent"] for own in records("access-groups") if own["parent"]}


def searches() -> dict[str, str]:
    return {own["name"]: own["search"] for own in records("searches")}


@cache
def fleet() -> Fleet:
    return Fleet(records("computers"), access_groups=access_groups(), searches=searches())


def store(activities: list[dict[str, Any]] | None = None) -> MemoryStore:
    """A store of the fleet, for one test alone."""
    own = MemoryStore()
    own.append(records("activities") if activities is None else activities)
    own.put_computers(records("computers"))
    own.set_access_groups(access_groups())
    own.set_searches(searches())
    return own


def language(case: Case) -> Query:
    return ComputerQuery if case.get("language") == "computer" else ActivityQuery


def place(text: str, byte: int) -> int:
    """The index in a text of a byte of its UTF-8."""
    return len(text.encode()[:byte].decode())


def span(text: str, of_bytes: list[int]) -> tuple[int, int]:
    start, end = of_bytes
    return place(text, start), place(text, end)


def fixed(found: tuple[Diagnostic, ...], text: str) -> str | None:
    """The text after all certain fixes, if there is one."""
    fixes = [own.certain_fix for own in found]
    edits = [edit for fix in fixes if fix for edit in fix.edits]
    if not edits:
        return None
    return Fix(True, tuple(sorted(edits, key=lambda edit: edit.span))).apply(text)
