"""What the methods answer: tests/cases/methods/*.toml of the library."""

from __future__ import annotations

from typing import Any

import pytest

from activity_query import (
    ActivityQuery,
    Limits,
    MemoryStore,
    QueryError,
    RefusedError,
    RewriteError,
)
from suite import FOLDER, NOW, Case, read, records, span, store

COUNTS = {"changes": 16, "limits": 14, "pages": 14, "portable": 16}
KEYS = {"changes": "change", "limits": "limits", "pages": "page", "portable": "portable"}


def cases(name: str) -> list[Any]:
    found = read(f"methods/{name}")[KEYS[name]]
    return [pytest.param(case, id=case["name"]) for case in found]


def test_all_files_are_read() -> None:
    assert {path.stem for path in (FOLDER / "methods").glob("*.toml")} == set(COUNTS)


@pytest.mark.parametrize("name", COUNTS)
def test_no_case_is_lost(name: str) -> None:
    assert len(cases(name)) == COUNTS[name]


@pytest.mark.parametrize("case", cases("limits"))
def test_limits(case: Case) -> None:
    names = ("length", "depth", "terms", "diagnostics")
    limits = Limits(**{name: case[name] for name in names if name in case})
    text, mistakes = case["query"], []
    try:
        ActivityQuery(text, limits=limits)
    except QueryError as error:
        found = [own for own in error.diagnostics if own.severity == "error"]
        mistakes = [(own.code, own.span) for own in found]
        assert [(own.code, own.span) for own in ActivityQuery.check(text, limits=limits)] == [
            (own.code, own.span) for own in error.diagnostics
        ]
    expected = case.get("mistakes", [])
    assert mistakes == [(code, span(text, [start, end])) for code, start, end in expected]


@pytest.mark.parametrize("case", cases("portable"))
def test_portable(case: Case) -> None:
    text = case["query"]
    try:
        portable = ActivityQuery(text).portable(case["most"])
    except RewriteError as error:
        assert "portable" not in case
        refused = error.span and text[error.span[0] : error.span[1]]
        assert refused == case.get("refused")
    else:
        assert portable == case["portable"]


STORE = store()


@pytest.mark.parametrize("case", cases("pages"))
def test_page(case: Case) -> None:
    oldest_first = case.get("oldest_first", False)
    limit, offset = case.get("limit", 1000), case.get("offset", 0)
    page = STORE.find(
        case["query"], limit=limit, offset=offset, oldest_first=oldest_first, total=True, now=NOW
    )
    assert [own["id"] for own in page] == case["ids"]
    assert len(page) == len(case["ids"])
    assert page.total == case["total"]
    if page.next is None:
        assert "next" not in case
        return
    following = STORE.find(
        case["query"], limit=limit, oldest_first=oldest_first, after=page.next, now=NOW
    )
    assert [own["id"] for own in following] == case["next"]


def texts(own: MemoryStore) -> dict[int, bytes]:
    """The text of every record."""
    ids = [record["id"] for record in records("activities")]
    return {id: own.find_bytes(f"id:{id}", now=NOW) for id in ids}


@pytest.mark.parametrize("case", cases("changes"))
def test_change(case: Case) -> None:
    own = store()
    before = texts(own)
    changed: list[int] | None = None
    try:
        changed = getattr(own, case["change"])(
            case["query"],
            within=case.get("within", ""),
            everything=case.get("everything", False),
            now=NOW,
        )
    except RefusedError as error:
        assert sorted(error.refusals) == case["refused"]
        assert str(error).count("\n") == len(error.refusals) - 1
    except QueryError as error:
        assert error.diagnostics[0].code == case["code"]
    else:
        assert not {"refused", "code"} & case.keys()
    assert changed == case.get("changed")
    differing = [id for id, text in texts(own).items() if text != before[id]]
    assert differing == (changed or [])
