"""Pages that are polled: while nothing has happened that they show, the answer is 304, or waits for news.

The ETag of such a page holds the number of the newest activity when it was made, and the topics that it
shows. It stands until something happens to one of them; the gate looks that up together with the person.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from time import time_ns
from typing import NamedTuple, TypeVar

from flask import Response, g, make_response, request
from flask_babel import get_locale
from werkzeug.http import parse_dict_header

from facilitator.access.current import current_actor
from facilitator.live.activity import MOST_TOPICS
from facilitator.live.topics import Topic
from facilitator.live.waiting import LONGEST, MAY_WAIT, WAIT, Wait

View = TypeVar("View", bound=Callable[..., object])


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


def polled(mark: Callable[..., str] | None = None, *, waits: bool = True) -> Callable[[View], View]:
    """Answer 304 while nothing has happened to the topics that the view says it shows (`follow`).

    `mark` stands for news of another kind: it takes the arguments of the view. Where it `waits`, the server
    can and the browser prefers it, this answer is given when something happens, or after some seconds.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def answer(**named: object) -> Response:
            reader = _reader(mark(**named) if mark else "")
            tag = tag_sent()
            if tag is not None and _still_stands(tag, reader):
                response = Response(status=304)
                if waits and _is_to_wait(reader):
                    request.environ[WAIT] = Wait(g.door.workshop_id, g.news.of_all, tag.topics, reader)
            else:
                g.topics = None
                response = make_response(view(**named))
                tag = Tag(g.news.of_all, reader, g.topics or (Topic.EVERYTHING,))
            # Weak: the same news may travel in other bytes, compressed or with a fresh form id.
            response.set_etag(str(tag), weak=True)
            response.headers["X-Server-Time"] = str(server_time())
            if waits and _is_to_wait(reader):
                response.headers["Preference-Applied"] = "wait"
            return response

        answer.is_polled = True  # type: ignore[attr-defined]
        return answer  # type: ignore[return-value]

    return declare


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
    for sent in request.if_none_match.as_set(include_weak=True):
        newest, *others = sent.split("~")
        if newest.isdecimal() and len(newest) < 19 and 2 <= len(others) <= MOST_TOPICS + 1:
            return Tag(int(newest), others[0], tuple(others[1:]))
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
