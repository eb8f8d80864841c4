"""Cities are taken from a pasted list, one per line, in the ways in which people write them."""

import pytest

from facilitator.workshops.lists.cities import MOST_CITIES, read_cities
from facilitator.workshops.lists.countries import country_named, is_country

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("line", "name", "country"),
    [
        ("Lyon, FR", "Lyon", "FR"),
        ("Lyon", "Lyon", "FR"),
        ("Lyon (France)", "Lyon", "FR"),
        ("  • Lyon;Frankreich ", "Lyon", "FR"),
        ("3. Wien\tÖsterreich", "Wien", "AT"),
        ("Aix-en-Provence – Francia", "Aix-en-Provence", "FR"),
        ("Frankfurt (Oder) (DE)", "Frankfurt (Oder)", "DE"),
        ("Belfast | UK", "Belfast", "GB"),
        ("Ioannina, EL", "Ioannina", "GR"),
        ("Москва, Russia", "Москва", "RU"),
        ("KÖLN", "KÖLN", "DE"),
        ("'s-Hertogenbosch, NL", "'s-Hertogenbosch", "NL"),
    ],
)
def test_a_line_is_a_city_with_its_country(line: str, name: str, country: str) -> None:
    (city,), wrong = read_cities(line)
    assert (city.line, city.name, city.country, wrong) == (1, name, country, [])


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        (
            "Vienna\n\nSpringfield",
            ["Line 3: add the country of Springfield after a comma, as in “Lyon, FR”."],
        ),
        (
            "Vitoria, Basque Country",
            ["Line 1: “Basque Country” is not a country. Write the country like this: Lyon, FR."],
        ),
        ("Lyon\nVienna\nlyon, FR", ["Lines 1 and 3 are the same city: lyon."]),
        (f"{'x' * 81}, FR", ["Line 1: the name of a city has at most 80 characters."]),
        (
            "\n".join(f"Town {number}, FR" for number in range(MOST_CITIES + 1)),
            ["These are more than 200 cities."],
        ),
    ],
)
def test_what_is_no_city_is_named_with_its_line(typed: str, sentences: list[str]) -> None:
    _, wrong = read_cities(typed)
    assert [str(sentence) for sentence in wrong] == sentences


def test_nothing_is_no_city() -> None:
    assert read_cities(" \n\u200b\n") == ([], [])


def test_countries_are_known_by_code_and_by_name_and_unions_are_none() -> None:
    assert [country_named(word) for word in ("fr", "Tyskland", "Germania", "Deutschland", "EU", "001")] == [
        "FR", None, "DE", "DE", None, None,
    ]  # fmt: skip
    assert [is_country(code) for code in ("FR", "fr", "EU", "ZZ", "France")] == [True, *[False] * 4]
