"""Starts the example server on a free port, and ends it."""

import os
import re
import subprocess
import sys
import tempfile
from contextlib import contextmanager

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SERVER = os.environ.get("SERVER", os.path.join(ROOT, "target", "release", "examples", "server"))
ACCESS, SECRET = "ACCESSKEY", "the secret key"


@contextmanager
def server(*arguments, keys=False):
    """Gives the address, such as http://127.0.0.1:40001, and the process."""
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
            log = tempfile.TemporaryFile("w+")
            # Its log must be read, or it would wait for that in the end.
            pump = subprocess.Popen(["cat"], stdin=process.stderr, stdout=log)
            yield found[1], process
        finally:
            process.terminate()
            assert process.wait(30) == 0, "the server does not end well"
            pump.wait(30)
            log.seek(0)
            text = log.read()
            assert "panicked" not in text and SECRET not in text, text[-2000:]
            assert "ERROR" not in text, text[-2000:]
