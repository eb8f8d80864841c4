"""The priority matrix of a measure: its points, and where their labels stand without hiding one another."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from facilitator.statistics.priorities import Quadrant, Whisker
from facilitator.statistics.scale import HIGHEST
from facilitator.summary.results import IssueResult
from facilitator.web.terminology import term_word

# How large a label is, in em.
LABEL_WIDTH, LABEL_HEIGHT = 3.6, 1.1


class Size(NamedTuple):
    """How wide and high the picture is, about, in em."""

    width: float
    height: float


ON_A_LAPTOP = Size(40, 22)
ON_THE_WALL = Size(60, 15)


class Label(NamedTuple):
    """The place of a label in em from its point, and which of its ends stands there."""

    dx: float
    dy: float
    anchor: str


class Point(NamedTuple):
    """An issue in the matrix."""

    ref: str
    title: str
    need: Whisker
    power: Whisker
    word: str
    is_decided: bool
    dx: float
    dy: float
    anchor: str


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "_Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


RIGHT = Label(0.8, 0.35, "start")
PLACES = (RIGHT, Label(-0.8, 0.35, "end"), Label(0, -0.8, "middle"), Label(0, 1.5, "middle"))


def points(results: Sequence[IssueResult], size: Size = ON_A_LAPTOP) -> list[Point]:
    """The points of the issues that five cities or more rated on need and power, in their order."""
    found = [(result, result.priority) for result in results]
    placed = [(result, point) for result, point in found if point is not None and not point.few]
    labels = _labels([(point.power.median, point.need.median) for _, point in placed], size)
    return [
        Point(
            result.issue.ref,
            result.issue.title,
            point.need,
            point.power,
            term_word(point.quadrant),
            point.quadrant is not Quadrant.UNDECIDED,
            *label,
        )
        for (result, point), label in zip(placed, labels, strict=True)
    ]


def _labels(places: Sequence[tuple[float, float]], size: Size) -> list[Label]:
    """For each point (power, need) the first place for its label that nothing else has taken."""
    centres = [
        ((x - 0.5) / HIGHEST * size.width, (HIGHEST + 0.5 - y) / HIGHEST * size.height) for x, y in places
    ]
    taken = [_Box(x - 0.5, y - 0.5, x + 0.5, y + 0.5) for x, y in centres]
    labels = []
    for x, y in centres:
        label = next((place for place in PLACES if _is_free(_box(x, y, place), taken, size)), RIGHT)
        taken.append(_box(x, y, label))
        labels.append(label)
    return labels


def _box(x: float, y: float, label: Label) -> _Box:
    left = x + label.dx - {"start": 0.0, "middle": LABEL_WIDTH / 2, "end": LABEL_WIDTH}[label.anchor]
    bottom = y + label.dy
    return _Box(left, bottom - LABEL_HEIGHT, left + LABEL_WIDTH, bottom)


def _is_free(box: _Box, taken: Iterable[_Box], size: Size) -> bool:
    within = box.left >= 0 and box.right <= size.width and box.top >= 0 and box.bottom <= size.height
    return within and not any(box.overlaps(other) for other in taken)
