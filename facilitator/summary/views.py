"""What the interested cities said, measure by measure."""

from typing import Any

from flask import redirect, render_template, url_for

from facilitator.access.current import current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.summary import queries, sentences
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
        measures=measures(workshop),
        say=sentences,
    )
