"""A static server for the page, as plain as the one that will host it: no special headers."""

import http.server
import os


class Server(http.server.ThreadingHTTPServer):
    """Serves `folder` on http://127.0.0.1:port; port 0 takes any free one. OSError if the port is in use."""

    allow_reuse_address = os.name == "posix"  # elsewhere it would let two servers share a port
    daemon_threads = True

    def __init__(self, folder, port=0):
        super().__init__(("127.0.0.1", port), lambda *a: Handler(*a, directory=str(folder)))

    @property
    def url(self):
        return "http://127.0.0.1:%d/" % self.server_address[1]

    def handle_error(self, request, client_address):
        """A browser that leaves in the middle of a file is no error."""


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # it would hold a small body back until the browser has confirmed the headers
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",  # without it the browser cannot compile while it loads
    }

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")  # ask each time: the files here are being edited
        super().end_headers()

    def log_message(self, *arguments):
        pass
