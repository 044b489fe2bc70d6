"""The interface of Python: objects, errors, places, values."""

from __future__ import annotations

import contextlib
import copy
import inspect
import pickle
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

import activity_query
from activity_query import (
    ActivityQuery,
    ComputerQuery,
    Fingerprint,
    Fleet,
    Limits,
    LoadError,
    MemoryStore,
    QueryError,
    RecordError,
    RefusedError,
    RewriteError,
    SelectionChangedError,
)


def test_queries_are_values() -> None:
    query = ActivityQuery("status:failed  computer:(tag:laptop)")
    same = ActivityQuery.status("failed") & ActivityQuery.computer(ComputerQuery.tag("laptop"))
    assert query == same and hash(query) == hash(same) and {query: 1}[same] == 1
    assert query != ActivityQuery("status:failed") and query != str(query)
    assert ActivityQuery("id:7") != ComputerQuery("id:7")
    assert str(query) == "status:failed computer:tag:laptop"
    assert repr(query) == "ActivityQuery('status:failed computer:tag:laptop')"
    assert eval(repr(query)) == query
    assert copy.copy(query) is query and copy.deepcopy([query])[0] is query
    assert ActivityQuery() == ActivityQuery.everything() == ActivityQuery("")
    assert ~ActivityQuery.everything() == ActivityQuery.nothing()


def test_queries_are_combined() -> None:
    one, other = ActivityQuery.id(1), ActivityQuery("id:2")
    assert str(one | other) == "id:1 OR id:2"
    assert str(one & ~other) == "id:1 NOT id:2"
    assert ActivityQuery.any([one, "id:2"]) == one | other
    assert ActivityQuery.all((one, other)) == one & other
    assert ActivityQuery.any([]) == ActivityQuery.nothing()
    assert (one | other).terms == ["id:1", "id:2"]
    with pytest.raises(TypeError):
        one & "id:2"  # type: ignore[operator]
    with pytest.raises(TypeError, match="expected a str or ActivityQuery, not int"):
        ActivityQuery.any([7])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="expected a str or ActivityQuery, not ComputerQuery"):
        ActivityQuery.add("", ComputerQuery.tag("a"))  # type: ignore[arg-type]


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize(
    "query",
    [
        ActivityQuery("status:failed OR id:7"),
        ActivityQuery.nothing(),
        ComputerQuery('title:"Büro" OR (tag:a NOT tag:b)'),
        ActivityQuery("(" * 100 + "id:7" + ")" * 100, limits=Limits(depth=100)),
    ],
)
def test_queries_are_pickled(query: ActivityQuery | ComputerQuery, protocol: int) -> None:
    again = pickle.loads(pickle.dumps(query, protocol))
    assert again == query and type(again) is type(query)


def test_scoped_queries_hide_what_the_system_adds() -> None:
    scoped = ActivityQuery.scoped("parent-id:4", "id:7 OR id:8")
    assert str(scoped) == "parent-id:4 id:7 OR id:8"
    explanation = scoped.explain({"id": 9, "parent_id": 4})
    assert [part.text for part in explanation.parts] == ["", "id:7", "id:8"]
    assert explanation.parts[1].span == (0, 4)
    assert scoped.explain({"id": 7}).parts == ()
    with pytest.raises(QueryError) as raised:
        ActivityQuery.scoped("computer:search:secret", "id:7").matches({"id": 7})
    assert "secret" not in str(raised.value)
    assert raised.value.diagnostics[0].code == "system-query"
    with pytest.raises(TypeError, match="scoped"):
        pickle.dumps(scoped)
    assert copy.deepcopy(scoped) is scoped


