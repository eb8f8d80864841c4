"""Pages that ask again: nothing has happened, nothing is sent."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from flask import Response, make_response, request
from flask_babel import get_locale

from facilitator.access.current import current_actor, current_workshop
from facilitator.live.activity import latest_activity

View = TypeVar("View", bound=Callable[..., object])


def follows_activity(view: View) -> View:
    """Answer 304 while nothing has happened in the workshop; the ETag is the last activity's number."""

    @wraps(view)
    def ask(*arguments: object, **named: object) -> Response:
        actor = current_actor()
        latest = latest_activity(current_workshop().id)
        tag = f"{latest}-{get_locale()}-{actor.account_id}-{actor.participant_id}"
        if request.if_none_match.contains_weak(tag):
            answer = Response(status=304)
        else:
            answer = make_response(view(*arguments, **named))
        # Weak: the same news may travel in other bytes, compressed or with a fresh form id.
        answer.set_etag(tag, weak=True)
        return answer

    return ask  # type: ignore[return-value]
