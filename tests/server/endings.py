"""Work ends: when its time is spent, when its caller leaves, and when the server does."""

import json
import os
import socket
import sys
import tempfile
import time
from contextlib import contextmanager

import requests

from abuse import place, refused, status
from service import server

TICK = os.sysconf("SC_CLK_TCK")
EXPENSIVE = "computer:(NOT title:x) " * 30_000


@contextmanager
def fleet(*arguments, activities=20_000, computers=5_000):
    """A server with so many records that a long query takes minutes."""
    with tempfile.TemporaryDirectory() as folder:
        def write(name, count, record):
            path = os.path.join(folder, name)
            with open(path, "w") as file:
                file.writelines(json.dumps(record(number)) + "\n" for number in range(count))
            return path
        of_activity = lambda number: {
            "id": number, "activity_status": "undelivered", "computer_id": number % computers,
            "creation_time": f"20{10 + number % 13}-01-02T00:00:00Z",
        }
        files = ["--activities", write("activities.jsonl", activities, of_activity)]
        files += ["--computers", write("computers.jsonl", computers, lambda number: {"id": number, "title": f"web-{number}"})]
        with server(*files, *arguments) as found:
            yield found


def busy(process):
    """Seconds that the process has worked."""
    with open(f"/proc/{process.pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def form(address, path, fields):
    """A call as bytes, for those who do not wait for its answer."""
    body = "&".join(f"{name}={requests.utils.quote(value, safe='')}" for name, value in fields.items())
    head = f"POST {path} HTTP/1.1\r\nHost: {address.removeprefix('http://')}\r\n"
    head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    return (head + body).encode()


def memory(process):
    """The most memory that the process has had, in MiB."""
    with open(f"/proc/{process.pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) // 1024


def spent(address):
    """Each kind of call has an answer or a refusal, soon after its two seconds."""
    calls = [
        ("/api/v2/activities/histogram", {"query": EXPENSIVE, "buckets": "200"}),
        ("/api/v2/activities", {"query": EXPENSIVE}),
        ("/api/", {"action": "CancelActivities", "query": EXPENSIVE + "status:failed"}),
        ("/api/v2/query/check", {"query": "(id:1 OR status:failed) " * 40_000}),
        ("/api/v2/query/check", {"query": EXPENSIVE}),
        ("/api/v2/query/explain", {"query": EXPENSIVE, "id": "7"}),
        ("/api/v2/query/complete", {"query": EXPENSIVE + "co"}),
    ]
    for path, fields in calls:
        begun = time.monotonic()
        answer = requests.post(address + path, fields, timeout=60)
        took = time.monotonic() - begun
        assert answer.ok or answer.json()["error"] == "TooSlow", (path, answer.text[:200])
        assert took < 5, (path, fields["query"][:30], took)
        if "histogram" in path:
            refused(answer, 503, "TooSlow")
    count = requests.get(address + "/api/v2/activities", {"query": "status:canceled", "limit": 0}).json()["count"]
    assert count == 0, "a change whose time is spent changes nothing"


def left(address, process):
    """Nothing is worked for callers who are gone."""
    for path in ["/api/v2/activities/histogram", "/api/v2/activities"]:
        with socket.create_connection(place(address)) as connection:
            connection.sendall(form(address, path, {"query": EXPENSIVE}))
            time.sleep(1.5)
        time.sleep(1)
        before = busy(process)
        time.sleep(1)
        assert busy(process) - before < 0.3, (path, busy(process) - before)


def terminated(address, process):
    """SIGTERM ends the process whatever callers do."""
    calls = [form(address, "/api/v2/activities/histogram", {"query": EXPENSIVE}), b"GET / HT", form(address, "/api/", {"action": "x" * 1000})[:-9]]
    holding = []
    for call in calls:
        holding.append(socket.create_connection(place(address)))
        holding[-1].sendall(call)
    time.sleep(1)
    begun = time.monotonic()
    process.terminate()
    assert process.wait(30) == 0
    took = time.monotonic() - begun
    assert took < 10, took


def crowded(address):
    """Those who find no turn in time are told to come back."""
    call = form(address, "/api/v2/activities/histogram", {"query": "computer:(NOT title:x) " * 2_000, "buckets": "200"})
    asking = [socket.create_connection(place(address), timeout=60) for _ in range(80)]
    # The last bytes of all come at once, so that no turn is over before they do.
    for connection in asking:
        connection.sendall(call[:-1])
    for connection in asking:
        connection.sendall(call[-1:])
    answers = [connection.recv(4096) for connection in asking]
    assert {status(answer) for answer in answers} == {503}, answers
    slow = [answer for answer in answers if b"TooSlow" in answer]
    others = [answer for answer in answers if b"Overloaded" in answer and b"retry-after: 1" in answer]
    assert len(slow) >= 16 and others and len(slow) + len(others) == 80, (len(slow), len(others))


def main():
    with fleet("--patience", "2") as (address, process):
        spent(address)
        assert memory(process) < 1024, memory(process)
        crowded(address)
    with fleet("--patience", "300") as (address, process):
        left(address, process)
        terminated(address, process)
    print("work ends in time")


if __name__ == "__main__":
    sys.exit(main())
