"""What all tests share: where CI is set, the random ones take the same examples each time."""

import os

from hypothesis import settings

REPEATABLE = bool(os.environ.get("CI"))

settings.register_profile("patient", deadline=None, print_blob=True)
settings.load_profile("ci" if REPEATABLE else "patient")


def pytest_report_header():
    if REPEATABLE:
        return "random examples: the same in each run, since CI is set"
    return "random examples: new ones in each run; CI=1 takes the same ones each time"
