"""What editors are told: tests/cases/tools/*.toml of the library."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from activity_query import QueryError
from suite import FOLDER, NOW, Case, fixed, fleet, language, read, records, span

COUNTS = {"completion": 171, "edit": 80, "explanation": 38, "highlight": 48, "slips": 82}


def cases(name: str, key: str, text: str) -> list[Any]:
    """The cases of a file, each named after its text and its number."""
    return [
        pytest.param(case, id=f"{at}:{case[text]}")
        for at, case in enumerate(read(f"tools/{name}")[key])
    ]


def test_all_files_are_read() -> None:
    files = {path.stem for path in (FOLDER / "tools").glob("*.toml")}
    assert files == {*COUNTS, "issues"}


@pytest.mark.parametrize("name", COUNTS)
def test_no_case_is_lost(name: str) -> None:
    key = "slip" if name == "slips" else name
    assert len(read(f"tools/{name}")[key]) == COUNTS[name]


@pytest.mark.skip(reason="issues.toml is about a language that is defined in Rust")
def test_issues() -> None: ...


@pytest.mark.parametrize("case", cases("completion", "completion", "marked"))
def test_completion(case: Case) -> None:
    file = read("tools/completion")
    known: dict[str, dict[str, list[str]]] = file["values"]

    def values(language: str, field: str | None, typed: str) -> list[str]:
        return known.get(language, {}).get(field or "", [])

    cursor = case["marked"].index("|")
    text = case["marked"].replace("|", "", 1)
    now = datetime.fromisoformat(file["now"].replace("Z", "+00:00"))
    completion = language(case).complete(text, cursor, values, now=now)
    start, end = completion.span
    assert text[start:end] == case["replaces"]
    items = [item.text for item in completion.items]
    if "items" in case:
        assert items == case["items"]
    else:
        assert items[: len(case["first"])] == case["first"]


@pytest.mark.parametrize("case", cases("highlight", "highlight", "text"))
def test_highlight(case: Case) -> None:
    text = case["text"]
    parts = language(case).highlight(text)
    shown = [
        f"{part.kind} {text[part.span[0] : part.span[1]]}" for part in parts if part.kind != "blank"
    ]
    assert shown == case["parts"]
    assert "".join(text[part.span[0] : part.span[1]] for part in parts) == text


@pytest.mark.parametrize("case", cases("explanation", "explanation", "query"))
def test_explanation(case: Case) -> None:
    text, of = case["query"], language(case)
    kind = "computers" if case.get("language") == "computer" else "activities"
    record = next(own for own in records(kind) if own["id"] == case["record"])
    explanation = of(text).explain(record, fleet(), NOW)
    assert explanation.matches == case["matches"]
    assert of(text).matches(record, fleet(), NOW) == case["matches"]
    deciding = [part for part in explanation.deciding if part.span]
    assert [text[part.span[0] : part.span[1]] for part in deciding if part.span] == case["deciding"]
    assert [part.found for part in deciding] == case["found"]


EDITS = ("add", "remove", "toggle", "set", "clear")


@pytest.mark.parametrize("case", cases("edit", "edit", "text"))
def test_edit(case: Case) -> None:
    of = language(case)
    edit = next(name for name in EDITS if name in case)
    try:
        edited = getattr(of, edit)(case["text"], case[edit])
    except QueryError:
        assert "edited" not in case
        return
    assert edited.text == case["edited"]
    text = case["text"]
    for change in reversed(edited.edits):
        text = text[: change.span[0]] + change.text + text[change.span[1] :]
    assert text == edited.text


@pytest.mark.parametrize("case", cases("slips", "slip", "text"))
def test_slip(case: Case) -> None:
    text, of = case["text"], language(case)
    found = of.lint(text)
    severities = {own.severity for own in found}
    outcome = "error" if "error" in severities else "warning" if severities else "ok"
    assert outcome == case["outcome"]
    assert [own.span for own in found] == [span(text, own) for own in case.get("spans", [])]
    shown = [own.message for own in found]
    shown += [fix.apply(text) for own in found for fix in own.fixes]
    for part in case.get("shows", []):
        assert any(part in own for own in shown)
    assert of.fix(text).text == case.get("fixed", text)
    assert (fixed(found, text) or text) == text or of.fix(text).text != text
