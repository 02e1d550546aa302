import argparse
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.resources import files

from report.counting import words

PAGE = files("report").joinpath("pages/report.html").read_text()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/health":
            body = "ok\n"
        elif self.path == "/":
            body = PAGE.replace("COUNT", str(words(PAGE)))
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *values):
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=5000)
    HTTPServer(("0.0.0.0", parser.parse_args().port), Handler).serve_forever()
