"""Schemathesis over the OpenAPI document: every answer is as it says, and none is a 5xx."""

import json
import os
import subprocess
import sys

from abuse import state
from service import ROOT, server

EXAMPLES = os.environ.get("EXAMPLES", "15")
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"



def run(address, *selected):
    command = [os.path.join(os.path.dirname(sys.executable), "schemathesis"), "run"]
    command += [address + "/api/v2/openapi.json", "--url", address, "--checks", CHECKS]
    command += ["--max-examples", EXAMPLES, "--seed", "6", "--no-color", "--phases", "examples,coverage,fuzzing"]
    command += ["--request-timeout", "20", *selected]
    folder = os.path.join(ROOT, "target")
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, "schemathesis found something"


if __name__ == "__main__":
    with server() as (address, _):
        before = state(address)
        run(address, "--exclude-path", "/api/")
        assert json.loads(state(address)) == json.loads(before), "nothing was changed"
    # The documented methods change what they are told to.
    with server() as (address, _):
        run(address, "--include-path", "/api/")
