"""The examples in the documentation of the package."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import Any

import pytest

import activity_query

CLASSES = [name for name in activity_query.__all__ if not name.startswith("_")]
COMPILED = ("ActivityQuery", "ComputerQuery", "Fleet", "MemoryStore", "Page")


def examples() -> list[Any]:
    """Those of every member. Pytest finds none of static methods that are compiled."""
    found = [pytest.param(_test("activity_query", activity_query.__doc__ or ""), id="module")]
    for name in CLASSES:
        own = getattr(activity_query, name)
        for member, value in {"": own, **vars(own)}.items():
            documentation = getattr(value, "__doc__", None) or ""
            if ">>>" in documentation:
                place = f"{name}.{member}".rstrip(".")
                found.append(pytest.param(_test(place, documentation), id=place))
    return found


def _test(place: str, documentation: str) -> doctest.DocTest:
    return doctest.DocTestParser().get_doctest(documentation, {}, place, None, None)


@pytest.mark.parametrize("test", examples())
def test_examples_of_documentation(test: doctest.DocTest) -> None:
    flags = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    report: list[str] = []
    doctest.DocTestRunner(optionflags=flags).run(test, out=report.append)
    assert not report, "".join(report)


def test_the_example_of_the_library() -> None:
    text = Path(__file__).resolve().parents[3].joinpath("README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 1
    exec(blocks[0], {})


def test_every_member_is_documented() -> None:
    for name in COMPILED:
        for member, value in vars(getattr(activity_query, name)).items():
            if not member.startswith("_"):
                assert value.__doc__, f"{name}.{member}"
