"""Run all tests, having set up what they need: python3 -m tests [--browser NAME] [arguments for pytest]

NAME is chromium, firefox or webkit; without it the tests run in Chromium, and those of the main job in Firefox too.
"""

import argparse
import os
import subprocess
import sys

from tests.setup import ROOT, SYSTEM_BROWSERS, ready
from ui.site.runtimes import Missing

MOST = 4  # processes: each of them has a browser


def main(arguments):
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--browser", action="append", choices=list(SYSTEM_BROWSERS), default=[])
    names = parser.parse_known_args(arguments)[0].browser
    try:
        python, told = ready(names)
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    processes = str(min((os.cpu_count() or 1) + 1, MOST))  # one more than cores: pages often wait for their engine
    command = [python, "-m", "pytest", "-n", processes, "--dist", "loadgroup", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **told}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
