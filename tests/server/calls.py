"""What a single call may do, and what its answer says."""

import gzip
import json
import re
import sys
import time
from collections import Counter
from datetime import datetime, timedelta, timezone

import requests

from abuse import raw, refused, signed, state, status
from service import ACCESS, server


def head(address):
    before = state(address)
    for action in ["CancelActivities", "ApproveActivities"]:
        answer = requests.head(address + "/api/", params={"action": action, "query": "status:unapproved"})
        assert answer.status_code == 405, (action, answer.status_code)
    for name, fields in [("RemoveSavedSearch", {"name": "web-farm"}), ("CreateSavedSearch", {"title": "T", "search": "tag:x"})]:
        assert requests.head(address + "/api/", params={"action": name, **fields}).status_code == 405
    assert requests.head(address + "/api/v2/activities").status_code == 200
    assert state(address) == before, "HEAD changes nothing"


def parameters(address):
    get = lambda path, **given: requests.get(address + path, given)
    for answer, name, nearest in [
        (get("/api/v2/activities", qurey="id:1"), "qurey", "query"),
        (get("/api/v2/activities", Query="id:1"), "Query", "query"),
        (get("/api/", action="CancelActivities", query="id:1", ofset="1"), "ofset", "query"),
        (get("/api/", action="GetComputers", withnetwork="1"), "withnetwork", "with_network"),
        (get("/api/v2/activities/136", cursor="1"), "cursor", None),
    ]:
        refused(answer, 400, "UnknownParameter")
        message = answer.json()["message"]
        assert f"`{name}`" in message and (nearest is None or f"`{nearest}`" in message), message
    # A client may sign calls that need no signature.
    assert get("/api/", action="GetActivityTypes", access_key_id="K", signature="S", signature_method="HmacSHA256",
               signature_version="2", timestamp="2024-01-01T00:00:00Z", version="2011-08-01").ok


def previews(address):
    change = lambda **given: requests.post(address + "/api/", {"action": "CancelActivities", **given})
    preview = lambda query: requests.get(address + "/api/v2/activities/preview", {"query": query})
    before = state(address)
    for query in ["", " ", "%20", "id:1 OR NOT id:1", "computer:(tag:a OR NOT tag:a)", "# all", "*"]:
        for answer in [change(query=query), change(query=query, everything="1"), preview(query)]:
            assert answer.status_code == 400, (query, answer.text)
    found = preview("status:undelivered").json()
    assert found["count"] > 0 and found["fingerprint"].startswith(f"{found['count']}-"), found
    refused(change(query="status:undelivered", expected="x"), 400, "InvalidParameter")
    other = preview("id:141").json()["fingerprint"]
    refused(change(query="status:undelivered", expected=other), 409, "SelectionChanged")
    assert state(address) == before, "what is refused changes nothing"
    assert len(change(query="status:undelivered", expected=found["fingerprint"]).json()) == found["count"]


def pluses(address):
    for path in ["/api/v2/activities?query=", "/api/?action=GetActivities&query=", "/api/v2/activities/histogram?query="]:
        answer = requests.get(address + path + "created-after:2024-07-01T10:00+02:00")
        refused(answer, 400, "InvalidQueryError")
        assert "%2B" in answer.json()["message"], answer.text
        assert requests.get(address + path + "created-after:2024-07-01T10:00%2B02:00").ok
    answer = requests.get(address + "/api/v2/activities?query=created-after:x")
    assert "%2B" not in answer.json()["message"], "it is said only where it may be the cause"


def codings(address):
    form = gzip.compress(b"action=GetActivities")
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for coding in ["gzip", "br", "x"]:
        refused(requests.post(address + "/api/", form, headers={**kind, "Content-Encoding": coding}), 415, "UnsupportedMediaType")
    long = lambda coding: requests.get(address + "/api/v2/activities", headers={"Accept-Encoding": coding})
    assert long("gzip").headers.get("content-encoding") == "gzip"
    assert "content-encoding" not in long("identity").headers
    assert long("gzip").json() == long("identity").json()


