"""What the interested cities said, measure by measure."""

from math import ceil
from typing import Any

from flask import redirect, render_template, request, url_for

from facilitator.access.current import current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.breakouts.group_work.queries import notes_by_issue
from facilitator.capture.queries import card_by_reference
from facilitator.errors import N_, NotFound
from facilitator.summary import queries, sentences, uncertainty
from facilitator.summary.matrix import ON_THE_WALL, points
from facilitator.summary.on_walls import ROWS, answered_issues, listed_issues
from facilitator.summary.pieces import piece
from facilitator.validation.moderation.queries import hidden_words
from facilitator.validation.second_round.queries import answering_blind
from facilitator.web.addresses import row_number
from facilitator.workshops.queries import measure_with_prefix, shown_measures

pages = pages_of_workshop(__name__)


@pages.get("/results")
@requires(Action.READ_SUMMARY)
def results() -> Any:
    """The results of the first measure."""
    first = next(iter(shown_measures(current_workshop())), None)
    if first is None:
        return render_template("summary/no_measure.html")
    return redirect(url_for("summary.measure_results", prefix=first.prefix))


@pages.get("/results/<prefix>")
@requires(Action.READ_SUMMARY)
def measure_results(prefix: str) -> Any:
    """The issues of one measure by what the cities say: so many at a time, those around one, or all."""
    workshop = current_workshop()
    measure = measure_with_prefix(workshop, prefix)
    found = queries.results(workshop, measure)
    return render_template(
        "summary/results.html",
        handover=found.handover,
        criteria=found.criteria,
        results=found.measures[0],
        points=points(found.measures[0].issues),
        blind=answering_blind(measure, found.handover, [each.issue.id for each in found.measures[0].issues]),
        measures=shown_measures(workshop),
        piece=piece(found.measures[0].issues, request.args.get("page", ""), request.args.get("issue", "")),
        notes=notes_by_issue(workshop.id, measure.id),
        hidden=hidden_words(workshop),
        say=sentences,
        sure=uncertainty,
    )


@pages.get("/results/<prefix>/wall")
@requires(Action.READ_SUMMARY)
def ranking_on_the_wall(prefix: str) -> Any:
    """The issues of one measure in their order, for the projector, so many at a time."""
    found = _of_measure(prefix)
    results = found.measures[0]
    listed = listed_issues(results)
    screens = max(1, ceil(len(listed) / ROWS))
    screen = min(max(1, request.args.get("screen", 1, type=row_number) or 1), screens)
    return render_template(
        "summary/wall_ranking.html",
        criteria=found.criteria,
        results=results,
        ranked=listed[(screen - 1) * ROWS : screen * ROWS],
        screen=screen,
        screens=screens,
        say=sentences,
    )


@pages.get("/results/<prefix>/first/wall")
@requires(Action.READ_SUMMARY)
def first_on_the_wall(prefix: str) -> Any:
    """What to take up first of one measure, for the projector."""
    results = _of_measure(prefix).measures[0]
    placed = points(results.issues, ON_THE_WALL)
    if not placed:
        raise NotFound(N_("No issue was rated by five cities or more on all criteria."))
    return render_template(
        "summary/wall_first.html",
        measure=results.measure,
        points=placed,
        depth=ON_THE_WALL.height,
        sure=uncertainty,
    )


@pages.get("/results/issues/<ref>/wall")
@requires(Action.READ_SUMMARY)
def issue_on_the_wall(ref: str) -> Any:
    """One issue with what the cities say, for the projector."""
    card = card_by_reference(current_workshop(), ref)
    results = _of_measure(card.measure.prefix).measures[0]
    issues = answered_issues(results)
    places = [place for place, result in enumerate(issues) if result.issue.id == card.id]
    if not places:
        raise NotFound(N_("No city has answered this issue yet."))
    return render_template(
        "summary/wall_issue.html",
        results=results,
        issues=issues,
        place=places[0],
        say=sentences,
        sure=uncertainty,
    )


@pages.get("/results/issues/<ref>/sides/wall")
@requires(Action.READ_SUMMARY)
def sides_on_the_wall(ref: str) -> Any:
    """How lighthouse and interested cities see one issue, for the projector."""
    card = card_by_reference(current_workshop(), ref)
    results = _of_measure(card.measure.prefix).measures[0]
    for result in results.issues:
        if result.issue.id == card.id and result.side_by_side and result.side_by_side.gap.dots.lighthouse:
            return render_template(
                "summary/wall_sides.html", measure=results.measure, result=result, sure=uncertainty
            )
    raise NotFound(N_("No lighthouse city has rated this issue yet."))


def _of_measure(prefix: str) -> queries.Results:
    workshop = current_workshop()
    return queries.results(workshop, measure_with_prefix(workshop, prefix))
