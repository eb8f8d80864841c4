"""Figures are rounded in one place, alike for pages, wall, reports and prints."""

import re

import pytest
from flask import Flask

from facilitator.paths import PACKAGE, TEMPLATES
from facilitator.web.pages import percent

ROUNDS = re.compile(r"\bround\(|\|\s*round\b|%\.\d*f|:\.\d*f")

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0 %"),
        (1, "100 %"),
        (0.004, "1 %"),
        (0.996, "99 %"),
        (0.29, "29 %"),
        (0.925, "92 %"),
        (0.95, "95 %"),
    ],
)
def test_a_share_is_said_in_per_cent_and_is_neither_nothing_nor_all_where_it_is_neither(
    app: Flask, share: float, said: str
) -> None:
    with app.test_request_context():
        assert percent(share) == said


def test_nothing_else_rounds_what_people_read() -> None:
    read = [*PACKAGE.glob("summary/**/*.py"), *PACKAGE.glob("reports/**/*.py")]
    read += [page for page in TEMPLATES.rglob("*.html") if not page.name.startswith("chart")]
    assert [str(path) for path in read if ROUNDS.search(path.read_text())] == []
