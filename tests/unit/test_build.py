"""The built site: the same bytes each time, all files of one release together, and the page itself as it is here."""

import hashlib
import html
import io
import json
import lzma
import re
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.setup import ROOT
from ui.site import archives, pack
from ui.site.build import build, files, of_worker_alone, start_files, styles
from ui.site.runtimes import pinned

OUTSIDE = {"index.html", "service-worker.js", "NOTICES.txt", ".nojekyll"}  # of the folder of the release


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built") / "site"
    build(folder)
    return folder


def release_of(site):
    (folder,) = [path for path in site.iterdir() if path.is_dir()]
    return folder


def content_of(site):
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_the_same_sources_give_the_same_bytes(site, tmp_path):
    build(tmp_path / "again")
    assert content_of(tmp_path / "again") == content_of(site)


def test_another_source_gives_another_release(site, tmp_path, monkeypatch):
    real = Path.read_bytes
    changed = ROOT / "engine/rng.py"
    monkeypatch.setattr(Path, "read_bytes", lambda path: real(path) + (b"# mine\n" if path == changed else b""))
    build(tmp_path / "other")
    assert release_of(tmp_path / "other").name != release_of(site).name


def test_it_has_what_the_page_names_and_little_else(site):
    built = set(content_of(site))
    release = release_of(site).name + "/"
    made = {archives.LIBRARY, archives.WORKER, pack.PACK, pack.DECODER, "start.json", "ui/made/style.css"}
    in_archives = {"index.html", "ui/main.py", *start_files(), *styles(), *of_worker_alone()}
    wanted = {path.as_posix() for path in files() if "toml" not in path.name} - in_archives | made
    assert built - OUTSIDE == {release + path for path in wanted}
    assert release + "ui/work/line.py" not in built and release + "engine/nn.py" in built
    assert not any(re.search(r"\.map$|tests/|__main__|axe|convnetjs", path) for path in built)
    notices = (site / "NOTICES.txt").read_text()
    assert all(name in notices for name in (*pinned(), "polyscript", "MPL-2.0"))
    assert "axe-core" not in notices


def test_the_page_is_that_of_the_sources_but_for_where_its_files_are(site):
    release = release_of(site)
    page = (site / "index.html").read_text()
    body = page[page.index("<body") :].replace('src="%s/ui/unpack.py"' % release.name, 'src="ui/main.py"')
    source = (ROOT / "index.html").read_text()
    for tag in r"<py-config.*", r'config="[^"]*"':  # see below
        body, source = (re.sub(tag, "", text) for text in (body, source))
    assert body.replace(release.name + "/", "") == source[source.index("<body") :]
    named = re.findall(r'(?:href|src)="([^"#:]+)"', page)
    assert len(named) > 10 and all((site / path).is_file() for path in named if path != "./")
    print_style = release.name + "/ui/page/print.css"
    assert [path for path in named if path.endswith(".css")] == [release.name + "/ui/made/style.css", print_style]


def test_the_archives_hold_the_files_that_they_stand_for(site):
    release = release_of(site)
    config = tomllib.loads((ROOT / "pyscript.toml").read_text())
    first = json.loads((release / "start.json").read_text())
    assert first == {path: (ROOT / path).read_text() for path in [*config["files"], "ui/main.py"]}
    style = (release / "ui/made/style.css").read_text()
    assert all((ROOT / path).read_text() in style for path in styles())


def test_the_page_has_its_configuration_in_itself(site):
    release = release_of(site).name
    page = (site / "index.html").read_text()
    config = tomllib.loads((ROOT / "pyscript.toml").read_text())
    built = json.loads(html.unescape(re.search(r'<script type="mpy"[^>]* config="([^"]*)"', page)[1]))
    assert built == {
        **config, "interpreter": "%s/%s" % (release, config["interpreter"]), "files": {release + "/start.json": "start.json"}
    }  # fmt: skip
    assert (site / built["interpreter"]).is_file()
    of_worker = re.search(r'<py-config type="json" hidden>(.*)</py-config>', page)[1]
    assert json.loads(of_worker) == {"plugins": config["plugins"]}
    assert not [path for path in content_of(site) if "toml" in path]


@pytest.mark.parametrize("built", [True, False])
def test_where_it_can_be_installed_it_opens_the_page_and_has_its_icons(site, built):
    folder = release_of(site) if built else ROOT
    place = folder / "ui/page/app.webmanifest"
    manifest = json.loads(place.read_text())
    assert (place.parent / manifest["start_url"]).resolve() == (site if built else ROOT).resolve()
    assert manifest["scope"] == manifest["start_url"] and manifest["display"] == "standalone"
    assert all((place.parent / icon["src"]).is_file() for icon in manifest["icons"])


def test_the_service_worker_keeps_every_file_by_its_digest(site):
    text = (site / "service-worker.js").read_text()
    release = release_of(site).name
    assert 'const RELEASE = "%s";' % release in text
    kept = json.loads(re.search(r"const FILES = JSON\.parse\(`(.*)`\)", text).group(1))
    content = content_of(site)
    assert kept == {path: hashlib.sha256(content[path]).hexdigest() for path in kept}
    left = {path.removeprefix(release + "/") for path in set(content) - set(kept)}
    assert left == OUTSIDE - {"index.html"} | {"ui/preview.png", pack.PACK, pack.DECODER, *LOCKS}


def test_the_pack_holds_what_python_starts_from(site):
    release = release_of(site)
    head, _, rest = lzma.decompress((release / pack.PACK).read_bytes()).partition(b"\n")
    for path, size in json.loads(head):
        assert rest[:size] == (release / path).read_bytes()
        rest = rest[size:]
    assert rest == b"" and [path for path, _ in json.loads(head)] == list(pack.FILES)


PYTHON_314 = b"\x2b\x0e\r\n"  # what its bytecode begins with
LOCKS = ["ui/node_modules/pyodide/pyodide-lock.json"]


def test_bytecode_is_made_once_for_each_version_of_a_source(monkeypatch, tmp_path):
    monkeypatch.setattr(archives, "KEPT", tmp_path)
    asked = []

    def compiled(sources, imports):
        asked.append(sorted(sources))
        return {"bytecode": {name: "AAAA" for name in sources}}

    monkeypatch.setattr(archives, "compiled", compiled)
    archives.bytecode({"a.py": "1", "b.py": "2"})
    archives.bytecode({"a.py": "1", "b.py": "2"})
    archives.bytecode({"a.py": "1", "b.py": "3"})
    assert asked == [["a.py", "b.py"], ["b.py"]] and len(list(tmp_path.iterdir())) == 2


def test_of_a_source_that_is_no_python_there_is_no_bytecode_and_the_page_says_what_is_wrong_with_it(monkeypatch, tmp_path):
    monkeypatch.setattr(archives, "KEPT", tmp_path)
    code = archives.bytecode({"bad.py": "def broken(:", "good.py": "1"})
    assert code["bad.py"] == b"" and code["good.py"][:4] == PYTHON_314
    files = zipfile.ZipFile(io.BytesIO(archives.worker({"bad.py": "def broken(:"}, code))).namelist()
    assert files == ["bad.py"] and archives.imported(["def broken(:", "import os"]) == {"os"}
