"""What a rapporteur has to know of a line, as it stands beside the entry."""

from facilitator.errors import N_

GRAMMAR = (
    (("+e", "+p", "+s"), N_("an enabler, a political strategy, a solution; without it, an issue")),
    (("#legal",), N_("the aspect; the first letters will do, as in #l")),
    (("#inside", "#financial"), N_("where an enabler is found, and what kind of help it is")),
    (("#inner", "#external"), N_("whom a strategy is for: inside the municipality, or outside")),
    (("@Lyon met",), N_("a city, and what it says: met, solved, expects")),
    (('@Lyon met "…"',), N_('its own words in quotes, right after what it says; \\" is a quote in them')),
    (("@Wien",), N_("a city by its name in another language")),
    (("@Lyon proved",), N_("on a solution: the city that proved it")),
    ((">7", ">RET-07"), N_("linked with that card; > alone: with the issue above; >roof: look for the word")),
    (("RET",), N_("first in the line: another measure")),
    (("//",), N_("what follows is said in more words")),
    (("@Lyon #legal",), N_("marks alone stay for the lines that follow; a line of - takes them away")),
    ((">7 @Lyon met",), N_("no words: adds to the issue that is there")),
    (("Tab",), N_("choose from what stands below the line, in place of typing marks")),
    (("↑", "Esc"), N_("correct the one before; leave it")),
    (
        ("\\#", "\\@", "\\>"),
        N_("a backslash makes a word of the mark after it; all else stays as typed"),
    ),
)
