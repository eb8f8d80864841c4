"""Pages that are polled: while nothing has happened that they show, the answer is 304, or waits for news.

The ETag of such a page holds the number of the newest activity when it was made, and the topics that it
shows. It stands until something happens to one of them; the gate looks that up together with the person.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial, wraps
from time import monotonic, time_ns
from typing import Any, NamedTuple, TypeVar

from flask import Response, g, make_response, request
from flask_babel import get_locale
from werkzeug.http import parse_dict_header

from facilitator.access.current import current_actor
from facilitator.live.activity import MOST_TOPICS
from facilitator.live.sharing import Rendering, SharedPart, part_for
from facilitator.live.topics import Topic
from facilitator.live.waiting import LONGEST, MAY_WAIT, WAIT, Wait

View = TypeVar("View", bound=Callable[..., object])


_TAG = re.compile(r'"([0-9]{1,18})~([^"~]*)~([^"]+)"')


class News(NamedTuple):
    """The numbers of the newest activity: of all, and of the topics that were asked for."""

    of_all: int
    of_topics: int


class Tag(NamedTuple):
    """What an ETag says: up to which activity a page is true, for whom, and what it shows."""

    newest: int
    reader: str
    topics: tuple[str, ...]

    def __str__(self) -> str:
        return "~".join((str(self.newest), self.reader, *self.topics))


def server_time() -> int:
    """The present moment in milliseconds since 1970: what the clocks of pages count from."""
    return time_ns() // 1_000_000


def polled(
    mark: Callable[..., str] | None = None, *, waits: bool = True, shared: bool = False
) -> Callable[[View], View]:
    """Answer 304 while nothing has happened to the topics that the view says it shows (`follow`).

    `mark` stands for news of another kind: it takes the arguments of the view. Where it `waits`, the server
    can and the browser prefers it, this answer is given when something happens, or after some seconds. What
    is `shared` is made once for all who wait for it and may see the same, and not anew at every news.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def answer(**named: object) -> Response:
            g.mark = mark(**named) if mark else ""
            reader = _reader(g.mark)
            is_to_wait = waits and _is_to_wait(reader)
            part = _part() if shared and is_to_wait else None
            tag = tag_sent()
            if tag is not None and (_still_stands(tag, reader) or _rests(part, tag, reader)):
                response = Response(status=304)
                if is_to_wait:
                    request.environ[WAIT] = _wait(part, tag, reader)
            else:
                response, tag = _made(part, partial(view, **named), reader)
            # Weak: the same news may travel in other bytes, compressed or with a fresh form id.
            response.set_etag(str(tag), weak=True)
            response.headers["X-Server-Time"] = str(server_time())
            if is_to_wait:
                response.headers["Preference-Applied"] = "wait"
            return response

        answer.is_polled = True  # type: ignore[attr-defined]
        return answer  # type: ignore[return-value]

    return declare


def _made(part: SharedPart | None, view: Callable[[], Any], reader: str) -> tuple[Response, Tag]:
    """What the view answers, or has answered to somebody who may see the same; and what of."""
    g.topics = (Topic.EVERYTHING,)
    if part is None:
        return make_response(view()), Tag(g.news.of_all, reader, g.topics)
    found = part.rendering(_is_usable, view, g.news.of_all, g.mark)
    return make_response(found.for_reader()), Tag(found.newest, reader, found.topics)


def _wait(part: SharedPart | None, tag: Tag, reader: str) -> Wait:
    """What an answer waits for that says that nothing is new, or nothing that it is time for."""
    since = g.news.of_all if _still_stands(tag, reader) else tag.newest
    not_before = part.latest.rests_until if part and part.latest else 0.0
    return Wait(g.door.workshop_id, since, tag.topics, reader, not_before)


def _part() -> SharedPart:
    """All that a page hangs on which is shared: it is made without anything else of who asks."""
    return part_for(
        g.door.workshop_id, request.host_url, request.full_path, str(get_locale()), current_actor().roles
    )


def _rests(part: SharedPart | None, tag: Tag, reader: str) -> bool:
    """Whether a browser has what is not made anew for a moment, so that all wait for the same news."""
    found = part.latest if part else None
    return (
        found is not None
        and tag == (found.newest, reader, found.topics)
        and found.mark == g.mark
        and monotonic() < found.rests_until
    )


def _is_usable(found: Rendering) -> bool:
    """Whether what was made for others is as true as what would be made now, or newer than what one has."""
    news, tag, now = g.news, tag_sent(), monotonic()
    if found.mark != g.mark or now > found.made_at + LONGEST:
        return False
    if found.newest == news.of_all:
        return True
    if tag is None:
        return False
    is_true = tag.topics == found.topics and news.of_topics <= found.newest <= news.of_all
    return is_true or (tag.newest <= found.newest and now < found.rests_until)


def follow(*topics: str) -> None:
    """Say what the page that is being made shows, beside what any page may show; else it shows everything.

    A page of more topics than one look-up takes follows everything as well.
    """
    found = (Topic.WORKSHOP, *topics)
    g.topics = found if len(found) <= MOST_TOPICS else (Topic.EVERYTHING,)


def tag_sent() -> Tag | None:
    """The ETag that a browser has of a page, if it is one of ours; read once for each request."""
    if "tag" not in g:
        g.tag = _read_tag()
    tag: Tag | None = g.tag
    return tag


def _read_tag() -> Tag | None:
    # A room of phones sends it every few seconds: it is read as it stands, without a set of what it names.
    for newest, reader, topics in _TAG.findall(request.environ.get("HTTP_IF_NONE_MATCH", "")):
        followed = tuple(topics.split("~"))
        if len(followed) <= MOST_TOPICS:
            return Tag(int(newest), reader, followed)
    return None


def _is_to_wait(reader: str) -> bool:
    """Whether the browser prefers an answer with news to one at once (RFC 7240), and the server lets it wait.

    A browser that would wait for less time than answers do is not kept.
    """
    has_room: Callable[[int, str], bool] | None = request.environ.get(MAY_WAIT)
    if not has_room or not g.door:
        return False
    preferred = parse_dict_header(request.headers.get("Prefer", "").lower()).get("wait") or ""
    seconds = preferred.partition(";")[0].strip()
    return seconds.isdecimal() and float(seconds) >= LONGEST and has_room(g.door.workshop_id, reader)


def _reader(mark: str) -> str:
    actor = current_actor()
    return f"{get_locale()}-{actor.account_id}-{actor.participant_id}{mark}"


def _still_stands(tag: Tag, reader: str) -> bool:
    """Whether a page is as true as it was; a number that a restored copy never reached says no."""
    news: News = g.news
    return tag.reader == reader and news.of_topics <= tag.newest <= news.of_all


def topics_asked() -> Sequence[str]:
    """The topics of the page that a browser has."""
    tag = tag_sent()
    return tag.topics if tag else ()
