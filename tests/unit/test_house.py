"""The house: every file is named where it has to be, its folder tells who runs it, and no room knows more than it may."""

import ast
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.setup import ROOT
from ui.code.files import ORDER
from ui.site.build import OWN, files, listed, named
from ui.site.runtimes import pinned

CONFIG = tomllib.loads((ROOT / "pyscript.toml").read_text())
PAGE = (ROOT / "index.html").read_text()
README = (ROOT / "README.md").read_text()
OURS = [
    path.relative_to(ROOT).as_posix()
    for folder in ("engine", "ui")
    for kind in ("*.py", "*.css")
    for path in (ROOT / folder).rglob(kind)
    if "node_modules" not in path.parts
]
CHAPTERS = ("derivatives", "line", "network", "code")
BROWSER = {"pyscript", "js", "pyodide", "_pyodide"}  # what runs there offers besides the standard library
BOTH_RUN = ("ui.page.wire",)  # plain Python, which the worker needs too
MAY_IMPORT = {  # who, by the start of its path -> what of `ui`
    "engine/": (),
    "ui/page/": ("ui.page",),
    **{"ui/%s/" % chapter: ("ui.page", "ui." + chapter) for chapter in CHAPTERS},
    "ui/yours/": ("ui.page", "ui.yours"),
    "ui/work/": ("ui.work", *BOTH_RUN),
    "ui/worker.py": ("ui.work", *BOTH_RUN),
    "ui/site/": ("ui.site",),
    "ui/__main__.py": ("ui.site",),
}


def same(found, wanted, where):
    """Fails, with the names, if two lists do not name the same files, each of them once."""
    found, wanted = Counter(found), Counter(wanted)
    assert not wanted - found, "%s lacks %s" % (where, ", ".join(sorted(wanted - found)))
    assert not found - wanted, "%s should not name %s" % (where, ", ".join(sorted(found - wanted)))


def imported(path):
    """The modules that a file imports anywhere in it, `from a import b` as "a.b"."""
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        if isinstance(node, ast.ImportFrom):
            assert not node.level, "%s imports by a relative name" % path
            yield from ("%s.%s" % (node.module, name.name) for name in node.names)


def for_micropython():
    return {path for path in (*CONFIG["files"], *sum(CONFIG["chapters"].values(), [])) if path.startswith("ui/")}


def test_every_module_of_the_page_is_listed_in_pyscript_toml():
    elsewhere = {"ui/main.py", "ui/unpack.py", "ui/worker.py", "engine/compiler/wasmtime_host.py"}  # entries, and the terminal's
    elsewhere |= {"engine/records/%s.py" % name for name in ("verify", "checking", "again", "found_links")}
    wanted = {
        path
        for path in OURS
        if path.endswith(".py") and "__main__" not in path and not path.startswith("ui/site/") and path not in elsewhere
    }
    same(set(listed()), wanted, "pyscript.toml")


@pytest.mark.parametrize("group", ["files", "worker", *CONFIG["chapters"]])
def test_no_group_of_pyscript_toml_names_a_file_twice_or_one_that_is_loaded_already(group):
    at_once = list(CONFIG["files"])
    more = CONFIG["worker"]["files"] if group == "worker" else CONFIG["chapters"].get(group, [])
    same([*at_once, *more], {*at_once, *more}, "pyscript.toml, %s," % group)


def test_what_is_copied_keeps_its_name():
    same(CONFIG["files"].values(), list(CONFIG["files"]), "the right side of [files] in pyscript.toml")


def test_what_pyscript_loads_at_the_start_is_preloaded():
    preloaded = re.findall(r'<link rel="preload" as="fetch" crossorigin href="([^"]+)"', PAGE)
    same(preloaded, ["pyscript.toml", "ui/main.py", *CONFIG["files"]], "The list of preloads in index.html")


def test_every_style_sheet_is_linked():
    linked = [path for path in named() if path.endswith(".css") and "node_modules" not in path]
    same(linked, [path for path in OURS if path.endswith(".css")], "The list of style sheets in index.html")


def test_everything_that_the_page_names_is_part_of_the_site():
    assert len(named()) > 20
    site = {path.as_posix() for path in files()}
    assert {*named(), "pyscript.toml", CONFIG["interpreter"]} - site == set()
    assert [path for path in site if not (ROOT / path).exists()] == []


def test_the_page_and_the_readme_ask_for_the_same_browsers():
    versions = r"Chrome (?:or|and) Edge (\d+), Firefox (\d+), Safari (?:or|and) iOS ([\d.]+\d), or (?:a )?newer"
    (on_page,), (in_readme,) = (re.findall(versions, " ".join(text.split())) for text in (PAGE, README))
    assert on_page == in_readme


def test_the_order_of_reading_has_every_file_of_the_engine():
    shown = [path for path in listed() if path.startswith("engine/") and not path.endswith("__init__.py")]
    same(["engine/%s.py" % name for name in ORDER], set(shown), "ORDER in ui/code/files.py")


def test_no_file_name_stands_twice():
    names = Counter(path.split("/")[-1] for path in OURS)
    alike = {"__init__.py", "__main__.py", "chapter.py", "style.css"}  # each the same part of its folder
    assert {name for name, times in names.items() if times > 1} <= alike


def test_the_folder_tells_which_python_runs_a_file():
    both = {name.replace(".", "/") + ".py" for name in BOTH_RUN}
    both |= {path.rpartition("/")[0] + "/__init__.py" for path in both}
    of_worker = {path for path in CONFIG["worker"]["files"] if path.startswith("ui/")}
    assert {path for path in of_worker if not path.startswith("ui/work/")} <= both
    assert {path for path in for_micropython() if path.startswith(("ui/work/", "ui/site/"))} == set()


@pytest.mark.parametrize("path", [path for path in OURS if path.endswith(".py")])
def test_a_room_knows_only_what_it_may(path):
    rooms = [room for room in MAY_IMPORT if path.startswith(room)]
    for name in imported(path):
        top = name.split(".")[0]
        if path.startswith("ui/yours/alone/") and top == "matplotlib":
            continue  # these files run where visitors take them
        assert top in {"engine", "ui", *BROWSER, *sys.stdlib_module_names} or top == "wasmtime", name
        if rooms and top == "ui":
            allowed = MAY_IMPORT[rooms[0]]
            assert any((name + ".").startswith(known + ".") for known in allowed), "%s imports %s" % (path, name)


def test_the_engine_imports_nothing_but_the_standard_library_and_itself():
    paths = [path for path in OURS if path.startswith("engine/")]
    assert any(path.count("/") > 1 for path in paths)  # files of its folders, too
    for path in paths:
        known = {"engine", *sys.stdlib_module_names} | ({"wasmtime"} if path.endswith("/wasmtime_host.py") else set())
        assert {name.split(".")[0] for name in imported(path)} <= known, path


def test_the_site_is_made_of_files_of_this_project_and_of_pinned_packages():
    for path in map(Path, files()):
        if path.parts[:2] == ("ui", "node_modules"):
            scoped = path.parts[2].startswith("@")
            assert "/".join(path.parts[2 : 4 if scoped else 3]) in pinned()
        else:
            assert path.as_posix() in (*OURS, *OWN)
