"""What stands against keeping a line, in sentences that stand under it."""

from facilitator.capture.desk.rules import ParsedLine
from facilitator.capture.models import Card, Evidence, Kind, Wording
from facilitator.database import limits_of
from facilitator.errors import N_, RuleBroken
from facilitator.sentences import say_many

LINE = "line"
# So much of what was typed is said again in a sentence.
NAME = 40

_MISSING = {
    "aspect": N_("Which aspect is it? Add #technical, #financial, #legal, #governance or #social."),
    "reach": N_("Where is it? Add #inside or #outside."),
    "field": N_("What kind of help is it? Add #legal, #financial, #economic or #communication."),
    "side": N_("Who is it for? Add #inner or #external."),
}


def check_says_enough(reading: ParsedLine) -> None:
    """A card has a title of some length, and what its kind is sorted by."""
    most, least = limits_of(Wording.title)
    if not reading.title:
        raise RuleBroken(N_("Enter a title. This line has only marks."), field=LINE)
    if len(reading.title) < least:
        raise RuleBroken(
            say_many(
                "The title must have at least one character.",
                "The title must have at least %(num)d characters.",
                least,
            ),
            field=LINE,
        )
    if len(reading.title) > most:
        raise RuleBroken(
            say_many(
                "The title has one character. The limit is %(most)d. Put // before the rest.",
                "The title has %(num)d characters. The limit is %(most)d. Put // before the rest.",
                len(reading.title),
                most=most,
            ),
            field=LINE,
        )
    _check_fits(reading)
    for column in reading.missing:
        raise RuleBroken(_MISSING[column], field=LINE)
    _check_cities(reading)


def _check_fits(reading: ParsedLine) -> None:
    of_text, of_note = limits_of(Wording.text).most, limits_of(Evidence.note).most
    if len(reading.text or "") > of_text:
        raise RuleBroken(
            say_many(
                "The text after // can have at most one character.",
                "The text after // can have at most %(num)d characters.",
                of_text,
            ),
            field=LINE,
        )
    if any(len(voice.note) > of_note for voice in reading.voices):
        raise RuleBroken(
            say_many(
                "A city’s own words can have at most one character.",
                "A city’s own words can have at most %(num)d characters.",
                of_note,
            ),
            field=LINE,
        )


def _check_cities(reading: ParsedLine) -> None:
    if reading.kind is not Kind.ISSUE and len(reading.voices) > 1:
        raise RuleBroken(N_("Only an issue can have several cities. Name one city here."), field=LINE)


def check_still_waits(*, is_asked: bool, is_there: bool) -> None:
    """A line that is completed was not completed or deleted by somebody else meanwhile."""
    if is_asked and not is_there:
        raise RuleBroken(
            N_("Somebody has already completed or deleted this line. Send it again if it is still needed."),
            field=LINE,
        )


def check_is_found(card: Card | None, name: str, *, is_reference: bool) -> Card:
    """What a line points at is there, in sight."""
    if card is not None:
        return card
    if not name:
        raise RuleBroken(
            N_("There is no issue above to link this to. Name the issue, for example >RET-07."), field=LINE
        )
    if is_reference:
        raise RuleBroken(N_("Card %(name)s was not found."), field=LINE, name=name)
    raise RuleBroken(
        N_("Choose which card you mean by >%(name)s, or write \\> if it is not a link."),
        field=LINE,
        name=name if len(name) <= NAME else f"{name[:NAME]}…",
    )


def check_adds_something(issues: int, others: int, reading: ParsedLine) -> None:
    """A line that only points adds evidence or links to an issue, and nothing of it is left behind."""
    _check_fits(reading)
    if reading.text:
        raise RuleBroken(
            N_(
                "This line adds no card, so it cannot have a text after //. Put a"
                " city’s own words in quotes after the city."
            ),
            field=LINE,
        )
    if not issues:
        raise RuleBroken(N_("Name an issue too, for example >RET-07."), field=LINE)
    if not others and not any(voice.stance for voice in reading.voices):
        raise RuleBroken(
            N_("Enter what to add: a city that had this problem, or a card that helps."), field=LINE
        )


def check_stays_itself(card: Card, reading: ParsedLine) -> None:
    """A card's number says its kind and its measure, so these can't be corrected."""
    if reading.kind is not card.kind or reading.prefix not in ("", card.measure.prefix):
        raise RuleBroken(
            N_("You cannot change the kind or the measure of %(ref)s. Hide it and add a new card."),
            field=LINE,
            ref=card.ref,
        )
