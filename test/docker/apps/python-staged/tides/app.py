import quickhash


def application(path):
    if path == "/health":
        return 200, "ok\n"
    return 200, f"tide {quickhash.djb2(path) % 400} cm\n"
