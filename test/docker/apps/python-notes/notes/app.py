"""Shows notes, each under the hash of its text."""

import os
from pathlib import Path

import quickhash

TEMPLATE = (Path(__file__).parent / "templates" / "note.txt").read_text()


def application(path):
    if path == "/health":
        return 200, "ok\n"
    if path.startswith("/note/"):
        text = path.removeprefix("/note/")
        return 200, TEMPLATE.format(hash=quickhash.djb2(text), text=text)
    if path == "/who":
        return 200, f"unbuffered={os.environ.get('PYTHONUNBUFFERED')}\n"
    return 404, "not found\n"
