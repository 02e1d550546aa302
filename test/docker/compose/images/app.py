# A small web application that writes only what it is asked to.
import os
import tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"ok" if self.path == "/healthz" else self.upload()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def upload(self):
        with tempfile.NamedTemporaryFile(dir="/tmp") as file:
            file.write(b"stored")
            file.flush()
            return f"stored as {os.getuid()}".encode()


ThreadingHTTPServer(("", 8000), Handler).serve_forever()
