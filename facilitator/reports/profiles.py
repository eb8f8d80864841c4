"""Which part of the report is asked for: all of it, a short one, one measure, or what concerns one city."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from facilitator.conclusions.models import ConclusionChoice, ConclusionKind
from facilitator.conclusions.queries import StatedConclusion
from facilitator.errors import N_
from facilitator.matches.queries import AgreedMatches
from facilitator.reports.content import Report
from facilitator.vocabulary import Term

# What stands in the summary of a short report, beside whatever the team has written itself.
IN_SHORT = frozenset({
    ConclusionKind.OVERVIEW,
    ConclusionKind.COLLECTED,
    ConclusionKind.AGREED,
    ConclusionKind.AGREED_NOT,
    ConclusionKind.SPLIT,
    ConclusionKind.MISSING,
    ConclusionKind.WITHOUT_OWNER,
})  # fmt: skip


class Profile(Term):
    """What a report is for."""

    FULL = "full", N_("Workshop report")
    SHORT = "short", N_("Short report")
    MEASURE = "measure", N_("Report on one measure")
    CITY = "city", N_("Take-home sheet for one city")


@dataclass(frozen=True)
class ReportPart:
    """A part of the report by its profile; `name` is the prefix of a measure or the name of a city."""

    profile: Profile = Profile.FULL
    name: str = ""


FULL = ReportPart()


def parts(report: Report) -> Mapping[str, ReportPart]:
    """What there is beside the whole, by the key that an address and a file's name have for it."""
    measures = (section.results.measure.prefix for section in report.sections)
    cities = (present.city for present in report.attendance.cities)
    return {
        "short": ReportPart(Profile.SHORT),
        **{f"measure-{prefix}": ReportPart(Profile.MEASURE, prefix) for prefix in measures},
        **{f"city-{city.id}": ReportPart(Profile.CITY, city.name) for city in cities},
    }


def narrowed(report: Report, part: ReportPart) -> Report:
    """The content of which this part is composed."""
    if part.profile is Profile.SHORT:
        return replace(report, conclusions=tuple(filter(_is_in_short, report.conclusions)))
    if part.profile is Profile.MEASURE:
        return replace(
            report,
            sections=tuple(each for each in report.sections if each.results.measure.prefix == part.name),
            conclusions=tuple(each for each in report.conclusions if each.measure == part.name),
            register=tuple(each for each in report.register if each.measure.prefix == part.name),
            meetings=AgreedMatches(),
            feedback=None,
        )
    return report


def _is_in_short(stated: StatedConclusion) -> bool:
    return stated.kind in IN_SHORT or stated.choice is ConclusionChoice.EDITED
