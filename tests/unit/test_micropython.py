"""Every file that MicroPython imports on the page can be read by it: its grammar is smaller than CPython's."""

import subprocess
import tomllib

from tests.setup import ROOT

CONFIG = tomllib.loads((ROOT / "pyscript.toml").read_text())
AS_TEXT = "ui/yours/alone/"  # not imported, but handed out as text
READ = """
import {readFileSync} from "node:fs";
const {loadMicroPython} = await import(process.argv[1]);
const python = await loadMicroPython({heapsize: 16e6, stdout: line => console.log(line), linebuffer: true});
globalThis.files = process.argv.slice(2).map(path => [path, readFileSync(path, "utf8")]);
python.runPython(`
import js
for path, text in js.files:
    try:
        compile(str(text), str(path), "exec")
    except SyntaxError as error:
        print(path, error)
`);
"""


def unread(paths):
    """What MicroPython says of these files, a line for each that it cannot read."""
    command = ["node", "--input-type=module", "-e", READ, (ROOT / CONFIG["interpreter"]).as_uri(), *paths]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_micropython_can_read_every_file_of_the_page():
    paths = {"ui/main.py", *CONFIG["files"], *sum(CONFIG["chapters"].values(), [])}
    assert unread(sorted(path for path in paths if not path.startswith(AS_TEXT))) == ""


def test_what_micropython_cannot_read_is_named(tmp_path):
    (tmp_path / "modern.py").write_text("pair = (1, *others)\n")
    assert "modern.py *x must be assignment target" in unread([str(tmp_path / "modern.py")])