TERMS: list[tuple[ActivityQuery | ComputerQuery, str]] = [
    (ActivityQuery.id(7), "id:7"),
    (ActivityQuery.parent_id(7), "parent-id:7"),
    (ActivityQuery.status("undelivered"), "status:undelivered"),
    (ActivityQuery.creator("jane@example.com"), "creator:jane@example.com"),
    (ActivityQuery.kind("RestartRequest"), "type:RestartRequest"),
    (ActivityQuery.computer("tag:a tag:b"), "computer:(tag:a tag:b)"),
    (ActivityQuery.created_after("2011-01"), "created-after:2011-01"),
    (ActivityQuery.created_before(date(2011, 1, 2)), "created-before:2011-01-02"),
    (
        ActivityQuery.created_after(datetime(2011, 1, 2, 3, tzinfo=timezone(timedelta(hours=2)))),
        "created-after:2011-01-02T01:00:00Z",
    ),
    (ComputerQuery.keyword("my laptop"), '"my laptop"'),
    (ComputerQuery.tag('a "b" c\\'), 'tag:"a \\"b\\" c\\\\"'),
    (ComputerQuery.id(0), "id:0"),
    (ComputerQuery.license_id(3), "license-id:3"),
    (ComputerQuery.unlicensed(), "license-id:none"),
    (ComputerQuery.last_ping(24), "last-ping:24"),
    (ComputerQuery.needs("reboot"), "needs:reboot"),
    (ComputerQuery.license_type("free_pro"), "license-type:free_pro"),
    (ComputerQuery.annotation("owner"), "annotation:owner"),
    (ComputerQuery.annotation("owner", "a b"), 'annotation:"owner:a b"'),
    (ComputerQuery.profile("package", 8), "profile:package:8"),
    (ComputerQuery.profile("wsl", 8, "compliant"), "profile:wsl:8:compliant"),
    (ComputerQuery.cpu(vendor="intel"), "cpu.vendor:intel"),
    (ComputerQuery.memory(size="[8Gb TO 64Gb]"), "memory.size:[8Gb TO 64Gb]"),
    (ComputerQuery.disk(size="500Gb"), "disk.size:500Gb"),
    (ComputerQuery.display(product='GTX "1080"'), 'display.product:"GTX \\"1080\\""'),
    (ComputerQuery.firmware(version="2.1"), "firmware.version:2.1"),
    (ComputerQuery.network(capacity="1Gb"), "network.capacity:1Gb"),
    (ComputerQuery.network(serial="00:25"), "network.serial:00:25"),
    (ComputerQuery.no_availability_zone(), "availability-zone:null"),
    (ComputerQuery.has_no_pro_management(), "has-pro-management:false"),
    (ComputerQuery.usn_applied_in(14), "usn-applied-in:14"),
]


@pytest.mark.parametrize(("query", "text"), TERMS, ids=[text for _, text in TERMS])
def test_terms_are_built(query: ActivityQuery | ComputerQuery, text: str) -> None:
    assert str(query) == text
    assert query == type(query)(text)


@pytest.mark.parametrize("of", [ActivityQuery, ComputerQuery])
def test_every_constructor_makes_one_term(of: Any) -> None:
    """Those of one text or number, each with a value that it takes."""
    others = {"status": "failed", "needs": "reboot", "license_type": "pro"}
    built = []
    for name, member in vars(of).items():
        parameters = inspect.signature(member).parameters if callable(member) else {}
        if not isinstance(member, staticmethod) or len(parameters) != 1 or name in NO_TERMS:
            continue
        values = [others[name]] if name in others else ["2011", 2011]
        for value in values:
            with contextlib.suppress(TypeError):
                query = getattr(of, name)(value)
                assert len(query.terms) == 1 and of(str(query)) == query
                built.append(name)
    assert len(built) == (7 if of is ActivityQuery else 32), built


NO_TERMS = {"all", "any", "highlight", "lint", "fix", "computer"}


def test_every_field_has_a_constructor() -> None:
    """Fields are those that completion lists; the constructors are named after them."""
    for of, others in ((ActivityQuery, {"type": "kind"}), (ComputerQuery, OTHERS)):
        for item in of.complete("", 0).items:
            if item.kind == "field":
                field = item.text.rstrip(":").split(".")[0]
                assert hasattr(of, others.get(field, field.replace("-", "_"))), field


OTHERS = {"has": "has_upgrade_profile", "release-upgrade": "release_upgrade_available"}


@pytest.mark.parametrize(
    "make",
    [
        lambda: ActivityQuery.id(-1),
        lambda: ActivityQuery.status("faild"),
        lambda: ActivityQuery.creator(""),
        lambda: ActivityQuery.created_after("2011-13"),
        lambda: ActivityQuery.created_after(datetime(2011, 1, 1)),
        lambda: ComputerQuery.search("No Name"),
        lambda: ComputerQuery.last_ping(10_000),
        lambda: ComputerQuery.needs("reboot OR tag:a"),
        lambda: ComputerQuery.needs("reboot tag:a"),
        lambda: ComputerQuery.license_type("free"),
        lambda: ComputerQuery.profile("package", 8, "pass"),
        lambda: ComputerQuery.memory(size="lots"),
        lambda: ComputerQuery.memory(size="8Gb OR tag:a"),
        lambda: ComputerQuery.cpu(vendor=""),
    ],
)
def test_values_that_no_query_has_are_refused(make: Any) -> None:
    with pytest.raises(ValueError):
        make()


