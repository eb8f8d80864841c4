"""What is left to show while too few cities have answered."""

from dataclasses import dataclass
from typing import ClassVar, Generic, Literal, TypeVar

Dots = TypeVar("Dots")


@dataclass(frozen=True, slots=True)
class Few(Generic[Dots]):
    """Too few cities to claim anything: only what each of them said, to be shown beside its name.

    It has no figure that a page could print by mistake; ask `few` before any other attribute.
    """

    dots: Dots
    few: ClassVar[Literal[True]] = True
