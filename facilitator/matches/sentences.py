"""Why two cities meet and whom a meeting waits for, in words, alike on pages and in reports."""

from collections.abc import Sequence
from datetime import date, time

from flask_babel import format_time, gettext, ngettext

from facilitator.matches.models import Match
from facilitator.matches.rules import MatchReason
from facilitator.web.sentences import day, listed


def reasons(interested: str, lighthouse: str, why: Sequence[MatchReason]) -> list[str]:
    """Graz asks for help with 2 issues, RET-03 and ENG-02. Lyon has proven RET-S01 for it."""
    if not why:
        return [gettext("The two cities have no need in common in the results.")]
    asked = ngettext(
        "%(city)s asks for help with one issue: %(refs)s.",
        "%(city)s asks for help with %(num)d issues: %(refs)s.",
        len(why),
        city=interested,
        refs=listed(reason.ref for reason in why),
    )
    said = [asked]
    if solutions := sorted({ref for reason in why for ref in reason.solutions}):
        said.append(
            ngettext(
                "%(city)s has proven one solution for it: %(refs)s.",
                "%(city)s has proven %(num)d solutions for it: %(refs)s.",
                len(solutions),
                city=lighthouse,
                refs=listed(solutions),
            )
        )
    if solved := [reason.ref for reason in why if not reason.solutions]:
        said.append(gettext("%(city)s has solved %(refs)s.", city=lighthouse, refs=listed(solved)))
    return [str(sentence) for sentence in said]


def when(match: Match) -> str:
    """5 December 2017, 12:30; that it has no date yet."""
    if not (match.meets_on and match.meets_at):
        return str(gettext("No date yet"))
    return slot(match.meets_on, match.meets_at)


def slot(on: date, at: time) -> str:
    """5 December 2017, 12:30."""
    return str(gettext("%(day)s, %(time)s", day=day(on), time=format_time(at, "short", rebase=False)))


def state(match: Match) -> str:
    """Whether both agreed, or for whom it waits."""
    if match.is_agreed:
        return str(gettext("Agreed"))
    if not match.meets_on:
        return str(gettext("Needs a date"))
    return str(gettext("Waits for %(cities)s", cities=listed(city.name for city in match.waits_for)))