def test_devices_take_one_attribute() -> None:
    with pytest.raises(TypeError, match="one of vendor, product, version, size"):
        ComputerQuery.cpu()
    with pytest.raises(TypeError, match="one of"):
        ComputerQuery.cpu(vendor="a", size="1Ghz")


def test_mistakes_are_told() -> None:
    with pytest.raises(QueryError) as raised:
        ActivityQuery("Status:failed creator:jane")
    error = raised.value
    assert isinstance(error, ValueError)
    assert error.text == "Status:failed creator:jane"
    assert [own.severity for own in error.diagnostics] == ["error", "warning"]
    first = error.diagnostics[0]
    assert str(first) == first.message
    assert first.certain_fix is not None and first.certain_fix.edits[0].span == (0, 6)
    assert first.certain_fix.apply(error.text) == "status:failed creator:jane"
    assert first.certain_fix.apply("x") == "x"
    assert str(error).startswith("error[unknown-field]: ")


@pytest.mark.parametrize(
    "error",
    [
        QueryError("report", "text", ActivityQuery.lint("faild")),
        RewriteError("message", (1, 2)),
        RefusedError({7: "cannot be canceled: it is failed"}),
        SelectionChangedError("message", Fingerprint(1, "1-a"), Fingerprint(2, "2-b")),
        RecordError("message"),
        LoadError("message", 3),
    ],
)
def test_errors_are_pickled(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error) and str(again) == str(error)
    assert again.__dict__ == error.__dict__
    assert type(error).__module__ == "activity_query"


def test_places_are_indices_of_the_text() -> None:
    for blanks in (1, 60, 64, 200):
        text = 'type:"' + "é𝄞" * blanks + '" faild status:"ö"'
        with pytest.raises(QueryError) as raised:
            ActivityQuery(text)
        found = {own.code: text[slice(*own.span)] for own in raised.value.diagnostics}
        assert found["bare-word"] == "faild"
        assert found["invalid-value"] == "ö"
        parts = [text[slice(*part.span)] for part in ActivityQuery.highlight(text)]
        assert "".join(parts) == text
    text = 'computer:title:"Büro" computer:tag:l'
    completion = ActivityQuery.complete(text, len(text), lambda *_: ["lübeck"])
    assert text[slice(*completion.span)] == "l"
    assert completion.items[0].text == '"lübeck"'
    assert ActivityQuery.complete(text, 10_000, lambda *_: []).span == completion.span
    edited = ActivityQuery.add('type:"ü"', "id:7")
    assert edited.edits[0].span == (8, 8)


def test_long_texts_beyond_ascii_take_linear_time() -> None:
    """A place in a megabyte is found at once, not counted from the start."""
    text = "type:é " * 100_000
    parts = ActivityQuery.highlight(text)
    assert len(parts) == 400_000 and parts[-1].span == (len(text) - 1, len(text))


def test_lone_surrogates_are_refused() -> None:
    for call in (ActivityQuery, ActivityQuery.lint, ActivityQuery.highlight, ComputerQuery.tag):
        with pytest.raises(UnicodeEncodeError, match=r"position 5.*surrogates not allowed"):
            call("type:\ud800")
    assert issubclass(UnicodeEncodeError, ValueError)


def test_completion_asks_for_values() -> None:
    asked: list[tuple[str, str | None, str]] = []

    def values(language: str, field: str | None, typed: str) -> tuple[str, ...]:
        asked.append((language, field, typed))
        return ("laptop", "lab")

    assert ActivityQuery.complete("computer:tag:la", 15, values).items[0].text == "laptop"
    assert ("computer", "tag", "la") in asked

    def fails(*_: object) -> list[str]:
        raise LookupError("no values")

    with pytest.raises(LookupError, match="no values"):
        ActivityQuery.complete("computer:tag:la", 15, fails)
    with pytest.raises(TypeError, match="values come from"):
        ActivityQuery.complete("", 0, 7)  # type: ignore[arg-type]
    now = datetime(2024, 7, 11, 10, tzinfo=timezone.utc)
    dates = ActivityQuery.complete("created-after:", 14, now=now).items
    assert dates[1].text == "2024-07-10" and dates[1].help == "yesterday"


