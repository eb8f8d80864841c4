"""Layer 2: designs found by search, kept as data, so that nobody has to wait for them again.

Starters were found by annealing on differences: the players are copies of the integers modulo m and some
fixed points; adding 1 to all but the fixed points turns a round into the next. If each difference within
and between copies occurs at most once at the tables of the base rounds, nobody meets twice. A base round
is written as the table of each player (copy 0 first, fixed points last), one digit each.

10 tables of 4 for 13 rounds: the points of PG(3, 3), its 130 lines packed into 13 spreads.
8 tables of 4 for 10 rounds: a resolvable group divisible design of type 2^16, in which each player never
meets one other, first found in 2004 (A. Aguado, "A 10 days solution to the social golfer problem"). These
rounds are from the public list "Dagstuhl tables", players numbered anew; the tests count all 480 pairs.
10 tables of 10 for 4 rounds: rows, columns and two orthogonal squares of order 10, from a quasi-difference
matrix over the integers modulo 7 (E. T. Parker 1959; V(2, 3) vector 0, 1, 4).
Shifts: the player (column j, row x) sits at table x + shift[k][j] modulo 10 in round k; the differences of
any two columns are all distinct. Found as cliques.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Starter:
    """Base rounds and how to turn them: every player below `turning` goes round in a circle of `modulus`."""

    modulus: int
    turning: int
    base: tuple[str, ...]


STARTERS: dict[tuple[int, int], Starter] = {
    (5, 3): Starter(7, 14, ("332314042101240",)),
    (6, 3): Starter(
        4,
        16,
        (
            "425354012311430052",
            "330532245102145014",
        ),
    ),
    (6, 4): Starter(7, 21, ("332354012531141005042452",)),
    (6, 5): Starter(6, 30, ("543152034241012135453230020514",)),
    (7, 3): Starter(
        5,
        20,
        (
            "002131462665235540341",
            "635056012640331215424",
        ),
    ),
    (7, 4): Starter(9, 27, ("5143415221310466406232605503",)),
    (8, 3): Starter(11, 22, ("653701105024476421273536",)),
    (9, 4): Starter(11, 33, ("253214176824723056063351886710408754",)),
    (10, 3): Starter(14, 28, ("148688763059731693272492045510",)),
    (10, 5): Starter(9, 45, ("18671305448236078939916129875081524546592706334207",)),
}
"""By tables and size."""

ROUNDS: dict[tuple[int, int], tuple[str, ...]] = {
    (8, 4): (
        "00001111222233334444555566667777",
        "01520251072646734513431546370762",
        "01526324754342353467507126101706",
        "01526347521067435201743601257634",
        "01521672260460317463450335715724",
        "01526147304653277325436017642150",
        "01522015714573642630026346734517",
        "01525674645721501037342646327031",
        "01526507134205123647143260573467",
        "01526340467116047346215752033275",
    ),
    (10, 4): (
        "0123451671891000479586926482257783436395",
        "0123415617819924682275784000659634397583",
        "0123345673839815416917752249826596874000",
        "0123452267829748695000943537368146158179",
        "0000123456789528639417492357816267483915",
        "0123456789000582276924159168174375693834",
        "0123245627892634378593418619715947000658",
        "0123000456789843735396761941581259628742",
        "0123456000789471951861439385673428572296",
        "0123435367893257924862596874000815614719",
        "0123425672289587000469365793438951861471",
        "0123453637389196147158000846975782249526",
        "0123145167189379583634268725492000956847",
    ),
    (10, 10): (
        "7777777888888899999994560123123456023456011234560234560145601230123456012345601234560123456777888999",
        "0123456012345601234567777777888888899999994560123123456023456011234560234560145601230123456789789789",
        "1234560234560145601230123456012345601234567777777888888899999994560123123456023456010123456789897978",
        "4560123123456023456011234560234560145601230123456012345601234567777777888888899999990123456798879987",
    ),
}
"""By tables and size: each round as the table of each player."""

SHIFTS: dict[tuple[int, int], tuple[tuple[int, ...], ...]] = {
    (10, 7): (
        (0, 0, 0, 0, 0, 0, 0),
        (0, 3, 2, 8, 7, 6, 5),
        (0, 7, 1, 9, 2, 4, 8),
        (0, 8, 5, 4, 9, 3, 6),
        (0, 2, 7, 1, 5, 8, 9),
        (0, 1, 9, 2, 8, 5, 7),
        (0, 5, 8, 3, 1, 7, 4),
    ),
    (10, 9): (
        (0, 0, 0, 0, 0, 0, 0, 0, 0),
        (0, 3, 7, 6, 1, 9, 4, 8, 2),
        (0, 7, 8, 2, 4, 1, 3, 6, 9),
        (0, 2, 9, 1, 8, 7, 5, 4, 6),
        (0, 1, 4, 9, 2, 3, 6, 7, 8),
    ),
}
"""By tables and columns: per round the shift of each column."""
