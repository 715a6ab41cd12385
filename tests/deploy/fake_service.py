"""A small service that answers as its settings say, to test the supervisor without the real services."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        variables = {name: value for name, value in os.environ.items() if name.startswith("LANTAI_")}
        body = {
            "service": os.environ["LANTAI_SERVICE"],
            "pid": os.getpid(),
            "path": self.path,
            "told": variables,
            "lag": {},
        }
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def main():
    address = (os.environ["LANTAI_LISTEN_HOST"], int(os.environ["LANTAI_LISTEN_PORT"]))
    ThreadingHTTPServer(address, Answer).serve_forever()


if __name__ == "__main__":
    main()
