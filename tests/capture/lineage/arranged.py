"""Cards that were merged, split, gathered and told apart, so that these tables hold something too."""

from facilitator.capture.clusters.operations import gather_cards, tell_apart
from facilitator.capture.lineage.operations import merge_cards, split_card
from facilitator.capture.models import Kind
from facilitator.capture.operations import add_card
from tests.small_workshop import AN_ISSUE, SmallWorkshop


def fill_arrangements(workshop: SmallWorkshop) -> None:
    """Late issues of the second measure, which day two does not answer to, put in order."""
    with workshop.change():
        team, measure = workshop.actor(), workshop.measure("ENG")
        into, origin, whole, left, right = (
            add_card(measure, Kind.ISSUE, AN_ISSUE | {"title": f"Late issue {number}"}, by=team)
            for number in range(5)
        )
        both = AN_ISSUE | {"title": "Both of them"}
        merge_cards(into, [origin], wording=both, based_on=1, by=team)
        split_card(whole, [AN_ISSUE, AN_ISSUE], by=team)
        gather_cards(workshop.row, [left, right], name="Late", by=team)
        tell_apart(left, right, by=team)
