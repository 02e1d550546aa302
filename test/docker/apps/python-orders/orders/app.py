"""Takes orders by GET, to stay small, and keeps them in a file."""

import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pgtext

FILE = Path(os.environ["ORDERS_FILE"])


def application(target):
    url = urlsplit(target)
    if url.path == "/health":
        return 200, "ok\n"
    if url.path == "/order":
        literal = pgtext.quote(parse_qs(url.query)["item"][0])
        with FILE.open("a") as orders:
            orders.write(literal + "\n")
        return 200, f"{literal} in {len(FILE.read_text().splitlines())} orders\n"
    return 404, "not found\n"
