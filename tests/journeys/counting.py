"""What the database holds, counted with plain SQL: nothing of the product's own queries and statistics."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

import sqlalchemy as sa

FEWEST = 5
ZONES = (("Low", 1, 3.5), ("Medium", 3.5, 6.5), ("High", 6.5, 10))
STANDS = ("right", "right_with_change", "not_for_us")

Count: TypeAlias = dict[str, int]

PREAMBLE, *STATEMENTS = (Path(__file__).parent / "counting.sql").read_text().split("-- name: ")


class Counted:
    """The figures that a report must have, read once, in the shapes of its JSON."""

    def __init__(self, url: str) -> None:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        self.rows: dict[str, list[Any]] = {}
        with engine.connect() as connection:
            for named in STATEMENTS:
                name, _, statement = named.partition("\n")
                self.rows[name] = list(connection.execute(sa.text(PREAMBLE + statement)))

    @property
    def measures(self) -> list[str]:
        """The prefixes of the measures, in their order."""
        return [row.prefix for row in self.rows["measures"]]

    @property
    def unspeakable(self) -> set[str]:
        """What no report may say: what is hidden, why it is, and people's names."""
        hidden = {words for row in self.rows["hidden"] for words in row}
        return hidden | {row.name for row in self.rows["names"]}

    def people(self) -> dict[str, int]:
        """By city and by partner: how many joined."""
        return {row.name: row.people for row in [*self.rows["cities"], *self.rows["partners"]]}

    def of_part(self, part: str) -> int:
        """How many cities take this part."""
        return sum(row.part == part for row in self.rows["cities"])

    def entitled(self, prefix: str) -> Count:
        """Who was asked: the interested cities with a seat, and whoever answered without one."""
        asked = [*self.rows["seats"], *self.rows["answers"]]
        return count((row.city, row.person) for row in asked if row.prefix == prefix)

    def answered(self, prefix: str) -> Count:
        """Who answered something."""
        return count((row.city, row.person) for row in self.rows["answers"] if row.prefix == prefix)

    def issues(self, prefix: str) -> dict[str, dict[str, Any]]:
        """By reference: the text that was handed over, and all that was said of it."""
        return {
            row.ref: {
                "title": row.title,
                "text": row.text,
                "aspect": row.aspect,
                "reworded_since": bool(row.reworded),
                "evidence": self._evidence(row.ref),
                "helped_by": sorted(link.helps for link in self.rows["links"] if link.issue == row.ref),
                "answered": count(
                    (said.city, said.person) for said in self.rows["answers"] if said.ref == row.ref
                ),
                "set_aside": 0,  # day one was not opened again, so every answer is to the text that counts
                "verdicts": self._verdicts(row.ref),
                "ratings": self._ratings(row.ref),
                "remarks": self._remarks(row.ref),
            }
            for row in self.rows["handed"]
            if row.prefix == prefix
        }

    def in_sight(self, prefix: str, kind: str, *, missing: bool = False) -> dict[str, Any]:
        """By reference: the cards of a kind that can be seen; the issues of day one, or those added later."""
        return {
            row.ref: row
            for row in self.rows["cards"]
            if (row.prefix, row.kind, bool(row.missing)) == (prefix, kind, missing)
        }

    def _evidence(self, ref: str) -> dict[str, Any]:
        said = [row for row in self.rows["evidence"] if row.ref == ref]
        stances = [row.stance for row in said if row.part == "lighthouse"]
        return {
            "lighthouse_cities": self.of_part("lighthouse"),
            "met": stances.count("met") + stances.count("solved"),
            "solved": stances.count("solved"),
            "expected": stances.count("expect"),
            "voices": sorted(
                (
                    {"city": row.city, "part": row.part, "stance": row.stance, "note": row.note}
                    | {"is_edited": False}
                    for row in said
                ),
                key=str,
            ),
        }

    def _verdicts(self, ref: str) -> dict[str, Any]:
        given = by_city(
            (row.city, row.verdict) for row in self.rows["answers"] if row.ref == ref and row.verdict
        )
        stands = {city: [each for each in said if each != "cant_say"] for city, said in given.items()}
        voting = {city: said for city, said in stands.items() if said}
        silent = {city: said for city, said in given.items() if city not in voting}
        unsaid = sum(said.count("cant_say") for said in given.values())
        counts = {
            "judged": {"cities": len(voting), "people": sum(map(len, voting.values()))},
            "cant_say": {"cities": len(silent), "people": unsaid},
        }
        if len(voting) < FEWEST:
            tallies = {city: dict(Counter(given[city])) for city in sorted(voting)}
            by_city_ = [{"city": city, "verdicts": tally, "as_one": None} for city, tally in tallies.items()]
            return {**counts, "shares": None, "by_city": by_city_}
        return {**counts, "shares": {verdict: share(verdict, voting) for verdict in STANDS}}

    def _ratings(self, ref: str) -> dict[str, dict[str, Any]]:
        """By criterion."""
        return {row.key: self._rating(ref, row.key) for row in self.rows["criteria"]}

    def _rating(self, ref: str, key: str) -> dict[str, Any]:
        given = by_city(
            (row.city, row.score) for row in self.rows["scores"] if (row.ref, row.key) == (ref, key)
        )
        scored = {city: [score for score in said if score is not None] for city, said in given.items()}
        dots = [
            {"city": city, "value": median(said), "people": len(said)}
            for city, said in sorted(scored.items())
            if said
        ]
        unsaid = {city: said.count(None) for city, said in given.items()}
        silent = [city for city, said in scored.items() if not said]
        return {
            "rated": {"cities": len(dots), "people": sum(dot["people"] for dot in dots)},
            "cant_say": {"cities": len(silent), "people": sum(unsaid.values())},
            "cities": dots,
            "median": median(dot["value"] for dot in dots) if len(dots) >= FEWEST else None,
        }

    def zones(self, ref: str, key: str) -> dict[str, Count]:
        """By zone of the scale: the cities by their median, the people by their own score."""
        given = [row for row in self.rows["scores"] if (row.ref, row.key) == (ref, key) and row.score]
        values = [median(scores) for scores in by_city((row.city, row.score) for row in given).values()]
        return {
            name: {
                "cities": sum(low <= value < high for value in values),
                "people": sum(low <= row.score < high for row in given),
            }
            for name, low, high in ZONES
        }

    def _remarks(self, ref: str) -> list[tuple[str, str, str]]:
        said = [row for row in self.rows["answers"] if row.ref == ref]
        topics = ("change", "comment", "need")
        remarks = [(topic, row.city, getattr(row, topic)) for row in said for topic in topics]
        remarks += [  # what was said before the discussion, and not again after it
            (topic, row.city, getattr(row, topic))
            for row in self.rows["first_words"]
            for topic in ("comment", "need")
            if row.ref == ref and getattr(row, topic) != getattr(row, f"{topic}_now")
        ]
        return sorted(remark for remark in remarks if remark[2])


def count(heads: Iterable[tuple[str, int]]) -> Count:
    """So many cities, so many people; each head is a city and a person of it."""
    distinct = set(heads)
    return {"cities": len({city for city, _ in distinct}), "people": len(distinct)}


def by_city(rows: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    """What the people of each city said."""
    said: dict[str, list[Any]] = defaultdict(list)
    for city, answer in rows:
        said[city].append(answer)
    return said


def share(verdict: str, voting: Mapping[str, list[str]]) -> dict[str, Any]:
    """The city votes and the people of a verdict; each delegate holds an equal part of the city's vote."""
    votes = sum((Fraction(said.count(verdict), len(said)) for said in voting.values()), Fraction(0))
    return {"votes": float(votes), "people": sum(said.count(verdict) for said in voting.values())}
