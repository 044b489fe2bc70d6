"""The real command-line client of the API, unchanged, against the server."""

import json
import os
import subprocess
import sys
import time

from service import ACCESS, SECRET, server

CLIENT = os.path.join(os.path.dirname(sys.executable), "landscape-api")


def run(uri, *arguments, key=ACCESS, secret=SECRET):
    # A signature is used once, and a timestamp of this client has whole seconds.
    time.sleep(1.01)
    environment = dict(os.environ, LANDSCAPE_API_KEY=key, LANDSCAPE_API_SECRET=secret)
    environment["LANDSCAPE_API_URI"] = uri
    command = [CLIENT, "--json", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def answer(uri, *arguments):
    done = run(uri, *arguments)
    assert done.returncode == 0 and done.stderr == "", f"{arguments}: {done.stderr}"
    return json.loads(done.stdout)


def refused(uri, status, code, *arguments, **keys):
    """The client's error output: the status, the code and the message."""
    done = run(uri, *arguments, **keys)
    assert done.returncode == 2 and done.stdout == "", (arguments, done)
    start = f"\nGot server error:\nStatus: {status}\nError code: b'{code}'\nError message: b"
    assert done.stderr.startswith(start), (arguments, done.stderr)
    return done.stderr


def ids(records):
    return [record["id"] for record in records]


def main(uri):
    get = lambda query, *rest: ids(answer(uri, "get-activities", "--query", query, *rest))
    laptops = get("status:succeeded computer:tag:laptop")
    assert laptops == [136, 130, 115, 109], laptops
    assert get("status:succeeded computer:tag:laptop", "--limit", "2", "--offset", "1") == [130, 115]
    assert len(answer(uri, "get-activities")) == 44
    assert "ChangePackagesRequest" in answer(uri, "get-activity-types")

    assert get("status:unapproved"), "the sample has some to approve"
    unapproved = sorted(get("status:unapproved"))
    assert answer(uri, "approve-activities", "status:unapproved") == unapproved
    assert get("status:unapproved") == []
    undelivered = sorted(get("status:undelivered"))
    assert undelivered and answer(uri, "cancel-activities", "status:undelivered") == undelivered
    assert set(undelivered) <= set(get("status:canceled"))

    computers = answer(uri, "get-computers", "--query", "tag:laptop", "--limit", "1")
    assert ids(computers) == [4] and "network_devices" not in computers[0], computers
    detailed = answer(uri, "get-computers", "--query", "tag:laptop", "--with-network", "--with-annotations")
    assert detailed[0]["network_devices"] and detailed[0]["annotations"] == {"owner": "jane"}

    titled = "Büro & Läger <b>"
    created = answer(uri, "create-saved-search", titled, "tag:laptop", "--name", "offices")
    assert created == {"name": "offices", "title": titled, "search": "tag:laptop"}, created
    assert get("computer:search:offices") == get("computer:tag:laptop")
    edited = answer(uri, "edit-saved-search", "offices", "--search", "tag:ci")
    assert edited["search"] == "tag:ci" and edited["title"] == titled
    assert get("computer:search:offices") == get("computer:tag:ci")
    names = [search["name"] for search in answer(uri, "get-saved-searches")]
    assert names == ["offices", "offline-laptops", "web-farm"], names
    assert len(answer(uri, "get-saved-searches", "--limit", "1", "--offset", "1")) == 1
    answer(uri, "remove-saved-search", "offices")
    assert len(answer(uri, "get-saved-searches")) == 2

    before = answer(uri, "get-activities")
    told = refused(uri, 400, "InvalidQueryError", "get-activities", "--query", "statuss:failed")
    assert "did you mean `status`?" in told
    told = refused(uri, 400, "InvalidActivityStatusChange", "cancel-activities", "id:100 OR id:141 OR id:101")
    assert "100 => cannot be canceled: it is succeeded\\n101 => cannot be canceled: it is failed" in told
    refused(uri, 400, "InvalidActivityStatusChange", "approve-activities", "id:100")
    refused(uri, 400, "InvalidQueryError", "cancel-activities", "")
    refused(uri, 400, "InvalidQueryError", "get-computers", "--query", "status:failed")
    refused(uri, 400, "DuplicateSavedSearch", "create-saved-search", "T", "tag:x", "--name", "web-farm")
    refused(uri, 400, "InvalidSavedSearchName", "create-saved-search", "T", "tag:x", "--name", "Web farm")
    refused(uri, 400, "InvalidSavedSearchCriteria", "create-saved-search", "T", "tag:", "--name", "t")
    refused(uri, 400, "InvalidSavedSearchCriteria", "edit-saved-search", "web-farm", "--search", "search:web-farm")
    refused(uri, 400, "UnknownSavedSearch", "edit-saved-search", "nothing", "--title", "T")
    refused(uri, 400, "UnknownSavedSearch", "remove-saved-search", "nothing")
    refused(uri, 400, "MissingParameter", "edit-saved-search", "web-farm")
    refused(uri, 400, "UnknownAction", "call", "GetEverything")
    refused(uri, 401, "AuthFailure", "get-activities", key="ANOTHER")
    refused(uri, 403, "SignatureDoesNotMatch", "get-activities", secret="another")
    assert answer(uri, "get-activities") == before, "what is refused changes nothing"


if __name__ == "__main__":
    with server("--log", "debug", keys=True) as (address, _):
        main(address + "/api/")
    print("the real client: all answers and errors as expected")
