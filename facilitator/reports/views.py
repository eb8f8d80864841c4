"""Pages."""

from facilitator.access.current import pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action

pages = pages_of_workshop(__name__)


@pages.get("/report")
@requires(Action.WATCH)
def report() -> str:
    """Nothing yet."""
    return ""
