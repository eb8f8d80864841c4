"""The one door: who is it, in which workshop, and may they? Asked before any view runs."""

from collections.abc import Sequence, Set
from typing import Any, Protocol

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask_login import current_user

from facilitator.access.actor import NOBODY, Actor
from facilitator.access.authors import (
    HEADER,
    SIGNED_IN,
    Author,
    browser_is,
    current_author,
    is_signed,
    named_author,
)
from facilitator.access.current import Door
from facilitator.access.policy import (
    BY_RIGHT,
    POLICY,
    TEAM,
    WITHOUT_ROLE,
    Action,
    refusal,
    refusal_of_account,
)
from facilitator.errors import NotAllowed
from facilitator.live.polling import News, topics_asked
from facilitator.web.background import acknowledged, is_in_the_background
from facilitator.web.cookies import kept_token
from facilitator.web.edge import SAFE_METHODS, is_writing
from facilitator.web.submissions import (
    ID_FIELD,
    answer_second_arrival,
    check_pace,
    is_usable,
    remember_submission,
)
from facilitator.web.terminology import speak
from facilitator.web.unsent import of_another, of_nobody

GUESSABLE = {"code", "token"}  # as addresses name what opens them


class Entrance(Protocol):
    """Who knows the workshops and their people: the web itself knows of neither."""

    def find(
        self, slug: str, token: str | None, *, topics: Sequence[str] | None, to_change: bool
    ) -> tuple[Door, Actor, News | None]:
        """The workshop, the participant who holds the token (or NOBODY), and what is new of the topics."""

    def member(self, workshop_id: int, account: Any) -> Actor:
        """The account as a member of the workshop's team, or NOBODY."""

    def name_of_account(self, id_: int | None) -> str:
        """The name of an account; empty if there is none."""

    def introduction_of(self, participant_id: int, workshop_id: int) -> str:
        """A participant's name and whom they speak for; empty if the workshop has no such participant."""


class Gate:
    """Asks who it is, in which workshop, and whether they may."""

    def __init__(self, entrance: Entrance) -> None:
        self.entrance = entrance

    def enter(self) -> Any | None:
        """Refuse, lead elsewhere, answer what came before; or let the view run."""
        g.actor, g.door, endpoint = NOBODY, None, request.endpoint
        if endpoint in (None, "static"):
            return None
        view = current_app.view_functions[endpoint]
        action: Action = vars(view)["requires"]
        slug = (request.view_args or {}).pop("slug", None)
        if slug is None:
            return _stop_account(action) or self._stop_another_account()
        door, actor = g.door, g.actor = self._open(slug, action, is_polled=vars(view).get("is_polled", False))
        stopped = self._stop_another(action, door, actor) or _stop(action, door, actor)
        if stopped or actor is NOBODY or not is_writing():
            return stopped
        check_pace(actor)
        last_word_counts = getattr(view, "last_word_counts", False)
        return answer_second_arrival(actor, door.workshop_id, last_word_counts=last_word_counts)

    def _open(self, slug: str, action: Action, *, is_polled: bool) -> tuple[Door, Actor]:
        topics = topics_asked() if is_polled else None
        door, participant, news = self.entrance.find(
            slug, kept_token(slug), topics=topics, to_change=is_writing()
        )
        if news:
            g.news = news
        speak(door.terminology)
        browser_is(participant.participant_id)
        return door, self._actor(door.workshop_id, action, participant)

    def _actor(self, workshop_id: int, action: Action, participant: Actor) -> Actor:
        """The person in the identity that may do this; some have two, an account and a place in the room."""
        permitted = POLICY[action].roles if action in POLICY else frozenset()
        # Who has signed in is asked only where it matters: for what a room of phones asks it does not.
        if participant.roles & permitted and permitted.isdisjoint(TEAM):
            return participant
        member = (
            self.entrance.member(workshop_id, current_user)
            if SIGNED_IN in session and current_user.is_authenticated
            else NOBODY
        )
        if member.roles & permitted:
            return member
        return participant if participant.roles & permitted or not member.roles else member

    def _stop_another(self, action: Action, door: Door, actor: Actor) -> Any | None:
        """Take a form, and what a script asks for its page, from the person alone for whom it was made."""
        if request.method in SAFE_METHODS and HEADER not in request.headers:
            return None
        named = named_author()
        if action in WITHOUT_ROLE or actor is NOBODY or (named and named.is_same_as(actor)):
            return None
        author = self._introduced(named, actor) if named and is_signed() else ""
        is_of_the_room = actor.participant_id is not None and named is not None and named.participant_id
        return of_another(
            author,
            f"{actor.name} · {actor.speaks_for}" if actor.speaks_for else actor.name,
            may_send=refusal(actor.roles, action, door.phase) is None,
            of_team=POLICY[action].roles <= TEAM,
            is_named=named is not None,
            # A page of ours named them, and an id is given once: somebody made one person of two entries.
            is_gone=bool(is_of_the_room and is_signed() and not author),
        )

    def _stop_another_account(self) -> Any | None:
        """Take a form outside workshops from the account alone for which it was made: to sign out, say."""
        if request.method in SAFE_METHODS:
            return None
        named, current = named_author(), current_author()
        if not (named and named.account_id and current.account_id) or named.account_id == current.account_id:
            return None
        author = self.entrance.name_of_account(named.account_id) if is_signed() else ""
        return of_another(author, current_user.name, may_send=True, of_team=True, is_named=True)

    def _introduced(self, author: Author, actor: Actor) -> str:
        """Whose page it was, if they have a name of the kind in which somebody acts now."""
        if actor.participant_id is None or author.participant_id is None:
            return self.entrance.name_of_account(author.account_id)
        return self.entrance.introduction_of(author.participant_id, actor.workshop_id or 0)


