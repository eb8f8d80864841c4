"""What the page of solutions sends, read into replies."""

from dataclasses import dataclass, field

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from facilitator.errors import RuleBroken
from facilitator.validation.forms import chosen, name_of, read_marks, remark
from facilitator.validation.models import Intent, Lack, Verdict
from facilitator.validation.rules import ApproachReply, SolutionReply
from facilitator.validation.solutions.rules import APPROACH, check_solution_change
from facilitator.web.sentences import in_words

WORDS = "words"


@dataclass
class TypedSolutions:
    """The replies of a page, and by the name of its field what is wrong with one.

    The approach is missing where a script sends one solution alone. `was` are the marks of what stood there.
    """

    replies: dict[int, SolutionReply] = field(default_factory=dict)
    approach: ApproachReply | None = None
    errors: dict[str, str] = field(default_factory=dict)
    was: dict[int | str, str] = field(default_factory=dict)


def read_solutions(typed: MultiDict[str, str]) -> TypedSolutions:
    """All replies on a page; each solution on it is named by a hidden field `solution`."""
    read = TypedSolutions()
    for solution_id in typed.getlist("solution", type=int):
        reply = read.replies[solution_id] = SolutionReply(
            intent=chosen(typed, name_of(solution_id, "intent"), Intent, read.errors),
            change=remark(typed, name_of(solution_id, "change"), read.errors),
            comment=remark(typed, name_of(solution_id, "comment"), read.errors),
            lacks=_lacks(typed, name_of(solution_id, "lacks"), read.errors),
        )
        try:
            check_solution_change(reply)
        except RuleBroken as broken:
            read.errors.setdefault(name_of(solution_id, "change"), in_words(broken.sentence))
    if WORDS in typed:
        read.approach = ApproachReply(
            verdict=chosen(typed, APPROACH, Verdict, read.errors), words=remark(typed, WORDS, read.errors)
        )
    read.was = read_marks(typed)
    return read


def _lacks(typed: MultiDict[str, str], name: str, errors: dict[str, str]) -> frozenset[Lack]:
    try:
        return frozenset(Lack(value) for value in typed.getlist(name))
    except ValueError:
        errors[name] = gettext("Please choose from the answers.")
        return frozenset()
