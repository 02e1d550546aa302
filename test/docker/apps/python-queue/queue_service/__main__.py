import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import quickhash

waiting = []


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.startswith("/put/"):
            waiting.append(quickhash.djb2(self.path[5:]))
        body = json.dumps({"waiting": waiting} if self.path != "/health" else {"status": "up"})
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *values):
        pass


ThreadingHTTPServer(("", 9000), Handler).serve_forever()
