"""Pages."""

from facilitator.access.current import pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action

pages = pages_of_workshop(__name__)


@pages.get("/results")
@requires(Action.WATCH)
def results() -> str:
    """Nothing yet."""
    return ""
