"""The walls: what each shows, for who knows the workshop's code; and the pages on which it is chosen."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.errors import N_, NotFound
from facilitator.live.polling import follow, polled
from facilitator.live.topics import Topic
from facilitator.walls import operations, rules
from facilitator.walls.contents import on_wall
from facilitator.walls.forms import ChoiceForm, TurnPageForm, WallMessageForm
from facilitator.walls.models import WallContent
from facilitator.walls.queries import (
    ALL,
    MAIN,
    OF_CARDS,
    Chosen,
    Wall,
    offered,
    offered_issues,
    wall_with_key,
    walls,
)
from facilitator.web.guessing import guessable
from facilitator.web.origins import shared_address
from facilitator.web.qr import qr_code

pages = pages_of_workshop(__name__)


def for_the_code(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer those alone who know the workshop's code, before anything else is looked at."""

    @wraps(view)
    def ask(code: str, **named: Any) -> Any:
        if code != g.door.code:
            raise NotFound(N_("No workshop has this code. Please check the code on the screen in the room."))
        return view(**named)

    return ask


@pages.get("/wall/<code>")
@guessable
@requires(Action.VISIT)
@for_the_code
def wall() -> Any:
    """The main wall."""
    return _wall_page(MAIN)


@pages.get("/wall/<code>/live")
@guessable
@requires(Action.VISIT)
@for_the_code
@polled(shared=True)
def live_wall() -> Any:
    """What is on the main wall, alone."""
    return _live(MAIN)


@pages.get("/wall/<code>/<int:room_id>")
@guessable
@requires(Action.VISIT)
@for_the_code
def wall_of_room(room_id: int) -> Any:
    """The wall of a room."""
    return _wall_page(str(room_id))


@pages.get("/wall/<code>/<int:room_id>/live")
@guessable
@requires(Action.VISIT)
@for_the_code
@polled(shared=True)
def live_wall_of_room(room_id: int) -> Any:
    """What is on the wall of a room, alone."""
    return _live(str(room_id))


@pages.get("/walls/<key>")
@requires(Action.WATCH)
def choices(key: str) -> Any:
    """All that a wall can show, a button for each."""
    return _choices(key)


@pages.post("/walls/<key>")
@requires(Action.CHOOSE_WALLS)
def choose(key: str) -> Any:
    """Put something on a wall, or on all of them."""
    workshop = current_workshop()
    chosen_for, form = wall_with_key(workshop, key), ChoiceForm()
    if form.validate_on_submit():
        with form.refusals():
            chosen = _chosen(form.content.data or "")
            operations.choose_for_wall(workshop, chosen_for, chosen, by=current_actor())
            return redirect(url_for("console.console", _anchor="walls"), 303)
    return _choices(key, choice=form)


@pages.post("/walls/<key>/message")
@requires(Action.CHOOSE_WALLS)
def show_message(key: str) -> Any:
    """Put a message on a wall in large type."""
    workshop = current_workshop()
    chosen_for, form = wall_with_key(workshop, key), WallMessageForm()
    if form.validate_on_submit():
        chosen = Chosen(WallContent.MESSAGE, words=form.words.data)
        operations.choose_for_wall(workshop, chosen_for, chosen, by=current_actor())
        return redirect(url_for("console.console", _anchor="walls"), 303)
    return _choices(key, message=form)


@pages.post("/walls/<key>/page")
@requires(Action.CHOOSE_WALLS)
def turn(key: str) -> Any:
    """Go to another page of what a wall shows."""
    workshop, form = current_workshop(), TurnPageForm()
    turned = wall_with_key(workshop, key)
    if turned.choice and form.validate_on_submit():
        pages_in_all = on_wall(workshop, turned.room, turned.own).pages
        page = rules.page_within(form.page.data or 1, pages_in_all)
        operations.turn_wall(turned.choice, page, by=current_actor())
    return redirect(url_for("console.console", _anchor="walls"), 303)


@pages.post("/walls/<key>/undo")
@requires(Action.CHOOSE_WALLS)
def undo(key: str) -> Any:
    """Show again what the wall showed before."""
    workshop = current_workshop()
    operations.undo_choice(workshop, wall_with_key(workshop, key), by=current_actor())
    flash(gettext("Undone."), "success")
    return redirect(url_for("console.console", _anchor="walls"), 303)


def _wall_page(key: str) -> Any:
    code = current_workshop().code
    live = (
        url_for("walls.live_wall", code=code)
        if key == MAIN
        else url_for("walls.live_wall_of_room", code=code, room_id=int(key))
    )
    return render_template("walls/wall.html", live=live, **_shown(key))


def _live(key: str) -> Any:
    shown = _shown(key)
    follow(Topic.WALLS, *shown["shown"].topics)
    return render_template("walls/_wall.html", **shown)


def _shown(key: str) -> dict[str, Any]:
    workshop = current_workshop()
    found: Wall = wall_with_key(workshop, key)
    shown = on_wall(workshop, found.room, found.shows)
    join = shared_address("workshops.join", code=workshop.code)
    return {
        **shown.values,
        "wall": found,
        "shown": shown,
        "message": shown.message,
        "join": join,
        "qr": qr_code(join),
    }


def _chosen(said: str) -> Chosen:
    """What a button said, if a wall of this workshop can show it."""
    workshop = current_workshop()
    content, _, about = said.partition(":")
    keys = {each.key for each in offered(workshop)}
    if content in OF_CARDS:
        keys = {Chosen(WallContent(content), each.about).key for each in offered_issues(workshop)}
    rules.check_is_offered(said, keys)
    return Chosen(WallContent(content), about)


def _choices(key: str, **refused: Any) -> Any:
    workshop = current_workshop()
    forms = {"choice": ChoiceForm(formdata=None), "message": WallMessageForm(formdata=None)}
    page = render_template(
        "walls/choices.html",
        wall=wall_with_key(workshop, key),
        walls=walls(workshop),
        offered=offered(workshop),
        issues=offered_issues(workshop),
        contents=WallContent,
        is_of_all=key == ALL,
        forms_of=forms | refused,
    )
    return page, 422 if refused else 200
