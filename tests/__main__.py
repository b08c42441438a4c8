"""Run all tests, having set up what they need: python3 -m tests [arguments for pytest]"""

import os
import subprocess
import sys

from tests.setup import ROOT, ready
from ui.runtimes import Missing


def main(arguments):
    try:
        python, browser = ready()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    os.environ["GLASSGRAD_BROWSER"] = browser
    return subprocess.run([python, "-m", "pytest", *arguments], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
