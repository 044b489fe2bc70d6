"""Checks what a wheel holds: no more and no less than it should."""

import sys
import zipfile
from email import message_from_bytes
from pathlib import Path

FILES = {
    "activity_query/__init__.py",
    "activity_query/_errors.py",
    "activity_query/_native.abi3.so",
    "activity_query/_native.pyi",
    "activity_query/_results.py",
    "activity_query/py.typed",
}


def check(path: Path) -> None:
    with zipfile.ZipFile(path) as wheel:
        names = set(wheel.namelist())
        info = next(name.split("/")[0] for name in names if ".dist-info/" in name)
        metadata = message_from_bytes(wheel.read(f"{info}/METADATA"))
    own = {name for name in names if not name.startswith(f"{info}/")}
    assert own == FILES, own ^ FILES
    licenses = {name.rsplit("/", 1)[1] for name in names if "/licenses/" in name}
    assert licenses == {"LICENSE-APACHE", "LICENSE-MIT"}, licenses
    assert "cp310-abi3" in path.name, path.name
    assert metadata["Name"] == "activity-query"
    assert metadata["License-Expression"] == "MIT OR Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.10"
    assert metadata.get_all("Requires-Dist") is None
    assert "## First steps" in str(metadata.get_payload())
    print(f"{path.name} holds what it should")


if __name__ == "__main__":
    check(Path(sys.argv[1]))
