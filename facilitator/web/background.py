"""Answers to the scripts that send by themselves: a word instead of a page."""

from collections.abc import Iterable, Mapping

from flask import Response, request

WORDS = "text/plain"
MARKS = "X-Was"
HASTY = 429
GOES_ON = "goes_on"


def is_in_the_background() -> bool:
    """Whether the script asks, and not a person who waits for a page."""
    return request.headers.get("Accept") == WORDS


def saves_as_one_goes() -> bool:
    """Whether the script sends what was changed on a page that stays, and not a page that leads on."""
    return is_in_the_background() and GOES_ON not in request.form


def acknowledged(response: Response, client_id: str) -> Response:
    """The answer to a form, saying what became of it by its id: taken, refused as it is, or to be sent again.

    A redirect becomes an answer that says where it leads, since a script can't read one; and whatever else
    answers on the way, such as the page of a hotel's net, knows no id.
    """
    if 300 <= response.status_code < 400:
        response.headers["X-Leads-To"] = response.headers.pop("Location")
        response.headers["X-Received"] = client_id
        response.status_code, response.data = 200, b""
    elif response.status_code < 300:
        response.headers["X-Received"] = client_id
    elif 400 <= response.status_code < 500 and response.status_code != HASTY:
        response.headers["X-Refused"] = client_id
    return response


def saved(word: str = "", *, now: Mapping[str, str] | None = None) -> Response:
    """That it is saved; with a word where there is more to say.

    `now` has the marks of what the page says from here on, each by the field that it belongs to.
    """
    headers = {MARKS: " ".join(f"{name}={mark}" for name, mark in (now or {}).items())}
    return Response(word, 200 if word else 204, headers, mimetype=WORDS)


def not_saved(sentences: Iterable[str]) -> Response:
    """What stands against it, each sentence once."""
    return Response(" ".join(dict.fromkeys(sentences)), 422, mimetype=WORDS)
