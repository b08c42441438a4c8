"""A static server for the page, as plain as the one that will host it.

As on GitHub Pages, any origin may load the files: a frame with sandbox="allow-scripts" has none of its own. It serves
the files of the site, by their names, and nothing else that happens to lie beside them.
"""

import hashlib
import http.server
import io
import os
import re
from pathlib import Path
from urllib.parse import quote, unquote

from ui.site import archives
from ui.site.build import files
from ui.site.runtimes import Missing

MADE = {archives.LIBRARY: archives.library_archive, archives.WORKER: archives.worker_archive}


class Server(http.server.ThreadingHTTPServer):
    """Serves `folder` on http://127.0.0.1:port; port 0 takes any free one. OSError if the port is in use.

    `served()` gives the paths that may be asked for, relative to the folder.
    """

    allow_reuse_address = os.name == "posix"  # elsewhere it would let two servers share a port
    daemon_threads = True

    def __init__(self, folder, port=0, served=files):
        self._served, self._known = served, ()
        super().__init__(("127.0.0.1", port), lambda *a: Handler(*a, directory=str(folder)))

    @property
    def url(self):
        return "http://127.0.0.1:%d/" % self.server_address[1]

    def knows(self, path):
        """Whether a path may be served; an exception if the list of files cannot be read."""
        if path not in self._known:  # files are added while the server runs
            self._known = {file.as_posix() for file in self._served()} | set(MADE)
        return path in self._known

    def handle_error(self, request, client_address):
        """A browser that leaves in the middle of a file is no error."""


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # it would hold a small body back until the browser has confirmed the headers
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".webmanifest": "application/manifest+json",
        ".wasm": "application/wasm",  # without it the browser cannot compile while it loads
    }

    def send_head(self):
        """Begin the answer to GET or HEAD: with the file, or with 404 or 500 and None."""
        path = unquote(re.split("[?#]", self.path)[0])[1:]
        if path == "" or path.endswith("/"):
            path += "index.html"
        try:
            known = self.server.knows(path)
            made = MADE[path]() if path in MADE and not Path(self.directory, path).exists() else None
        except (Missing, OSError, ValueError, LookupError) as error:  # such as a pyscript.toml that is being edited
            self.send_error(500, explain=str(error))
            return None
        if made:
            return self.send_made(made)
        if not known:
            self.send_error(404, explain="The page has no such file.")
            return None
        self.path = "/" + quote(path)
        return super().send_head()

    def send_made(self, content):
        """Begin the answer with what is in no file, unless the browser has it already."""
        tag = '"%s"' % hashlib.sha256(content).hexdigest()
        fresh = self.headers.get("If-None-Match") == tag
        self.send_response(304 if fresh else 200)
        self.send_header("ETag", tag)
        if not fresh:
            self.send_header("Content-Type", "application/zip")
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return None if fresh else io.BytesIO(content)

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")  # ask each time: the files here are being edited
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *arguments):
        pass
