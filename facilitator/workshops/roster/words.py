"""Words of lists in five languages: yes and no, and what somebody is there as.

A role of None is a city's, of either kind.
"""

from collections.abc import Mapping
from types import MappingProxyType

from facilitator.text import name_key
from facilitator.workshops.roster.places import RosterRole

YES_OR_NO = {
    word: answer
    for answer, words in {
        True: "yes, y, true, 1, x, ja, oui, si, sim, wahr, vrai, vero, verdadeiro",
        False: "no, n, false, 0, nein, non, nao, none, keine, aucun, nessuno, nenhum, falsch, faux, falso",
    }.items()
    for word in words.split(", ")
}
NO_ROLES: Mapping[str, RosterRole | None] = MappingProxyType({})
ROLES = {
    name_key(word): role
    for role, words in {
        RosterRole.LIGHTHOUSE: "lighthouse, lighthouse city, leuchtturm, leuchtturmstadt, phare, "
        "ville phare, faro, città faro, farol, cidade farol",
        RosterRole.INTERESTED: "interested, interested city, follower, follower city, fellow, fellow city, "
        "interessiert, interessierte stadt, intéressée, ville intéressée, interessata, città interessata, "
        "interessada, cidade interessada",
        RosterRole.PARTNER: "partner, partnerin, partenaire, parceiro, parceira",
        None: "delegate, city, city delegate, delegierte, delegierter, delegierte r, stadt, délégué, "
        "déléguée, ville, delegato, delegata, città, delegado, delegada, cidade",
    }.items()
    for word in words.split(",")
}
