"""The store in memory."""

from __future__ import annotations

import io
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from activity_query import (
    ActivityQuery,
    ComputerQuery,
    LoadError,
    MemoryStore,
    QueryError,
    RecordError,
    RefusedError,
    SelectionChangedError,
)

LINES = b'{"id": 7, "size": 1.50, "big": 12345678901234567890123, "odd": "\\ud800"}\n\n {"id":8}\n'
ARRAY = b'[{"id": 7, "size": 1.50, "big": 12345678901234567890123, "odd": "\\ud800"},{"id":8}]'


class Dribble:
    """A file that gives a few bytes at a time, or a text."""

    def __init__(self, lines: bytes | str) -> None:
        self.lines = lines

    def read(self, size: int, /) -> bytes | str:
        given, self.lines = self.lines[:3], self.lines[3:]
        return given


def test_lines_come_from_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(LINES)
    with path.open("rb") as binary, path.open(encoding="utf-8") as text:
        for lines in (
            LINES,
            LINES.decode(),
            path,
            binary,
            text,
            io.BytesIO(LINES),
            io.StringIO(LINES.decode()),
            Dribble(LINES),
            Dribble(LINES.decode()),
        ):
            store = MemoryStore()
            assert store.load(lines).activities == 2
            assert store.find_bytes("", oldest_first=True) == ARRAY
            assert len(store) == 2


def test_what_cannot_be_loaded_leaves_the_store_alone(tmp_path: Path) -> None:
    class Broken:
        def read(self, size: int, /) -> bytes:
            raise ConnectionError("gone")

    store = MemoryStore()
    store.append([{"id": 7}])
    with pytest.raises(LoadError, match="line 2, column 11: ") as raised:
        store.load(b'{"id": 1}\n{"id": "x"}\n')
    assert raised.value.line == 2
    with pytest.raises(LoadError, match="more than one activity with the id 7") as again:
        store.load('{"id": 7}')
    assert again.value.line is None
    with pytest.raises(LoadError, match="more than one activity"):
        store.append([{"id": 1}, {"id": 1}])
    with pytest.raises(RecordError):
        store.append([{"id": 1}, {"id": -1}])
    with pytest.raises(ConnectionError, match="gone"):
        store.load(Broken())
    with pytest.raises(FileNotFoundError):
        store.load(tmp_path / "nowhere")
    with pytest.raises(TypeError, match="lines are bytes"):
        store.load(7)  # type: ignore[arg-type]
    assert len(store) == 1


def test_a_dump_is_loaded_again() -> None:
    store = MemoryStore()
    store.load(b'{"id":8}\n{"id": 7, "size":  1.50, "odd": "\\ud800", "name": "\xc3\xa9"}\n')
    file, again = io.BytesIO(), MemoryStore()
    assert store.dump(file) == 2
    assert file.getvalue().splitlines()[1] == b'{"id":8}'
    assert again.load(file.getvalue()).activities == 2
    assert again.find_bytes("") == store.find_bytes("")
    assert MemoryStore().dump(file) == 0

    class Full:
        def write(self, data: bytes, /) -> int:
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        store.dump(Full())
    many = big(25_000)
    file = io.BytesIO()
    assert many.dump(file) == 25_000 == file.getvalue().count(b"\n")


def test_records_are_given_back() -> None:
    store = MemoryStore()
    store.load(LINES)
    page = store.find("id:7")
    assert page.activities is page.activities
    assert page.activities == json.loads(ARRAY)[:1] == list(page)
    assert store.get(7) == json.loads(ARRAY)[0]
    assert store.get(9) is None and store.get(-1) is None
    updated = store.update(7, {"size": None, "new": [1, "é"]})
    assert updated["new"] == [1, "é"]
    assert b'"size": null, "big": 12345678901234567890123' in store.find_bytes("id:7")
    with pytest.raises(KeyError):
        store.update(9, {})
    with pytest.raises(RecordError):
        store.update(7, {"parent_id": "x"})


