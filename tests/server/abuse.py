"""What no caller should send: no answer is a 5xx, nothing hangs, nothing changes."""

import base64
import hashlib
import hmac
import json
import socket
import sys
import time
from datetime import datetime, timedelta, timezone
from urllib.parse import quote, urlencode

import requests

from service import ACCESS, SECRET, server

HOSTILE = "<script>alert(1)</script>\u2028<img src=x onerror=alert(1)>\"'&"


def place(address):
    host, port = address.removeprefix("http://").split(":")
    return host, int(port)


def raw(address, data, wait=30):
    """Sends bytes as they are, and gives the whole answer."""
    with socket.create_connection(place(address), timeout=wait) as connection:
        try:
            connection.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass
        answer = b""
        try:
            while part := connection.recv(65536):
                answer += part
                head, _, body = answer.partition(b"\r\n\r\n")
                length = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
                if length and len(body) >= int(length[0].split(b":")[1]):
                    break
        except ConnectionResetError:
            pass
        return answer


def get(address, target, *headers):
    lines = [b"GET " + target + b" HTTP/1.1", b"Host: " + address.removeprefix("http://").encode(), *headers]
    return status(raw(address, b"\r\n".join(lines) + b"\r\n\r\n"))


def status(answer):
    return int(answer.split(b" ")[1]) if answer else None


def state(address):
    """Everything that a caller can change."""
    form = lambda action: requests.post(address + "/api/", {"action": action}).json()
    return json.dumps([form("GetActivities"), form("GetSavedSearches"), form("GetComputers")])


def refused(answer, code, error):
    assert answer.status_code == code and answer.json()["error"] == error, (answer.status_code, answer.text[:300])


def texts(address):
    for target, expected in [
        (b"/api/v2/activities?query=%ff", 400),
        (b"/api/v2/activities?query=%c3%28", 400),
        (b"/api/v2/activities?query=%", 400),
        (b"/api/v2/activities?query=%4", 400),
        (b"/api/v2/activities?query=%zz", 400),
        (b"/api/v2/activities?query=\xff\xfe", 400),
        (b"/api/v2/activities?query=%00", 400),
        (b"/api/v2/activities?query=id:1&query=id:2", 400),
        (b"/api/v2/activities?limit=-1", 400),
        (b"/api/v2/activities?limit=99999999999999999999", 400),
        (b"/api/v2/activities?limit=10001", 400),
        (b"/api/v2/activities?offset=18446744073709551615", 200),
        (b"/api/v2/activities/18446744073709551615", 400),
        (b"/api/v2/activities/%2e%2e", 400),
        (b"/api/v2/activities/../../etc/passwd", 404),
        (b"/api/v2/query/complete?query=%C3%A9&cursor=1", 200),
        (b"/api/v2/query/edit?query=id:1&edit=add&filter=id:2", 200),
        (b"/api/v2/query/edit?query=id:1+NOT&edit=add&filter=id:2", 400),
        (b"/api/v2/query/edit?query=id:1&edit=add&filter=id:x", 400),
        (b"/api/v2/query/edit?query=id:1&edit=add", 400),
        (b"/api/v2/query/edit?query=id:1&edit=burn&filter=id:2", 400),
        (b"/api/v2/query/edit?query=id:1&edit=clear&fields=status,id", 200),
        (b"/api/v2/query/edit?query=id:1&edit=clear&fields=state", 400),
        (b"/api/v2/query/complete?query=x&cursor=18446744073709551615", 200),
        (b"/" + b"a" * 70_000, 414),
    ]:
        found = get(address, target)
        assert found == expected, (target[:60], found)
    assert get(address, b"/api/v2/session", b"X: " + b"a" * 1_000_000) in (400, 431)
    assert status(raw(address, b"\x16\x03\x01 no HTTP at all\r\n\r\n")) in (None, 400)


