"""The server: types, headers, and that it has the files of the site and nothing else."""

import http.client
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest

from tests.setup import ROOT
from ui.site.runtimes import Missing
from ui.site.serve import Server


@pytest.fixture
def served():
    """The address of a server as `python3 -m ui` starts it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ui", "--port", "0", "--no-open"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    yield re.search(r"http://\S+", process.stdout.readline()).group()
    process.terminate()
    process.communicate()


def test_the_server_serves_the_page_with_the_types_browsers_insist_on(served):
    types = {
        "": "text/html",
        "?lang=en": "text/html",
        "ui/node_modules/pyodide/pyodide.mjs": "text/javascript",
        "ui/node_modules/pyodide/pyodide.asm.wasm": "application/wasm",
    }
    for path, kind in types.items():
        with urllib.request.urlopen(served + path) as answer:
            assert answer.headers["Content-Type"] == kind
            assert not any(name.startswith("Cross-Origin") for name in answer.headers)
            assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path",
    [
        "%00",
        "ui/main.py%00",
        "%ff%fe",
        ".git/HEAD",
        ".gitignore",
        ".tests/requirements.txt",
        "README.md",
        "tests/setup.py",
        "tests/",
        "ui",
        "ui/",
        "ui/site/serve.py",
        "ui/package.json",
        "ui/node_modules/axe-core/axe.min.js",
        "../" + ROOT.name + "/index.html",
        "%2e%2e/" + ROOT.name + "/index.html",
        "ui/../index.html",
        "index.html/",
        "nothing",
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_server_has_nothing_but_the_files_of_the_site(served_here, method, path):
    assert status(served_here, method, path) == 404


@pytest.fixture(scope="module")
def served_here():
    """A server in this process."""
    with Server(ROOT) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def status(server, method, path):
    connection = http.client.HTTPConnection(*server.server_address, timeout=20)
    connection.request(method, "/" + path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def test_the_server_follows_no_link_that_is_no_part_of_the_site(tmp_path):
    (tmp_path / "secret").write_text("secret")
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("page")
    (folder / "link").symlink_to(tmp_path)
    (folder / "file").symlink_to(tmp_path / "secret")
    with Server(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert [status(server, "GET", path) for path in ("", "link/secret", "file")] == [200, 404, 404]
        server.shutdown()


def test_the_server_says_what_keeps_it_from_knowing_its_files():
    def broken():
        raise Missing("pyodide has no pyodide.mjs")

    with Server(ROOT, served=broken) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(server.url)
        assert caught.value.code == 500 and b"pyodide has no pyodide.mjs" in caught.value.read()
        server.shutdown()


def test_a_file_that_is_added_while_the_server_runs_is_served(tmp_path):
    (tmp_path / "one").write_text("1")
    with Server(tmp_path, served=lambda: [path.relative_to(tmp_path) for path in tmp_path.iterdir()]) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert [status(server, "GET", name) for name in ("one", "two")] == [200, 404]
        (tmp_path / "two").write_text("2")
        assert status(server, "GET", "two") == 200
        server.shutdown()