def facets(address):
    get = lambda path, **given: requests.get(address + path, given)
    for query in ["", "status:failed", "NOT status:failed AND computer:tag:laptop", "id:0"]:
        found = get("/api/v2/activities/facets", query=query).json()
        assert found == requests.post(address + "/api/v2/activities/facets", {"query": query}).json()
        page = get("/api/v2/activities", query=query, limit=10_000).json()
        assert found["count"] == page["count"] == sum(status["count"] for status in found["statuses"])
        for name, of in [("statuses", lambda one: one.get("activity_status")), ("types", lambda one: one.get("type")),
                         ("creators", lambda one: ((one.get("creator") or {}).get("email") or "").lower() or None)]:
            counts = Counter(map(of, page["results"])).items()
            expected = sorted(counts, key=lambda pair: (-pair[1], pair[0] is not None, pair[0]))[:20]
            assert found[name] == [{"value": value, "count": count} for value, count in expected], (query, name)
    refused(get("/api/v2/activities/facets", query="status:"), 400, "InvalidQueryError")
    computer = get("/api/", action="GetComputers", with_network="1", with_hardware="1", with_annotations="1", limit="1").json()[0]
    assert get(f"/api/v2/computers/{computer['id']}").json() == computer
    refused(get("/api/v2/computers/999999"), 404, "UnknownComputer")
    refused(get("/api/v2/computers/x"), 400, "InvalidParameter")


def pages(address):
    page = lambda target: requests.get(address + target).json()
    count = page("/api/v2/activities?limit=0")["count"]
    for offset in [count, count + 1, 1_000_000, 18446744073709551615]:
        far = page(f"/api/v2/activities?limit=10&offset={offset}")
        assert far["results"] == [] and far["next"] is None
        last = page(far["previous"])
        assert len(last["results"]) == 10 and last["next"] is None, (offset, far["previous"])
    assert page("/api/v2/activities?query=id:0&offset=5")["previous"] is None
    assert page("/api/v2/activities?limit=0&offset=5")["previous"] is None
    second = page("/api/v2/activities?limit=10&offset=10")["previous"]
    assert re.search("offset=0\\b", second), second


def bodies(address):
    """Each error says in words what is wrong."""
    host = b"Host: " + address.removeprefix("http://").encode() + b"\r\n"
    for request, expected in [
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + host + b"\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + host + b"no header\r\n\r\n", 400),
        (b"GET /nowhere HTTP/1.1\r\n" + host + b"\r\n", 404),
        (b"PUT /api/ HTTP/1.1\r\n" + host + b"\r\n", 405),
    ]:
        answer = raw(address, request)
        assert status(answer) == expected, (request[:40], answer[:200])
        told, _, body = answer.partition(b"\r\n\r\n")
        assert json.loads(body)["message"], answer
        assert f"content-length: {len(body)}".encode() in told.lower(), answer


def files(address, process):
    """The page's files are kept by browsers, and only as long as they are the same."""
    page = requests.get(address + "/")
    assert page.headers["cache-control"] == "no-cache" and "script-src 'self'" in page.headers["content-security-policy"]
    assert requests.get(address + "/", headers={"If-None-Match": page.headers["etag"]}).status_code == 304
    paths = set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text))
    # The page names more of them where it is not bundled.
    assert len(paths) >= 2, paths
    for path in paths:
        file = requests.get(address + path)
        assert file.ok and "immutable" in file.headers["cache-control"], path
        for known in [file.headers["etag"], 'W/' + file.headers["etag"], f'"other", {file.headers["etag"]}']:
            answer = requests.get(address + path, headers={"If-None-Match": known})
            assert (answer.status_code, answer.content) == (304, b""), path
        assert requests.get(address + path, headers={"If-None-Match": '"other"'}).content == file.content
    script = next(path for path in paths if path.endswith(".js"))
    version = script.split("/")[2]
    # Of a page that was loaded from an earlier server.
    assert requests.get(address + script.replace(version, "earlier")).headers["cache-control"] == "no-cache"
    for path in ["/assets/main.js", f"/assets/{version}/index.html", f"/assets/{version}/../Cargo.toml", f"/assets/{version}/nothing.js"]:
        refused(requests.get(address + path), 404, "UnknownPath")


