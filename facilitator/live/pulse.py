"""Pages that ask again: nothing has happened, nothing is sent."""

from collections.abc import Callable
from functools import wraps
from time import time_ns
from typing import TypeVar

from flask import Response, g, make_response, request
from flask_babel import get_locale

from facilitator.access.current import current_actor
from facilitator.live.activity import latest_activity

View = TypeVar("View", bound=Callable[..., object])


def server_time() -> int:
    """The present moment in milliseconds since 1970: what the clocks of pages count from."""
    return time_ns() // 1_000_000


def follows_activity(view: View) -> View:
    """Answer 304 while nothing has happened in the workshop; the ETag is the last activity's number."""
    return _follow(view, lambda _workshop_id: "")


def follows_activity_and(also: Callable[[int], str]) -> Callable[[View], View]:
    """The same for a page that has news of another kind too: `also` gives what stands for it."""
    return lambda view: _follow(view, also)


def _follow(view: View, also: Callable[[int], str]) -> View:
    @wraps(view)
    def ask(*arguments: object, **named: object) -> Response:
        actor, workshop_id = current_actor(), g.door.workshop_id
        latest = f"{latest_activity(workshop_id)}{also(workshop_id)}"
        tag = f"{latest}-{get_locale()}-{actor.account_id}-{actor.participant_id}"
        if request.if_none_match.contains_weak(tag):
            answer = Response(status=304)
        else:
            answer = make_response(view(*arguments, **named))
        # Weak: the same news may travel in other bytes, compressed or with a fresh form id.
        answer.set_etag(tag, weak=True)
        answer.headers["X-Server-Time"] = str(server_time())
        return answer

    return ask  # type: ignore[return-value]
