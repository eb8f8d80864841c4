"""What stands against keeping a line, in sentences that stand under it."""

from facilitator.capture.desk.rules import Reading
from facilitator.capture.models import Card, Kind
from facilitator.errors import N_, RuleBroken

LINE = "line"
TITLE, TEXT, NOTE = (3, 200), 4000, 500
# So much of what was typed is said again in a sentence.
NAME = 40

_MISSING = {
    "aspect": N_("Which aspect is it? Add #technical, #financial, #legal, #governance or #social."),
    "reach": N_("Where is it found? Add #inside or #outside."),
    "field": N_("What kind of help is it? Add #legal, #financial, #economic or #communication."),
    "side": N_("Whom is it meant for? Add #inner or #external."),
}


def check_says_enough(reading: Reading) -> None:
    """A card has a title of some length, and what its kind is sorted by."""
    least, most = TITLE
    if not reading.title:
        raise RuleBroken(N_("There are marks here, and no words to keep."), field=LINE)
    if len(reading.title) < least:
        raise RuleBroken(N_("A title has at least %(least)d characters."), field=LINE, least=least)
    if len(reading.title) > most:
        raise RuleBroken(
            N_("The title has %(typed)d characters, and there is room for %(most)d. Put // before the rest."),
            field=LINE,
            typed=len(reading.title),
            most=most,
        )
    _check_fits(reading)
    for column in reading.missing:
        raise RuleBroken(_MISSING[column], field=LINE)
    _check_cities(reading)


def _check_fits(reading: Reading) -> None:
    if len(reading.text or "") > TEXT:
        raise RuleBroken(N_("There is room for %(most)d characters after the //."), field=LINE, most=TEXT)
    if any(len(voice.note) > NOTE for voice in reading.voices):
        raise RuleBroken(
            N_("There is room for %(most)d characters of a city's own words."), field=LINE, most=NOTE
        )


def _check_cities(reading: Reading) -> None:
    if reading.kind is not Kind.ISSUE and len(reading.voices) > 1:
        raise RuleBroken(
            N_("Several cities speak on an issue; with anything else, name the one that says so."), field=LINE
        )


def check_still_waits(*, is_asked: bool, is_there: bool) -> None:
    """A line that is completed was not completed or deleted by somebody else meanwhile."""
    if is_asked and not is_there:
        raise RuleBroken(
            N_("Somebody has completed or deleted this line meanwhile. Send it again if it is still needed."),
            field=LINE,
        )


def check_is_found(card: Card | None, name: str, *, is_reference: bool) -> Card:
    """What a line points at is there, in sight."""
    if card is not None:
        return card
    if not name:
        raise RuleBroken(N_("There is no issue above to link it to. Say which, as in >RET-07."), field=LINE)
    if is_reference:
        raise RuleBroken(N_("There is no card %(name)s in sight."), field=LINE, name=name)
    raise RuleBroken(
        N_("Choose which card you mean by >%(name)s, or write \\> where it is no link."),
        field=LINE,
        name=name if len(name) <= NAME else f"{name[:NAME]}…",
    )


def check_adds_something(issues: int, others: int, reading: Reading) -> None:
    """A line that only points adds evidence or links to an issue, and nothing of it is left behind."""
    _check_fits(reading)
    if reading.text:
        raise RuleBroken(
            N_(
                "What stands after // has no card of its own here. Put a city's own words in quotes after it."
            ),
            field=LINE,
        )
    if not issues:
        raise RuleBroken(N_("Point at an issue as well, as in >RET-07."), field=LINE)
    if not others and not any(voice.stance for voice in reading.voices):
        raise RuleBroken(N_("Say what to add: a city that met it, or a card that helps."), field=LINE)


def check_stays_itself(card: Card, reading: Reading) -> None:
    """A card's number says its kind and its measure, so these can't be corrected."""
    if reading.kind is not card.kind or reading.prefix not in ("", card.measure.prefix):
        raise RuleBroken(
            N_("%(ref)s keeps its kind and its measure. Hide it, and enter another."),
            field=LINE,
            ref=card.ref,
        )
