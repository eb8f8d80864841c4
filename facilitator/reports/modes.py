"""How the answers came in, in words."""

from flask_babel import gettext, ngettext

from facilitator.validation.paper.queries import Modes


def modes_in_words(modes: Modes) -> str:
    """Of 41 answers 30 came by phone, 8 on paper, 3 by proxy. One was entered after its group had closed."""
    if not modes.all:
        return ""
    said = ngettext(
        "The one answer came by phone: %(phone)s, on paper: %(paper)s, by proxy: %(proxy)s.",
        "Of %(num)d answers %(phone)s came by phone, %(paper)s on paper, %(proxy)s by proxy.",
        modes.all,
        phone=modes.phone,
        paper=modes.paper,
        proxy=modes.proxy,
    )
    if modes.proxy:
        said += " " + gettext("A proxy answers for a person or for a city with nobody in the room.")
    if modes.late:
        said += " " + ngettext(
            "One answer was given after its group was closed.",
            "%(num)d answers were given after their group was closed.",
            modes.late,
        )
    return str(said)