def test_computers_groups_and_searches() -> None:
    store = MemoryStore()
    store.put_computers([{"id": 4, "access_group": "web"}, {"id": 5, "tags": ["a"]}])
    store.set_access_groups({"web": "server"})
    store.set_searches({"own": "access-group-recursive:server", "loop": "search:loop"})
    assert [own["id"] for own in store.computers("search:own")] == [4]
    assert [own["id"] for own in store.computers(ComputerQuery(), limit=1, offset=1)] == [5]
    assert store.computer(4) == {"id": 4, "access_group": "web"}
    assert store.computer(6) is None
    store.append([{"id": 7, "computer_id": 4}])
    assert store.count("computer:search:own") == 1
    assert store.explain_counts("computer:search:own").matches == 1
    assert store.remove_computer(4) and not store.remove_computer(4)
    assert store.count("computer:search:own") == 0
    text = "id:7 computer:search:loop"
    for call in (
        store.find,
        store.find_bytes,
        store.count,
        store.preview,
        store.cancel,
        store.explain_counts,
    ):
        with pytest.raises(QueryError) as raised:
            call(text)
        assert raised.value.text == text and raised.value.diagnostics[0].span[1] == len(text)
    with pytest.raises(QueryError) as raised:
        store.count_each(["id:7", text])
    assert raised.value.text == text


def test_types_and_values() -> None:
    store = MemoryStore()
    store.append([{"id": 7, "type": "OwnRequest"}])
    assert "OwnRequest" in store.types() and "RestartRequest" in store.types()
    completion = ActivityQuery.complete("type:Own", 8, store)
    assert completion.items[0].text == "OwnRequest"
    assert store.complete("type:Own", 8) == completion


def test_changes_are_guarded() -> None:
    store = MemoryStore()
    store.append([{"id": id, "activity_status": "unapproved", "parent_id": 4} for id in (1, 2)])
    store.append([{"id": 3, "activity_status": "failed"}])
    for query in ("", "id:1 OR NOT id:1"):
        with pytest.raises(QueryError):
            store.cancel(query)
    preview = store.preview("status:unapproved")
    assert preview.count == 2 and str(preview) == preview.text
    store.append([{"id": 4, "activity_status": "unapproved"}])
    with pytest.raises(SelectionChangedError) as changed:
        store.approve("status:unapproved", expect=preview)
    assert changed.value.expected == preview and changed.value.found.count == 3
    assert store.approve("id:4", expect=str(store.preview("id:4"))) == [4]
    with pytest.raises(ValueError, match="fingerprint"):
        store.approve("id:4", expect="x")
    with pytest.raises(RefusedError) as refused:
        store.cancel("id:1 OR id:3")
    assert refused.value.refusals == {3: "cannot be canceled: it is failed"}
    assert str(refused.value) == "3 => cannot be canceled: it is failed"
    assert store.cancel("", within="parent-id:4", everything=True) == [1, 2]
    assert store.cancel("id:3", within="parent-id:4") == []


def big(count: int) -> MemoryStore:
    store = MemoryStore()
    lines = (
        f'{{"id": {id}, "parent_id": {id % 1000}, "type": "T{id % 50}"}}' for id in range(count)
    )
    store.load("\n".join(lines))
    return store


def test_threads_see_changes_whole() -> None:
    store = big(2_000)
    stop = threading.Event()

    def read() -> int:
        rounds = 0
        while not stop.is_set():
            one, other, all_of_them = store.count_each(["type:T1", "NOT type:T1", ""])
            assert one + other == all_of_them and all_of_them % 100 == 0
            page = store.find("", limit=10)
            assert len(page.activities) == 10
            rounds += 1
        return rounds

    def write(thread: int) -> None:
        for block in range(5):
            start = 10_000 * (thread + 1) + block * 100
            store.append([{"id": start + id, "type": "T1"} for id in range(100)])

    with ThreadPoolExecutor(6) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for writer in [pool.submit(write, thread) for thread in range(3)]:
            writer.result()
        stop.set()
        assert all(reader.result() > 0 for reader in readers)
    assert len(store) == 3_500


def test_other_threads_run_while_the_store_works() -> None:
    """Loading takes a while, in which a thread that only counts gets on."""
    lines = b"\n".join(b'{"id": %d, "type": "T"}' % id for id in range(200_000))
    counted, is_over = 0, threading.Event()

    def count() -> None:
        nonlocal counted
        while not is_over.is_set():
            counted += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    before = counted
    MemoryStore().load(lines)
    while_loading = counted - before
    is_over.set()
    thread.join()
    # A thread that waited for the lock of the interpreter counts once, before or after the call.
    assert while_loading >= 3
