"""Run all tests, having set up what they need: python3 -m tests [arguments for pytest]"""

import os
import subprocess
import sys

from tests.setup import ROOT, ready
from ui.site.runtimes import Missing

MOST = 4  # processes: each of them has a browser


def main(arguments):
    try:
        python, browser = ready()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    os.environ["GLASSGRAD_BROWSER"] = browser
    processes = str(min(os.cpu_count() or 1, MOST))
    return subprocess.run([python, "-m", "pytest", "-n", processes, *arguments], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
