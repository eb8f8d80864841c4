"""Decisions about changing, moving and removing sessions and rooms, on plain values."""

import re
from collections.abc import Mapping, Sequence

from facilitator.agenda.models import MOST_TRACKS
from facilitator.agenda.rules import MOST_SESSIONS
from facilitator.errors import N_, RuleBroken
from facilitator.sentences import Sentence, say_many

STEP = 5


def check_may_change(changed: Sequence[str], *, has_begun: bool) -> None:
    """Refuse to plan anew what has begun; its title, room and track may change. Names the first field."""
    if has_begun and changed:
        raise RuleBroken(
            N_(
                "This session has started, so its kind, day, start and length stay as they are."
                " You can change its title and its room, and give it more time in the console."
            ),
            field=changed[0],
        )


def check_nothing_hangs_on_kind(field: str, hanging: Mapping[str, int]) -> None:
    """Refuse another kind or measure where something belongs to the session as it is."""
    if hanging:
        raise RuleBroken(
            N_("Groups or entries belong to this session, so its kind and its measure stay as they are."),
            field=field,
        )


def title_that_follows(title: str, before: str, after: str) -> str:
    """The title of a session in which the title of its measure stands, once that has become another."""
    said = re.compile(rf"(?<!\w){re.escape(before)}(?!\w)")
    return said.sub(lambda _: after, title, count=1)


def shared(minutes: int, among: int) -> int:
    """How long each of several sessions lasts that share so many minutes, in steps of five."""
    return max(STEP, minutes // among // STEP * STEP)


def check_is_a_day(day: int, days: int) -> None:
    """Refuse a day that the workshop does not have."""
    if not 1 <= day <= days:
        raise RuleBroken(N_("The workshop does not have this day. Reload the page."))


def check_may_move(title: str, *, has_begun: bool, has_room: bool) -> None:
    """Refuse to move what has begun, and to move beyond the ends of the agenda."""
    if has_begun:
        raise RuleBroken(N_("“%(title)s” has started, so it can no longer be moved."), title=title)
    if not has_room:
        raise RuleBroken(N_("“%(title)s” is already at the end of the agenda."), title=title)


def check_passes_none_begun(begun: Sequence[str]) -> None:
    """Refuse to move a session past one that has begun."""
    if begun:
        raise RuleBroken(N_("“%(title)s” has started, so no session can be moved past it."), title=begun[0])


def check_may_remove(*, has_begun: bool, hanging: Mapping[str, int]) -> None:
    """Refuse to remove a session that has begun, or that something belongs to."""
    if has_begun:
        raise RuleBroken(N_("This session has started, so it can no longer be deleted."))
    if hanging:
        raise RuleBroken(
            N_("Groups or entries belong to this session. Delete them first. Then you can delete it.")
        )


def check_may_remove_room(name: str, hanging: Mapping[str, int]) -> None:
    """Refuse to remove a room that is used."""
    if hanging:
        raise RuleBroken(
            N_("%(room)s is used by sessions or groups. Give them another room first."), room=name
        )


def check_nothing_is_wrong(rows: int) -> None:
    """Refuse to import a table of which some rows can't be: half an agenda is more work than none."""
    if rows:
        sentence = say_many(
            "One row cannot be imported. Correct it, then check the list again.",
            "%(num)d rows cannot be imported. Correct them, then check the list again.",
            rows,
        )
        raise RuleBroken(sentence, field="text")


def check_may_paste(rows: int) -> None:
    """Refuse a table that is longer than any agenda, before it is read."""
    if rows > MOST_SESSIONS:
        raise RuleBroken(
            say_many(
                "This list has more than one row, and a workshop has at most one session.",
                "This list has more than %(num)d rows, and a workshop has at most %(num)d sessions.",
                MOST_SESSIONS,
            ),
            field="text",
        )


def say_too_many_at_once() -> Sentence:
    """That more sessions run at the same time than an agenda has tracks for."""
    return say_many(
        "At most one session can take place at a time.",
        "At most %(num)d sessions can take place at the same time.",
        MOST_TRACKS,
    )
