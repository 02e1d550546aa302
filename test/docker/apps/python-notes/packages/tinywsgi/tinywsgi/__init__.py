"""A server for one function: path in, status and text out."""

import importlib
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def serve(application, host="0.0.0.0", port=8000):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, text = application(self.path)
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, template, *values):
            print(template % values, flush=True)

    ThreadingHTTPServer((host, port), Handler).serve_forever()


def main():
    """tinywsgi MODULE:FUNCTION [--bind HOST:PORT]"""
    arguments = sys.argv[1:]
    host, port = "0.0.0.0", "8000"
    if "--bind" in arguments:
        at = arguments.index("--bind")
        host, port = arguments[at + 1].rsplit(":", 1)
        del arguments[at : at + 2]
    module, function = arguments[0].split(":")
    sys.path.insert(0, "")
    serve(getattr(importlib.import_module(module), function), host, int(port))