def guard(app: Flask, entrance: Entrance) -> None:
    """Put the gate before every view of the app.

    Refuses to start with a route that declares nothing, that asks for a role where there is no workshop (or
    for a right of the account where there is one), or that a code or token opens without being `guessable`.
    """
    declared = {
        name: getattr(view, "requires", None) for name, view in app.view_functions.items() if name != "static"
    }
    _refuse("declare no permission", {name for name, action in declared.items() if action is None})
    outside = {rule.endpoint for rule in app.url_map.iter_rules() if "slug" not in rule.arguments}
    of_role = {name for name, action in declared.items() if action not in WITHOUT_ROLE | BY_RIGHT}
    _refuse("ask for a role outside any workshop", outside & of_role)
    by_right = {name for name, action in declared.items() if action in BY_RIGHT}
    _refuse("ask for a right of the account inside a workshop", by_right - outside)
    opened = {rule.endpoint for rule in app.url_map.iter_rules() if GUESSABLE & rule.arguments}
    counted = {name for name, view in app.view_functions.items() if hasattr(view, "guessable")}
    _refuse("are opened by what can be guessed, and don't count it", opened - counted)
    app.before_request(Gate(entrance).enter)
    app.after_request(_leave)
    app.url_defaults(_same_workshop)


def _refuse(fault: str, routes: Set[str]) -> None:
    if routes:
        raise RuntimeError(f"These routes {fault}: {', '.join(sorted(routes))}")


def _stop_account(action: Action) -> Any | None:
    """Ask who has signed in, outside of any workshop, and whether their account may."""
    if action is Action.VISIT:
        return None
    if not current_user.is_authenticated:
        has_typed = action in BY_RIGHT and request.method not in SAFE_METHODS
        return of_nobody(of_team=True) if has_typed else _to_sign_in()
    refused = refusal_of_account(action, may_create_workshops=current_user.may_create_workshops)
    if refused:
        raise NotAllowed(refused)
    return None


def _stop(action: Action, door: Door, actor: Actor) -> Any | None:
    if action in WITHOUT_ROLE:
        return None
    refused = refusal(actor.roles, action, door.phase)
    if refused is None:
        return None
    of_team = POLICY[action].roles <= TEAM
    if actor.roles and not (of_team and _was_signed_in()):
        raise NotAllowed(refused)
    if request.method not in SAFE_METHODS:
        return of_nobody(of_team=of_team)
    return _to_sign_in() if of_team else redirect(url_for("workshops.home"))


def _was_signed_in() -> bool:
    """Whether a form comes from a page of an account that has left this browser; a place may be here yet."""
    named = None if request.method in SAFE_METHODS else named_author()
    return bool(named and named.account_id) and current_author().account_id is None


def _to_sign_in() -> Any:
    wanted = request.full_path.rstrip("?") if not is_writing() else None
    return redirect(url_for("accounts.sign_in", next=wanted))


def _leave(response: Response) -> Response:
    if g.get("submission"):
        remember_submission(response, g.actor, g.door.workshop_id)
    client_id = request.form.get(ID_FIELD, "") if is_in_the_background() and "is_readable" in g else ""
    return acknowledged(response, client_id) if is_usable(client_id) else response


def _same_workshop(endpoint: str, values: dict[str, Any]) -> None:
    if "slug" in values or not g.get("door"):
        return
    if current_app.url_map.is_endpoint_expecting(endpoint, "slug"):
        values["slug"] = g.door.slug
