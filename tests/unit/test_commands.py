"""The commands as a person types them: the terminal demo, the server, the build, and what they say when it fails."""

import ast
import os
import re
import shutil
import socket
import subprocess
import sys

import pytest

from tests.setup import ROOT
from ui.site.build import build
from ui.site.runtimes import MODULES, Missing, pinned


def run(*arguments, cwd=ROOT, **environment):
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_terminal_demo_shows_progress_and_a_picture():
    result = run("engine", "--steps", "20", "--points", "20", "--hidden", "8", "--seed", "1")
    assert result.returncode == 0, result.stderr
    assert re.search(r"step +20 +loss +\d+\.\d+ +accuracy +\d+\.\d%", result.stdout)
    picture = [line for line in result.stdout.splitlines() if len(line) == 72]
    assert len(picture) == 30
    marks = "".join(picture)
    assert marks.count("O") + marks.count("x") >= 15
    assert "#" in marks and " " in marks


def test_the_tutorials_recipe_says_what_its_boundary_is_made_of():
    result = run("engine", "--recipe", "tutorial", "--steps", "2", "--points", "10")
    assert "rays from the origin" in result.stdout and "87%" in result.stdout


def test_the_same_seed_prints_the_same():
    first, second = (run("engine", "--steps", "5", "--points", "10", "--seed", "3").stdout for _ in range(2))
    assert first == second
    assert first != run("engine", "--steps", "5", "--points", "10", "--seed", "4").stdout


def test_a_diverging_run_stops_and_says_so():
    result = run("engine", "--rate", "1e6", "--points", "10", "--steps", "50")
    assert result.returncode == 1
    assert "smaller --rate" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--noise", "-1"], "'-1' is not a number from 0 on"),
        (["--rate", "x"], "'x' is not a number"),
        (["--hidden", "16,0"], "'0' is not a whole number from 1 on"),
        (["--data", "cubes"], "invalid choice: 'cubes'"),
        (["--points", "²"], "'²' is not a whole number from 2 on"),
    ],
)
def test_bad_options_are_named(arguments, words):
    result = run("engine", *arguments)
    assert result.returncode == 2 and words in result.stderr


def test_a_port_in_use_is_one_clear_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = run("ui", "--port", port, "--no-open")
    assert result.returncode == 1
    assert result.stderr.strip() == "Port %s is in use: choose another with --port." % port


@pytest.fixture
def bare(tmp_path):
    """A copy of the project without installed runtimes."""
    ignore = shutil.ignore_patterns("node_modules", "__pycache__")
    for folder in ("engine", "ui"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignore)
    return tmp_path


def in_shell(command):
    return subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("| head -1", ""),
        (">&-", "The standard output is closed, so there is nowhere to print to.\n"),
        ("> /dev/full", "The output could not be written: No space left on device.\n"),
    ],
)
def test_an_output_that_takes_nothing_more_leaves_no_traceback(output, words):
    result = in_shell("%s -m engine --points 10 --hidden 2 --steps 3000 %s" % (sys.executable, output))
    assert result.stderr == words
    assert len(result.stdout.splitlines()) == ("head" in output)


def test_points_too_far_out_for_floats_are_not_blamed_on_the_learning_rate():
    result = run("engine", "--noise", "1e299", "--steps", "3")
    assert (result.returncode, result.stderr) == (1, "") and "Try a smaller --noise." in result.stdout


def test_a_port_is_written_in_plain_digits():
    result = run("ui", "--port", "²")
    assert result.returncode == 2 and "'²' is not a port: 0 to 65535" in result.stderr


def test_a_folder_that_cannot_be_written_is_one_clear_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    result = run("ui", "build", "--out", str(tmp_path / "file" / "site"))
    assert result.returncode == 1
    assert result.stderr == "The site could not be written to %s/file/site: Not a directory.\n" % tmp_path


def test_without_npm_the_sentence_says_what_to_install(bare):
    result = run("ui", "--no-open", cwd=bare, PATH=str(bare))
    assert result.returncode == 1
    assert result.stderr.strip() == "npm is missing: install Node.js, which brings it, and try again."


@pytest.mark.parametrize("prefix", ["npm error", "npm ERR!"])
def test_a_failed_install_gives_its_reason_in_one_line(bare, prefix):
    npm = bare / "npm"
    npm.write_text("#!/bin/sh\necho '%s the disk is full'\nexit 1\n" % prefix)
    npm.chmod(0o755)
    result = run("ui", "--no-open", cwd=bare, PATH=str(bare))
    assert result.returncode == 1
    assert result.stderr.strip() == "npm ci failed in ui/: %s the disk is full" % prefix


def test_previews_of_links_find_their_picture_where_the_site_is(tmp_path):
    for name, url, place in (("a", None, ""), ("b", "https://x.org/g", "https://x.org/g/")):
        build(tmp_path / name, url)
        page = (tmp_path / name / "index.html").read_text()
        (address,) = re.findall(r'<meta property="og:image" content="([^"]+)">', page)
        assert address.startswith(place) and address.endswith("/ui/preview.png")
        assert (tmp_path / name / address.removeprefix(place)).exists()


def test_the_build_never_writes_into_a_folder_that_holds_something(tmp_path):
    (tmp_path / "mine").write_text("precious")
    with pytest.raises(Missing, match="not an empty folder"):
        build(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_the_page_knows_how_large_the_files_of_python_are():
    source = (ROOT / "ui/page/downloads.py").read_text()  # it imports the browser, so it is read, not imported
    sizes = ast.literal_eval(re.search(r"SIZES = (\{.*?\n\})", source, re.S).group(1))
    assert {name: (MODULES / "pyodide" / name).stat().st_size for name in sizes} == sizes


def test_versions_are_exact_and_no_registry_is_named():
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pinned(for_tests=True).values())
    lock = (ROOT / "ui/package-lock.json").read_text()
    assert '"resolved"' not in lock
    requirements = [
        line
        for line in (ROOT / "tests/requirements.txt").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    assert all(re.fullmatch(r"[\w-]+==[\w.]+", line) for line in requirements)
