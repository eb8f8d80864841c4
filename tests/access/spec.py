"""Who may do what, and when: the table that the organisers of a workshop would sign."""

from facilitator.access.policy import Action, Phase, Role

PHASES = {
    "p": Phase.PREPARATION,
    "1": Phase.DAY_ONE,
    "h": Phase.HANDED_OVER,
    "2": Phase.DAY_TWO,
    "c": Phase.CLOSED,
}

# p in preparation · 1 day one · h handed over · 2 day two · c closed · - never
TABLE = """
                            organiser  facilitator  rapporteur  viewer  lighthouse  interested  partner
take part                       -          -            -         -       p1h2c       p1h2c      p1h2c
wish for measures               -          -            -         -       p1h2        p1h2       p1h2
add a card from one's phone     -          -            -         -       1           1          1
rate issues                     -          -            -         -       2           2          -
validate                        -          -            -         -       -           2          -
answer what is missing          -          -            -         -       2           -          -
watch the workshop            p1h2c      p1h2c        p1h2c     p1h2c     -           -          -
read the summary              p1h2c      p1h2c        p1h2c     p1h2c     -           -          -
write what the report concludes p1h2c    p1h2c        p1h2c       -       -           -          -
ask for feedback              p1h2c      p1h2c          -         -       -           -          -
capture for others            p1h2       p1h2         p1h2        -       -           -          -
moderate                      p1h2c      p1h2c          -         -       -           -          -
merge, split and gather cards p1h2  p1h2      -         -       -           -          -
run sessions                  p1h2       p1h2           -         -       -           -          -
choose what walls show        p1h2c      p1h2c          -         -       -           -          -
hand over                     1h2        1h2            -         -       -           -          -
seat people                   p1h2       p1h2           -         -       -           -          -
write for a group             2          2            2           -       -           -          -
set criteria                  p1h2       p1h2           -         -       -           -          -
move to another phase         p1h2       p1h2           -         -       -           -          -
set the workshop up           p1h2         -            -         -       -           -          -
archive and export the workshop p1h2c     -            -         -       -           -          -
download the whole workshop  p1h2c       -            -         -       -           -          -
delete the workshop         p1h2c        -            -         -       -           -          -
rehearse the workshop       p1h2c        -            -         -       -           -          -
manage the team             p1h2c        -            -         -       -           -          -
add, change and remove people  p1h2c -        -            -       -           -           -
send e-mails                p1h2c        -            -         -       -           -          -
check people in               p1h2       p1h2         p1h2        -       -           -          -
print badges, poster and sign-in sheet  p1h2c  p1h2c  -  -  -  -  -
close the workshop, and open it again  p1h2c  -  -          -       -           -          -
"""

FOR_EVERYBODY = {Action.VISIT}
FOR_THE_SIGNED_IN = {Action.LIST_OWN_WORKSHOPS}
FOR_WHO_HAS_THE_RIGHT = {Action.CREATE_WORKSHOP}


def _read(table: str) -> dict[Action, dict[Role, frozenset[Phase]]]:
    heading, *lines = table.strip().splitlines()
    roles = [Role(name) for name in heading.split()]
    read = {}
    for line in lines:
        words = line.split()
        cells = words[-len(roles) :]
        action = Action(" ".join(words[: -len(roles)]))
        read[action] = {
            role: frozenset(PHASES[letter] for letter in cell if letter != "-")
            for role, cell in zip(roles, cells, strict=True)
        }
    return read


WHO_MAY = _read(TABLE)
TEAM_ONLY = {
    action
    for action, may in WHO_MAY.items()
    if not any(may[role] for role in (Role.LIGHTHOUSE, Role.INTERESTED, Role.PARTNER))
}
