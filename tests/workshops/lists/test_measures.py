"""Measures are taken from a pasted list, one per line, each with a prefix of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.workshops.lists.measures import MOST_MEASURES, read_measures
from facilitator.workshops.rules import PREFIX

pytestmark = pytest.mark.one_database


def test_a_prefix_reminds_of_the_title_and_is_given_once() -> None:
    measures, wrong = read_measures(
        "- Building retrofit\n- Building codes\n- E-mobility services\nBed management\n"
        "The flow of patients\nRET: Retail\nЖилище\nIT\n"
    )
    assert wrong == []
    assert [(each.prefix, each.title) for each in measures] == [
        ("BUI", "Building retrofit"),
        ("COD", "Building codes"),
        ("MOB", "E-mobility services"),
        ("BED", "Bed management"),
        ("FLO", "The flow of patients"),
        ("RET", "Retail"),
        ("MAA", "Жилище"),
        ("IT", "IT"),
    ]


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ("RET: One\nRET: Two", ["Lines 1 and 2 have the same prefix: RET."]),
        ("Retrofit\nWater\nretrofit", ["Lines 1 and 3 are the same measure: retrofit."]),
        ("x" * 121, ["Line 1: the title of a measure has at most 120 characters."]),
        (
            "\n".join(f"Topic {number}" for number in range(MOST_MEASURES + 1)),
            ["These are more than 20 measures."],
        ),
    ],
)
def test_what_is_no_measure_is_named_with_its_line(typed: str, sentences: list[str]) -> None:
    _, wrong = read_measures(typed)
    assert [str(sentence) for sentence in wrong] == sentences


@given(st.lists(st.text(max_size=20), max_size=MOST_MEASURES))
def test_whatever_is_typed_each_measure_has_a_prefix_that_references_can_begin_with(lines: list[str]) -> None:
    measures, _ = read_measures("\n".join(lines))
    prefixes = [measure.prefix for measure in measures]
    assert all(map(PREFIX.fullmatch, prefixes))
    assert len(set(prefixes)) == len(prefixes)
