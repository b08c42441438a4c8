"""Where the page's source is: told by the address on GitHub Pages, and nowhere else."""

import pytest

from tests.unit.stand_in import Browser


@pytest.mark.parametrize(
    ("host", "path", "address"),
    [
        ("ada.github.io", "/glassgrad/", "https://github.com/ada/glassgrad"),
        ("ada.github.io", "/glassgrad/index.html", "https://github.com/ada/glassgrad"),
        ("ada.github.io", "/index.html", "https://github.com/ada/ada.github.io"),
        ("ada.github.io", "/", "https://github.com/ada/ada.github.io"),
        ("127.0.0.1", "/", None),
        ("school.example", "/glassgrad/", None),
    ],
)
def test_the_address_tells_the_repository(monkeypatch, host, path, address):
    Browser().install(monkeypatch)
    from ui.page.origin import repository

    assert repository(host, path) == address
