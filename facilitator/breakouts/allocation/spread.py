"""Spreading things as evenly as they go: the arithmetic under sizes and bounds."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heapreplace


def pairs_in(count: int) -> int:
    """How many pairs `count` things make."""
    return count * (count - 1) // 2


def fewest_pairs(count: int, boxes: int) -> int:
    """The fewest pairs in one box when `count` things go into `boxes` boxes."""
    if boxes <= 0:
        return pairs_in(count)
    each, more = divmod(count, boxes)
    return more * pairs_in(each + 1) + (boxes - more) * pairs_in(each)


def even_sizes(people: int, minimum: Sequence[int], capacity: Sequence[int]) -> list[int]:
    """The most even sizes that keep minimum and capacity: whoever is left goes to the smallest table."""
    sizes = list(minimum)
    left = people - sum(sizes)
    heap = [(size, t) for t, size in enumerate(sizes) if size < capacity[t]]
    heapify(heap)
    while left > 0 and heap:
        size, t = heap[0]
        sizes[t] = size + 1
        left -= 1
        heapreplace(heap, (size + 1, t)) if size + 1 < capacity[t] else _drop(heap)
    return sizes


def _drop(heap: list[tuple[int, int]]) -> None:
    heap[0] = heap[-1]
    heap.pop()
    heapify(heap)
