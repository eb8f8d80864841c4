"""What can be guessed: codes, personal tokens, links. The right one is always let in; wrong ones are counted.

Guesses are hopeless by the length of what is guessed, at whatever speed the server answers. So the budget
refuses nobody: past it wrong ones are answered in few words, and who keeps the server reads of it in the log.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from flask import abort, current_app, make_response

from facilitator.errors import NotFound
from facilitator.web.budget import Budget

View = TypeVar("View", bound=Callable[..., object])

GUESSED = 404
wrong_ones = Budget(300)
warnings = Budget(1)


def guessable(view: View) -> View:
    """Mark a view that a code, a token or a link opens; wrong ones are not found, and counted together."""

    @wraps(view)
    def ask(*arguments: object, **named: object) -> object:
        try:
            answer = make_response(view(*arguments, **named))
        except NotFound:
            _count()
            raise
        if answer.status_code == GUESSED:
            _count()
        return answer

    ask.guessable = True  # type: ignore[attr-defined]
    return ask  # type: ignore[return-value]


def _count() -> None:
    if wrong_ones.take():
        return
    if warnings.take():
        current_app.logger.warning("more than %d wrong codes and links within a minute", wrong_ones.most)
    abort(429)