def origins(address):
    for headers in [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "192.0.2.1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ]:
        for call in ["/api/?action=CancelActivities&query=status:undelivered", "/api/v2/activities"]:
            refused(requests.get(address + call, headers=headers), 403, "ForeignOrigin")
        form = {"action": "CancelActivities", "query": "status:undelivered"}
        refused(requests.post(address + "/api/", form, headers=headers), 403, "ForeignOrigin")
    assert requests.get(address + "/", headers={"Host": "evil.example"}).status_code == 403
    assert requests.get(address + "/api/v2/session", headers={"Origin": address}).status_code == 200
    body = json.dumps({"action": "CancelActivities", "query": "status:undelivered"})
    for kind in ["application/json", "text/plain", "multipart/form-data"]:
        answer = requests.post(address + "/api/", body, headers={"Content-Type": kind})
        refused(answer, 415, "UnsupportedMediaType")


def large(address):
    chain = " OR ".join(f"id:{number}" for number in range(80_000))
    assert len(chain) < 1 << 20
    for text, expected in [
        (chain, 200),
        ("id:1 " * 200_000, 400),
        ("(" * (1 << 20), 400),
        ('"' * (1 << 20), 400),
        ("statuss:x " * 100_000, 400),
        ("é" * (1 << 19), 400),
        ("x" * ((1 << 20) + 1), 400),
        ("NOT " * 260_000 + "id:1", None),
    ]:
        for path in ["/api/v2/activities", "/api/v2/query/check", "/api/v2/query/explain?id=136",
                     "/api/v2/query/highlight", "/api/v2/query/complete", "/api/v2/activities/histogram",
                     "/api/v2/query/explain", "/api/v2/query/edit?edit=toggle&filter=id:1"]:
            begun = time.monotonic()
            answer = requests.post(address + path, {"query": text}, timeout=60)
            took = time.monotonic() - begun
            is_late = answer.status_code == 503 and answer.json()["error"] == "TooSlow"
            assert answer.status_code in (200, 400) or is_late, (path, text[:20], answer.status_code, answer.text[:200])
            assert took < 30, (path, text[:20], took)
            if path == "/api/v2/activities" and expected:
                assert answer.status_code == expected, (text[:20], answer.text[:300])
    refused(requests.post(address + "/api/", {"query": "x" * (5 << 20)}), 413, "RequestTooLarge")


def names(address):
    """What an unsigned call costs grows with its bytes alone, up to the cap."""
    for form in [
        "&".join(f"name{number}" for number in range(100_000)),
        "&".join(f"{'n' * 900}{number}=x" for number in range(4_000)),
        "%41" * 1_000_000 + "=x",
        "&" * (4 << 20),
    ]:
        begun = time.monotonic()
        head = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = requests.post(address + "/api/", form, headers=head, timeout=60)
        took = time.monotonic() - begun
        assert answer.status_code in (400, 401) and took < 2, (form[:20], answer.text[:200], took)
        if form.startswith("n"):
            refused(answer, 400, "TooManyParameters")


def slow(address):
    host = address.removeprefix("http://").encode()
    post = b"POST /api/ HTTP/1.1\r\nHost: " + host + b"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\n"
    begun = time.monotonic()
    holding = [socket.create_connection(place(address), timeout=40) for _ in range(20)]
    for at, connection in enumerate(holding):
        connection.sendall([b"GET / HT", b"GET / HTTP/1.1\r\nX: ", post + b"action=Cancel"][at % 3])
    assert requests.get(address + "/api/v2/session", timeout=5).ok, "others are answered meanwhile"
    for at, connection in enumerate(holding):
        answer = b""
        while part := connection.recv(4096):
            answer += part
            if at % 3 == 2:
                break
        assert at % 3 != 2 or status(answer) == 408, answer
    took = time.monotonic() - begun
    assert 5 < took < 25, took


def crowd(address):
    crowd = []
    for _ in range(560):
        crowd.append(socket.create_connection(place(address), timeout=10))
    told = crowd[-1].recv(4096)
    assert status(told) == 503 and b"retry-after: 1" in told, "too many connections are told so"
    for connection in crowd:
        connection.close()
    end = time.monotonic() + 10
    while True:
        answer = requests.get(address + "/api/v2/session", timeout=10)
        if answer.ok:
            break
        assert answer.status_code == 503 and time.monotonic() < end, answer.status_code


def scripts(address):
    """Hostile text comes back as JSON text that no browser reads as a page."""
    call = lambda **form: requests.post(address + "/api/", form)
    answers = [call(action="CreateSavedSearch", name="hostile", title=HOSTILE, search=f'title:"{HOSTILE[:8]}"')]
    assert answers[0].json()["title"] == HOSTILE
    answers += [call(action="GetSavedSearches"), call(action="RemoveSavedSearch", name="hostile")]
    for field in ["action", "query", "edit", "filter", "fields", "name", "title", "search", "limit", "offset", "order", "cursor", "id", "version", "buckets"]:
        answers.append(call(action="GetActivities", **{field: HOSTILE}) if field != "action" else call(action=HOSTILE))
        for path in ["activities", "activities/histogram", "activities/facets", "computers/1", "query/check", "query/complete", "query/edit", "query/highlight", "query/explain"]:
            answers.append(requests.get(f"{address}/api/v2/{path}", {field: HOSTILE}))
    answers.append(requests.get(f"{address}/{quote(HOSTILE)}"))
    for answer in answers:
        assert answer.status_code < 500
        assert answer.headers["content-type"] == "application/json", answer.url
        assert answer.headers["x-content-type-options"] == "nosniff", answer.url
        answer.json()


def signed(address, form, verb="POST", secret=SECRET, at=None, **changed):
    at = at or datetime.now(timezone.utc)
    form = {**form, "access_key_id": ACCESS, "signature_method": "HmacSHA256", "signature_version": "2",
            "timestamp": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    canonical = "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in sorted(form.items()))
    text = f"{verb}\n{address.removeprefix('http://')}\n/api/\n{canonical}"
    code = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    return {**form, "signature": base64.b64encode(code).decode(), **changed}


def signatures(address):
    uri = address + "/api/"
    call = {"action": "CancelActivities", "query": "id:141"}
    minutes = lambda count: datetime.now(timezone.utc) + timedelta(minutes=count)
    for form, code, error in [
        (call, 401, "AuthFailure"),
        (signed(address, call, at=minutes(-16)), 401, "AuthFailure"),
        (signed(address, call, at=minutes(16)), 401, "AuthFailure"),
        (signed(address, call, query="id:142"), 403, "SignatureDoesNotMatch"),
        (signed(address, call, verb="GET"), 403, "SignatureDoesNotMatch"),
        (signed(address, call, secret="other"), 403, "SignatureDoesNotMatch"),
        (signed(address, call, signature=""), 401, "AuthFailure"),
        (signed(address, call, signature="AAAA"), 403, "SignatureDoesNotMatch"),
        (signed(address, call, signature="no base64 \u00e9"), 403, "SignatureDoesNotMatch"),
        (signed(address, call, access_key_id="OTHER"), 401, "AuthFailure"),
        (signed(address, call, signature_version="1"), 401, "AuthFailure"),
        (signed(address, call, timestamp="yesterday"), 401, "AuthFailure"),
        (signed(address, call, extra="1"), 403, "SignatureDoesNotMatch"),
    ]:
        refused(requests.post(uri, form), code, error)
    for path in ["/api/v2/activities", "/api/v2/query/check", "/api/v2/activities/136"]:
        refused(requests.get(address + path), 401, "AuthFailure")
    assert requests.get(address + "/api/v2/session").json()["signed"] is True

    good = signed(address, {"action": "GetActivities", "query": "id:141"})
    first = requests.post(uri, good)
    assert first.ok and first.json()[0]["activity_status"] != "canceled", "nothing was changed"
    for _ in range(3):
        refused(requests.post(uri, good), 401, "AuthFailure")
    by_url = signed(address, {"action": "GetActivities", "query": "title ~ +/é"}, verb="GET")
    refused(requests.get(uri + "?" + urlencode(by_url, quote_via=quote)), 400, "InvalidQueryError")
    in_time = signed(address, {"action": "GetActivityTypes"}, at=minutes(14))
    assert requests.post(uri, in_time).ok
    refused(requests.post(uri, in_time), 401, "AuthFailure")


def main():
    with server("--log", "debug") as (address, _):
        before = state(address)
        for check in [texts, origins, scripts, names, large, slow, crowd]:
            begun = time.monotonic()
            check(address)
            print(f"{check.__name__}: {time.monotonic() - begun:.1f} s", flush=True)
        assert state(address) == before, "nothing was changed"
    with server("--log", "debug", keys=True) as (address, _):
        names(address)
        signatures(address)
        print("signatures: done")


if __name__ == "__main__":
    sys.exit(main())
