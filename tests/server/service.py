"""Starts the server on a free port, and ends it."""

import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SERVER = os.environ.get("SERVER", os.path.join(ROOT, "target", "release", "examples", "server"))
ACCESS, SECRET = "ACCESSKEY", "the secret key"


@contextmanager
def server(*arguments, keys=False, failing=False):
    """Gives the address, such as http://127.0.0.1:40001, and the process, with its log."""
    command = [SERVER, "--listen", "127.0.0.1:0", *arguments]
    with tempfile.NamedTemporaryFile("w") as secret:
        if keys:
            secret.write(SECRET + "\n")
            secret.flush()
            command += ["--access-key", ACCESS, "--secret-key-file", secret.name]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        try:
            line = process.stderr.readline()
            found = re.search(r"url=(http://[^/]+)/", line)
            if not found:
                sys.exit(f"the server does not start: {line}{process.stderr.read()}")
            log = tempfile.NamedTemporaryFile("r")
            process.log = lambda: line + open(log.name).read()
            # Its log must be read, or it would wait for that in the end.
            with open(log.name, "w") as written:
                pump = subprocess.Popen(["cat"], stdin=process.stderr, stdout=written)
            yield found[1], process
        finally:
            begun = time.monotonic()
            process.terminate()
            assert process.wait(30) == 0, "the server does not end well"
            assert time.monotonic() - begun < 10, "the server does not end in time"
            pump.wait(30)
            text = process.log()
            assert "panicked" not in text and SECRET not in text, text[-2000:]
            assert failing or "ERROR" not in text, text[-2000:]
