"""Compares what the real client sends with the recorded requests that aq's are compared with.

With ACCEPT=1 the requests are recorded.
"""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qsl

from landscape_api.base import API
from service import ACCESS, ROOT, SECRET

RECORDED = os.path.join(ROOT, "examples", "aq", "tests", "it", "server", "requests.json")
# The same for every call, but for what changes with the time.
CHANGING = ("signature", "timestamp")

CALLS = [
    lambda api: api.get_activities(query="status:failed computer:tag:laptop"),
    lambda api: api.get_activities(query='creator:"Zoë & co" NOT id:7', limit=5, offset=2),
    lambda api: api.get_activities(),
    lambda api: api.get_activity_types(),
    lambda api: api.cancel_activities(query="status:waiting id:7"),
    lambda api: api.approve_activities(query="status:unapproved id:7"),
    lambda api: api.get_computers(
        query="tag:laptop NOT needs:reboot", with_network=True, with_hardware=True, with_annotations=True
    ),
    lambda api: api.get_saved_searches(),
]


class Recorder(BaseHTTPRequestHandler):
    requests = []

    def do_POST(self):
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        parameters = dict(parse_qsl(form, keep_blank_values=True, strict_parsing=True))
        assert self.headers["Host"] == f"127.0.0.1:{self.server.server_port}"
        for name in CHANGING:
            del parameters[name]
        type = self.headers["Content-Type"]
        self.requests.append({"path": self.path, "type": type, "parameters": parameters})
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, *_):
        pass


def record():
    server = HTTPServer(("127.0.0.1", 0), Recorder)
    Thread(target=server.serve_forever, daemon=True).start()
    api = API(f"http://127.0.0.1:{server.server_port}/api/", ACCESS, SECRET)
    for call in CALLS:
        call(api)
    server.shutdown()
    return Recorder.requests


if __name__ == "__main__":
    requests = record()
    if os.environ.get("ACCEPT"):
        with open(RECORDED, "w") as file:
            json.dump(requests, file, indent=2, ensure_ascii=False)
            file.write("\n")
    with open(RECORDED) as file:
        if json.load(file) != requests:
            sys.exit("the real client sends other requests than the recorded ones: record them with ACCEPT=1")
    print("the real client: requests as recorded")
