"""What texts mean: tests/cases/*.toml of the library."""

from __future__ import annotations

import json

import pytest

from activity_query import ActivityQuery, ComputerQuery, Diagnostic, QueryError
from suite import FOLDER, NOW, Case, fixed, fleet, language, read, records, span, store

FILES = {
    "activity-terms": 101,
    "blanks": 29,
    "computer-nesting": 98,
    "computer-terms": 377,
    "dates": 153,
    "fields": 90,
    "groups": 61,
    "lints": 67,
    "operators": 109,
    "quotes": 87,
    "ranges": 92,
    "saved-searches": 21,
    "value-groups": 56,
    "values": 81,
    "values-of-no-record": 124,
    "warnings": 17,
}

NAMED: list[tuple[str, Case]] = [
    (f"{name}::{case['name']}", case) for name in FILES for case in read(name)["case"]
]
CASES = [pytest.param(case, id=name) for name, case in NAMED]
WITH_LINTS = [pytest.param(case, id=name) for name, case in NAMED if "lints" in case]

Place = tuple[str, tuple[int, int]]


def places(found: tuple[Diagnostic, ...]) -> list[Place]:
    return [(own.code, own.span) for own in found]


def expected(case: Case, key: str) -> list[Place]:
    return [(own["code"], span(case["query"], own["span"])) for own in case.get(key, [])]


def test_all_files_are_read() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_no_case_is_lost(name: str) -> None:
    assert len(read(name)["case"]) == FILES[name]


def ids(query: ActivityQuery | ComputerQuery) -> list[int]:
    """The ids that a query selects, on which dicts and the store agree."""
    if isinstance(query, ActivityQuery):
        found = query.filter(records("activities"), fleet(), NOW)
        in_store = {own["id"] for own in STORE.find(query, limit=10_000, now=NOW)}
        assert query.count(records("activities"), fleet(), NOW) == len(found)
    else:
        found = query.filter(records("computers"), fleet(), NOW)
        in_store = {own["id"] for own in STORE.computers(query, now=NOW)}
    assert {own["id"] for own in found} == in_store
    return sorted(in_store)


STORE = store()


@pytest.mark.parametrize("case", CASES)
def test_case(case: Case) -> None:
    text, of = case["query"], language(case)
    try:
        query = of(text)
    except QueryError as error:
        assert "canonical" not in case
        assert error.text == text
        assert places(error.diagnostics) == expected(case, "diagnostics")
        found = error.diagnostics
    else:
        found = of.check(text)
        assert "diagnostics" not in case
        assert str(query) == case["canonical"]
        assert query.tree() == json.loads(case["tree"])
        assert places(found) == expected(case, "warnings")
        assert of(str(query)) == query
        assert hash(of(str(query))) == hash(query)
        assert str(of(str(query))) == str(query)
        try:
            selected = ids(query)
        except QueryError as error:
            assert "ids" not in case
            assert error.text == text
            assert places(error.diagnostics) == expected(case, "resolution")
        else:
            assert "resolution" not in case
            assert case.get("ids", selected) == selected
    assert fixed(found, text) == case.get("fixed")
    guesses = [fix.apply(text) for own in found for fix in own.fixes if not fix.certain]
    assert guesses == case.get("guesses", [])


@pytest.mark.parametrize("case", WITH_LINTS)
def test_lints(case: Case) -> None:
    text = case["query"]
    found = language(case).lint(text)
    assert places(found) == expected(case, "lints")
    fixes = [[fix.apply(text) for fix in own.fixes] for own in found]
    assert fixes == [own.get("fixes", []) for own in case["lints"]]
    assert fixed(found, text) == case.get("tidied")
