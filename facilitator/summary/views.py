"""What the interested cities said, measure by measure."""

from typing import Any

from flask import redirect, render_template, url_for

from facilitator.access.current import current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.breakouts.running.queries import notes_by_issue
from facilitator.capture.models import Card
from facilitator.capture.queries import card_by_reference
from facilitator.errors import N_, NotFound
from facilitator.summary import queries, sentences, sureness
from facilitator.summary.matrix import points
from facilitator.workshops.queries import measure_with_prefix, measures

pages = pages_of_workshop(__name__)


@pages.get("/results")
@requires(Action.READ_SUMMARY)
def results() -> Any:
    """Those of the first measure."""
    first = next(iter(measures(current_workshop())), None)
    if first is None:
        return render_template("summary/no_measure.html")
    return redirect(url_for("summary.measure_results", prefix=first.prefix))


@pages.get("/results/<prefix>")
@requires(Action.READ_SUMMARY)
def measure_results(prefix: str) -> Any:
    """The issues of one measure by what the cities say."""
    workshop = current_workshop()
    measure = measure_with_prefix(workshop, prefix)
    found = queries.results(workshop, measure)
    return render_template(
        "summary/results.html",
        handover=found.handover,
        criteria=found.criteria,
        results=found.measures[0],
        points=points(found.measures[0].issues),
        measures=measures(workshop),
        notes=notes_by_issue(workshop.id),
        say=sentences,
        sure=sureness,
    )


@pages.get("/results/<prefix>/wall")
@requires(Action.READ_SUMMARY)
def ranking_on_the_wall(prefix: str) -> Any:
    """The issues of one measure in their order, for the projector."""
    return _on_the_wall("summary/wall_ranking.html", prefix)


@pages.get("/results/issues/<ref>/wall")
@requires(Action.READ_SUMMARY)
def issue_on_the_wall(ref: str) -> Any:
    """One issue with what the cities say, for the projector."""
    card = card_by_reference(current_workshop(), ref)
    return _on_the_wall("summary/wall_issue.html", card.measure.prefix, card)


def _on_the_wall(template: str, prefix: str, card: Card | None = None) -> Any:
    workshop = current_workshop()
    measure = measure_with_prefix(workshop, prefix)
    found = queries.results(workshop, measure)
    issues = [result for result in found.measures[0].issues if result.answered.cities]
    place = next((place for place, result in enumerate(issues) if card and result.issue.id == card.id), None)
    if card and place is None:
        raise NotFound(N_("No city has answered to this issue, so there is nothing to show."))
    return render_template(
        template,
        criteria=found.criteria,
        results=found.measures[0],
        issues=issues,
        place=place or 0,
        say=sentences,
        sure=sureness,
    )
