"""All sections of the file, in the order in which they are read: each names only what came before it."""

from facilitator.workshop_file.call import CALL
from facilitator.workshop_file.feedback import FEEDBACK
from facilitator.workshop_file.page import PAGE, PICTURE
from facilitator.workshop_file.people import PARTICIPANTS, TEAM
from facilitator.workshop_file.places import CITIES, ORGANISATIONS, PROJECTS
from facilitator.workshop_file.programme import CRITERIA, MEASURES, ROOMS, SESSIONS
from facilitator.workshop_file.report import REPORT
from facilitator.workshop_file.section import Section

FORMAT, VERSION = "facilitator-workshop", 1
SECTIONS: tuple[Section, ...] = (
    TEAM,
    PROJECTS,
    MEASURES,
    CITIES,
    ORGANISATIONS,
    ROOMS,
    CRITERIA,
    SESSIONS,
    PAGE,
    PICTURE,
    REPORT,
    CALL,
    FEEDBACK,
    PARTICIPANTS,
)