def test_now_has_a_time_zone() -> None:
    query = ComputerQuery("last-ping:1")
    computer = {"id": 1, "last_ping_time": "2024-07-11T10:30:00Z"}
    assert query.matches(computer, now=datetime(2024, 7, 11, 11, tzinfo=timezone.utc))
    away = timezone(timedelta(hours=2, minutes=30, seconds=7))
    assert query.matches(computer, now=datetime(2024, 7, 11, 13, 30, 7, tzinfo=away))
    assert not query.matches(computer, now=datetime(2024, 7, 11, 14, 30, 8, tzinfo=away))
    assert not query.matches(computer)
    with pytest.raises(ValueError, match="no time zone"):
        query.matches(computer, now=datetime(2024, 7, 11, 11))
    with pytest.raises(TypeError, match="aware datetime, not str"):
        query.matches(computer, now="2024-07-11")  # type: ignore[arg-type]
    recent = {"id": 1, "last_ping_time": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")}
    assert query.matches(recent)


def test_normal_forms() -> None:
    query = ActivityQuery("NOT (id:1 OR (id:2 status:failed))")
    assert str(query.negation_normal()) == "NOT id:1 NOT id:2 OR NOT status:failed"
    assert str(query.conjunctive()) == "NOT id:1 NOT id:2 OR NOT status:failed"
    with pytest.raises(RewriteError) as raised:
        query.disjunctive(2)
    assert raised.value.span is not None
    assert ActivityQuery("id:1 NOT id:1").never_matches()
    assert ActivityQuery("id:1 OR NOT id:1").always_matches()
    assert str(ActivityQuery("id:1 (id:1 OR id:2)").simplified()) == "id:1"


def test_searches_are_expanded() -> None:
    fleet = Fleet([{"id": 1, "tags": ["web"]}], searches={"farm": "tag:web", "loop": "search:loop"})
    assert str(ActivityQuery("computer:search:farm").resolve(fleet)) == "computer:tag:web"
    assert ActivityQuery("computer:search:farm").count([{"id": 7, "computer_id": 1}], fleet) == 1
    for query in (
        ActivityQuery("id:7 computer:search:loop"),
        ActivityQuery.id(7) & ActivityQuery.computer(ComputerQuery.search("loop")),
    ):
        with pytest.raises(QueryError) as raised:
            query.matches({"id": 7}, fleet)
        assert raised.value.text == "id:7 computer:search:loop"
        assert raised.value.text[slice(*raised.value.diagnostics[0].span)] in "computer:search:loop"
        with pytest.raises(QueryError):
            query.explain({"id": 7}, fleet)


def test_explanations_print_as_tables() -> None:
    fleet = Fleet([{"id": 5, "title": "Sam's laptop", "tags": ["laptop", "loan"]}])
    query = ActivityQuery("status:failed OR id:7 computer:tag:laptop")
    record = {"id": 136, "activity_status": "succeeded", "computer_id": 5}
    assert (
        str(query.explain(record, fleet))
        == """\
does not match
no   all of
no     any of
no       status:failed  status is succeeded, not failed  (decides)
no       id:7           id is 136, not 7  (decides)
yes    computer         computer is 5, "Sam's laptop"
yes      tag:laptop     tags are laptop, loan"""
    )
    assert str(ActivityQuery("").explain(record)) == "matches\nyes  everything"
    built = ActivityQuery.id(7).explain(record)
    assert built.parts[0].span is None and built.parts[0].text == "id:7"


def test_classes_are_final_and_hold_no_attributes() -> None:
    with pytest.raises(TypeError):
        type("Own", (ActivityQuery,), {})
    with pytest.raises(AttributeError):
        ActivityQuery().text = ""  # type: ignore[attr-defined]
    for name in activity_query.__all__:
        assert getattr(activity_query, name).__doc__ or name == "__version__"
    assert repr(MemoryStore()) == "<MemoryStore of 0 activities>"
    assert repr(Fleet()) == "<Fleet of 0 computers>"
