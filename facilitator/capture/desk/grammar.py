"""What a rapporteur has to know of a line, as it stands beside the entry."""

from facilitator.errors import N_

GRAMMAR = (
    (("+e", "+p", "+s"), N_("an enabler, a political strategy, a solution; nothing for an issue")),
    (("#legal",), N_("the aspect; the first letters are enough, for example #l")),
    (("#inside", "#financial"), N_("where an enabler is, and what kind of help it gives")),
    (("#inner", "#external"), N_("who a strategy is for: inside the municipality, or outside")),
    (("@Lyon met",), N_("a city, and its answer: met (it had the problem), solved, expects")),
    (
        ('@Lyon met "…"',),
        N_('the city’s own words in quotes, right after its answer; \\" gives a quotation mark'),
    ),
    (("@Wien",), N_("a city by its name in another language")),
    (("@Lyon proved",), N_("on a solution: the city that proved it")),
    (
        (">7", ">RET-07"),
        N_("a link to that card; > alone links to the issue above; >roof searches for the word"),
    ),
    (("RET",), N_("first in the line: another measure")),
    (("//",), N_("what follows is the description")),
    (("@Lyon #legal",), N_("a line with only marks applies to the next lines; a line with only - ends this")),
    ((">7 @Lyon met",), N_("a line without words adds to an issue that is there")),
    (("Tab",), N_("choose from the list below the line instead of typing marks")),
    (("↑", "Esc"), N_("edit the previous entry; cancel")),
    (
        ("\\#", "\\@", "\\>"),
        N_("a backslash before a mark makes it plain text"),
    ),
)
