"""The page as one file: the same each time, whole, and asking nobody for anything."""

import base64
import hashlib
import io
import re
import zipfile
from html.parser import HTMLParser

import pytest

from ui.__main__ import main
from ui.site import archives, single_file
from ui.site.build import notices
from ui.site.runtimes import Missing

AT = "ui/node_modules/a/dist/m.js"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("single") / "new" / "glassgrad.html"
    assert main(["build", "--single-file", "--out", str(path)]) == 0
    return path


class Elements(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.scripts, self.styles, self.addresses, self.policy = [], [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "script" and "type" not in attributes:
            self.scripts.append("")
        if tag in ("link", "script", "img", "iframe") and attributes.get("type") != "mpy":
            self.addresses += [attributes[name] for name in ("src", "href") if name in attributes]
        if attributes.get("http-equiv") == "Content-Security-Policy":
            self.policy = attributes["content"]

    def handle_data(self, data):
        if self.lasttag == "script" and self.scripts and not self.scripts[-1]:
            self.scripts[-1] = data
        if self.lasttag == "style" and data.strip():
            self.styles.append(data)


def test_the_same_sources_give_the_same_bytes(made):
    assert single_file.page().encode() == made.read_bytes()


def test_the_size_is_said_and_a_file_that_is_there_is_kept(made, capsys):
    size = made.stat().st_size
    print("the single file has %.1f MB" % (size / 1e6))
    assert size < 13e6
    assert main(["build", "--single-file", "--out", str(made)]) == 1
    assert capsys.readouterr().err == "%s is there already: name another file.\n" % made
    assert made.stat().st_size == size


def test_nothing_is_loaded_but_what_is_in_it(made):
    elements = Elements(made.read_text())
    assert elements.addresses and all(address.startswith("data:") for address in elements.addresses)
    assert not re.search(r"@import|url\((?!['\"]?data:)", "".join(re.findall("(?s)<style>.*?</style>", made.read_text())))


def test_the_policy_allows_its_own_scripts_and_styles_by_their_digests_and_no_destination(made):
    elements = Elements(made.read_text())
    rules = dict(rule.split(" ", 1) for rule in elements.policy.split("; "))
    for texts, rule in ((elements.scripts, rules["script-src"]), (elements.styles, rules["style-src"])):
        digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
        assert re.findall("'sha256-(.*?)'", rule) == digests and len(digests) > 1
    assert (rules["connect-src"], rules["worker-src"], rules["img-src"]) == ("'none'", "data:", "data:")
    assert not re.search("self|https?:|//", re.sub("'sha256-.*?'", "", elements.policy))


def test_it_says_whose_work_it_contains(made):
    names = re.findall(r"(?m)^\S+ \S+, license: .+$", notices())
    assert names and all(name in made.read_text() for name in names)


def test_all_of_pythons_library_is_in_it_and_nothing_is_lacking():
    with zipfile.ZipFile(archives.WHOLE) as whole:
        wanted = set(whole.namelist())
    with zipfile.ZipFile(io.BytesIO(single_file.contents()[archives.LIBRARY])) as archive:
        assert archive.read(archives.REST) == b""
        found = [name.removesuffix("c") for name in archive.namelist() if name != archives.REST]
        assert len(found) == len(wanted) and set(found) == wanted
        assert sum(name.endswith(".pyc") for name in archive.namelist()) > 100


def test_a_modules_imports_are_those_of_the_pack():
    def made(text):
        return single_file.module(AT, text, {"ui/node_modules/a/dist/b.js", "ui/node_modules/c.js"})

    assert made('import{x as y}from"./b.js";') == 'import{x as y}from"packed:ui/node_modules/a/dist/b.js";'
    assert made("import '../../c.js'") == "import 'packed:ui/node_modules/c.js'"
    assert made('e=>import("./rare.js")') == 'e=>packed.import("%sui/node_modules/a/dist/rare.js")' % single_file.BASE
    assert made("import(e), x.import(e), `import(${e})`") == "packed.import(e), x.import(e), `import(${e})`"
    assert made("import.meta.url\n//# sourceMappingURL=m.js.map") == 'packed.at("%s")' % AT
    with pytest.raises(Missing, match=r"m\.js imports \S+gone\.js, which is not among the files of the site"):
        made('export*from"./gone.js"')
    with pytest.raises(Missing, match="too large"):
        made("x" * (3 << 19) + "xx")