def names(address, process):
    """Each call has a name, which its caller may choose, in the answer and in the log."""
    for path in ["/", "/api/v2/session", "/nowhere"]:
        answer = requests.get(address + path)
        assert len(answer.headers["x-request-id"]) == 36 and answer.headers["x-content-type-options"] == "nosniff", path
    assert answer.headers["cache-control"] == "no-store"
    own = requests.get(address + "/api/v2/session", headers={"X-Request-Id": "of my own"})
    assert own.headers["x-request-id"] == "of my own"
    long = requests.get(address + "/api/v2/session", headers={"X-Request-Id": "x" * 65})
    assert len(long.headers["x-request-id"]) == 36
    secret = requests.get(address + "/api/v2/activities", {"signature": "hidden", "query": "id:140"})
    assert secret.ok
    deadline = time.monotonic() + 10
    while secret.headers["x-request-id"] not in (log := process.log()) and time.monotonic() < deadline:
        time.sleep(0.05)
    line = next(line for line in log.splitlines() if secret.headers["x-request-id"] in line)
    assert 'path="/api/v2/activities"' in line and "status=200" in line and "millis=" in line, line
    assert "hidden" not in log and "id:140" not in log


def restarts():
    """A change that was signed before the start is refused, whoever had it."""
    call = {"action": "CancelActivities", "query": "id:141"}
    ago = lambda seconds: datetime.now(timezone.utc) - timedelta(seconds=seconds)
    with server(keys=True) as (address, process):
        uri = address + "/api/"
        for at in [ago(60), ago(-60), ago(-5)]:
            answer = requests.post(uri, signed(address, call, at=at))
            refused(answer, 401, "AuthFailure")
        # What only reads is answered as before.
        assert requests.post(uri, signed(address, {"action": "GetActivities"}, at=ago(60))).ok
        assert "canceled" not in requests.post(uri, signed(address, {"action": "GetActivities", "query": "id:141"}, at=ago(59))).text
        while (answer := requests.post(uri, signed(address, call))).status_code == 401:
            assert "sign again" in answer.json()["message"], answer.text
        assert answer.json() == [141], answer.text
        plus = signed(address, {"action": "GetActivities"})
        form = "&".join(f"{name}={value.replace('Z', '+00:00') if name == 'timestamp' else requests.utils.quote(value, safe='')}" for name, value in plus.items())
        answer = requests.post(uri, form, headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert "%2B" in answer.json()["message"], answer.text


def audited():
    with server(keys=True) as (address, process):
        uri = address + "/api/"
        def change(**call):
            while "sign again" in (answer := requests.post(uri, signed(address, call))).text:
                pass
            return answer
        assert change(action="ApproveActivities", query="status:unapproved").ok
        assert not change(action="CancelActivities", query="id:100").ok
        assert not change(action="CancelActivities", query='computer:"' + "x" * 5000 + '\nfake audit line"').ok or True
        assert change(action="CreateSavedSearch", title="T", search="tag:x").ok
        assert change(action="RemoveSavedSearch", name="t").ok
        lines = [line for line in process.log().splitlines() if " audit " in line and "sign again" not in line]
    lines = [line for line in lines if 'outcome="AuthFailure"' not in line]
    assert len(lines) == 5, lines
    for line, *parts in zip(lines, ["Approve", "Cancel", "Cancel", "Create", "Remove"],
                            ['outcome="changed', 'outcome="InvalidActivityStatusChange"', "bytes)", 'search="tag:x"', 'name="t"']):
        for part in [*parts, f'key="{ACCESS}"', "caller=127.0.0.1:", "at=20"]:
            assert part in line, (part, line)
        assert len(line) < 1500 and "fake audit line" not in line, line
    assert re.search(r'changed \d+: \d+ ', lines[0]), lines[0]


def main():
    with server("--log", "debug") as (address, process):
        assert "changes are forgotten" in process.log().splitlines()[0]
        session = requests.get(address + "/api/v2/session").json()
        assert session["forgets"] is True
        assert session["changeable"]["approve"] == ["unapproved"]
        assert not {"canceled", "failed", "succeeded"} & set(session["changeable"]["cancel"])
        for check in [head, parameters, pluses, codings, facets, pages, bodies, previews]:
            check(address)
        for check in [files, names]:
            check(address, process)
    restarts()
    audited()
    print("calls: as expected")


if __name__ == "__main__":
    sys.exit(main())
