"""Finite fields GF(p^k), and rings made of several: the arithmetic under transversal designs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product


def prime_powers(number: int) -> list[tuple[int, int]]:
    """The prime powers that make up a number: 40 is [(2, 3), (5, 1)]."""
    found, p = [], 2
    while number > 1:
        k = 0
        while number % p == 0:
            number //= p
            k += 1
        if k:
            found.append((p, k))
        p += 1
    return found


class Ring:
    """The product of the fields GF(q) over the prime powers q of its order; elements are 0 … order-1."""

    def __init__(self, order: int) -> None:
        self.order = order
        self.fields = [GaloisField(p, k) for p, k in prime_powers(order)]

    def parts(self, element: int) -> list[int]:
        """An element's part in each field."""
        found = []
        for field in self.fields:
            element, part = divmod(element, field.order)
            found.append(part)
        return found

    def whole(self, parts: list[int]) -> int:
        """The element with these parts."""
        element = 0
        for field, part in zip(reversed(self.fields), reversed(parts), strict=True):
            element = element * field.order + part
        return element

    def add(self, a: int, b: int) -> int:
        """a + b."""
        both = zip(self.fields, self.parts(a), self.parts(b), strict=True)
        return self.whole([field.add(x, y) for field, x, y in both])

    def multiply(self, a: int, b: int) -> int:
        """a · b."""
        both = zip(self.fields, self.parts(a), self.parts(b), strict=True)
        return self.whole([field.multiply(x, y) for field, x, y in both])


class GaloisField:
    """GF(p^k): polynomials of degree below k over the integers modulo p, written as numbers to base p."""

    def __init__(self, p: int, k: int) -> None:
        self.p, self.k, self.order = p, k, p**k
        self.modulus = irreducible(p, k)

    def digits(self, element: int) -> list[int]:
        """The coefficients, the constant first."""
        found = []
        for _ in range(self.k):
            element, digit = divmod(element, self.p)
            found.append(digit)
        return found

    def number(self, digits: list[int]) -> int:
        """The element with these coefficients."""
        element = 0
        for digit in reversed(digits):
            element = element * self.p + digit
        return element

    def add(self, a: int, b: int) -> int:
        """a + b."""
        pairs = zip(self.digits(a), self.digits(b), strict=True)
        return self.number([(x + y) % self.p for x, y in pairs])

    def multiply(self, a: int, b: int) -> int:
        """a · b modulo the field's polynomial."""
        raw = [0] * (2 * self.k - 1)
        for i, x in enumerate(self.digits(a)):
            for j, y in enumerate(self.digits(b)):
                raw[i + j] += x * y
        return self.number(remainder(raw, list(self.modulus), self.p)[: self.k])


def remainder(dividend: list[int], divisor: list[int], p: int) -> list[int]:
    """The remainder by a divisor whose leading coefficient is 1, padded to the divisor's degree."""
    rest = [c % p for c in dividend]
    degree = len(divisor) - 1
    for top in range(len(rest) - 1, degree - 1, -1):
        factor = rest[top]
        for i in range(degree + 1):
            rest[top - degree + i] = (rest[top - degree + i] - factor * divisor[i]) % p
    return (rest + [0] * degree)[:degree]


@cache
def irreducible(p: int, k: int) -> tuple[int, ...]:
    """The first polynomial of degree k, leading coefficient 1, that no smaller one divides."""
    candidates = monic(p, k)
    return next(c for c in candidates if all(any(remainder(list(c), list(d), p)) for d in _divisors(p, k)))


def monic(p: int, k: int) -> Iterator[tuple[int, ...]]:
    """All polynomials of degree k with leading coefficient 1."""
    return ((*low, 1) for low in product(range(p), repeat=k))


def _divisors(p: int, k: int) -> Iterator[tuple[int, ...]]:
    for degree in range(1, k // 2 + 1):
        yield from monic(p, degree)
