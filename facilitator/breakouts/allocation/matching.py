"""The largest matching of things with boxes, each box taking one thing.

By augmenting paths, as in H. W. Kuhn, The Hungarian method for the assignment problem, Naval Research
Logistics Quarterly 2 (1955).
"""

from __future__ import annotations

from collections.abc import Iterable


def largest_matching(options: Iterable[int]) -> int:
    """How many things can have a box of their own; per thing its boxes, one bit each."""
    matching = _Matching(list(options))
    return sum(map(matching.place, range(len(matching.options))))


class _Matching:
    """Who owns which box so far."""

    def __init__(self, options: list[int]) -> None:
        self.options = options
        self.owner: dict[int, int] = {}
        self.box: dict[int, int] = {}
        self.taken = 0

    def place(self, thing: int) -> bool:
        """Gives a thing a box, passing others on; False where no path ends at a free one."""
        came: dict[int, int] = {}  # box: the thing that reached it
        reached, queue = 0, [thing]
        for k in queue:
            new = self.options[k] & ~reached
            if free := new & ~self.taken:
                box = free.bit_length() - 1
                came[box] = k
                self._pass_on(box, thing, came)
                return True
            reached |= new
            while new:
                low = new & -new
                box, new = low.bit_length() - 1, new ^ low
                came[box] = k
                queue.append(self.owner[box])
        return False

    def _pass_on(self, box: int, first: int, came: dict[int, int]) -> None:
        """Moves each thing of a path into the box that it reached."""
        self.taken |= 1 << box
        while True:
            thing = came[box]
            before = self.box.get(thing, -1)
            self.owner[box], self.box[thing] = thing, box
            if thing == first:
                return
            box = before
