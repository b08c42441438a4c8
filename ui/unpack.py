"""Starts a built page: its first files come in one archive, and are put to where Python imports them from."""

import json
import os

with open("start.json") as archive:
    for path, text in json.load(archive).items():
        folders = path.split("/")[:-1]
        for depth in range(len(folders)):
            try:
                os.mkdir("/".join(folders[: depth + 1]))
            except OSError:
                pass  # it is there
        with open(path, "w") as file:
            file.write(text)

import ui.main  # noqa: E402, F401
