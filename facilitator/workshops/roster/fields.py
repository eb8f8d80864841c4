"""What a list can say of a person, and the headings under which it does."""

from facilitator.errors import N_
from facilitator.vocabulary import Term


class RosterField(Term):
    """What a column can hold of a person."""

    NAME = "name", N_("Name")
    FIRST_NAME = "first-name", N_("First name")
    LAST_NAME = "last-name", N_("Last name")
    TITLE = "title", N_("Title")
    PROXY = "proxy", N_("Comes for")
    CITY = "city", N_("City")
    ORGANISATION = "organisation", N_("Organisation")
    ROLE = "role", N_("Role")
    EMAIL = "email", N_("Email")
    LANGUAGES = "languages", N_("Languages")
    STEP_FREE = "step-free", N_("Step-free access")
    WISHES = "wishes", N_("Preferences")


SEVERAL = frozenset({RosterField.WISHES, RosterField.LANGUAGES})
"""Fields that may have a column for each value: first choice, second choice."""

HEADINGS = {
    RosterField.NAME: """
        name, full name, participant, participants, participant name, delegate, delegate name, attendee,
        person, your name, surname first name, surname and first name, last name first name, first name
        and surname,
        vollständiger name, teilnehmer, teilnehmerin, teilnehmende, teilnehmer in, name vorname, nachname
        vorname, vorname name, vorname nachname, vor und nachname, name und vorname,
        nom, nom complet, nom et prénom, nom prénom, prénom et nom, prénom nom, participant e,
        nome, nome e cognome, cognome e nome, nome cognome, cognome nome, nominativo, partecipante,
        partecipanti,
        nome completo, nome e apelido, nome e sobrenome, participante, participantes""",
    RosterField.FIRST_NAME: """
        first name, firstname, first names, given name, given names, forename,
        vorname, vornamen, rufname,
        prénom, prénoms,
        nome proprio, nome di battesimo,
        nome próprio, primeiro nome, primeiros nomes""",
    RosterField.LAST_NAME: """
        last name, lastname, surname, family name,
        nachname, familienname, zuname,
        nom de famille,
        cognome,
        apelido, apelidos, sobrenome, último nome""",
    RosterField.TITLE: """
        title, titles, academic title,
        titel, akademischer titel,
        titre, titres,
        titolo, titolo accademico,
        título, título académico""",
    RosterField.PROXY: """
        proxy for, on behalf of, comes for, stands in for, instead of, deputy for,
        vertretung für, in vertretung von, in vertretung für, vertritt,
        en remplacement de, remplace, remplaçant de, pour le compte de,
        in sostituzione di, sostituisce, per conto di,
        em substituição de, substitui, em nome de""",
    RosterField.CITY: """
        city, town, municipality, city name, your city,
        stadt, ort, kommune, gemeinde, stadt gemeinde,
        ville, commune, municipalité,
        città, comune, municipio,
        cidade, município, concelho""",
    RosterField.ORGANISATION: """
        organisation, organization, institution, affiliation, company, employer, city organisation, city
        organization, city or organisation, city or organization, organisation city, organization city,
        einrichtung, institution, firma, unternehmen, behörde, arbeitgeber, dienststelle, stadt
        organisation, stadt oder organisation, organisation stadt,
        organisme, structure, établissement, entreprise, ville organisation, ville ou organisation,
        organisation ville,
        organizzazione, ente, istituzione, azienda, città organizzazione, città o organizzazione,
        organização, instituição, entidade, empresa, cidade organização, cidade ou organização""",
    RosterField.ROLE: """
        role, part, participant type, type of participant, type of city,
        rolle, art der teilnahme,
        rôle, type de participant,
        ruolo, tipo di partecipante,
        papel, tipo de participante""",
    RosterField.EMAIL: """
        email, e mail, mail, email address, e mail address, mail address,
        e mail adresse, emailadresse, email adresse, mailadresse,
        courriel, adresse e mail, adresse email, adresse mail, adresse électronique, mél,
        posta elettronica, indirizzo e mail, indirizzo email, indirizzo mail,
        correio eletrónico, correio electrónico, endereço de e mail, endereço de email""",
    RosterField.LANGUAGES: """
        language, languages, spoken languages, languages spoken, working languages,
        sprache, sprachen, sprachkenntnisse,
        langue, langues, langues parlées,
        lingua, lingue, lingue parlate,
        língua, línguas, idioma, idiomas, línguas faladas""",
    RosterField.STEP_FREE: """
        step free, step free access, access, access needs, accessibility, accessibility needs, wheelchair,
        special needs,
        barrierefrei, barrierefreiheit, barrierefreier zugang, stufenlos, stufenloser zugang, rollstuhl,
        accessibilité, besoins d accessibilité, accès, sans marches, pmr, besoins particuliers,
        accessibilità, esigenze di accessibilità, senza gradini, esigenze particolari,
        acessibilidade, necessidades de acessibilidade, sem degraus, necessidades especiais""",
    RosterField.WISHES: """
        wish, wishes, preference, preferences, measure, measures, topic, topics, choice, first choice,
        second choice, third choice,
        wunsch, wünsche, erstwunsch, zweitwunsch, drittwunsch, thema, themen, maßnahme, maßnahmen,
        präferenz, präferenzen,
        souhait, souhaits, préférence, préférences, mesure, mesures, thème, thèmes, premier choix,
        deuxième choix, troisième choix,
        preferenza, preferenze, misura, misure, tema, temi, prima scelta, seconda scelta, terza scelta,
        preferência, preferências, medida, medidas, temas, primeira escolha, segunda escolha, terceira
        escolha""",
}  # fmt: skip
"""By field, what a column is called: in English, then in German, French, Italian and Portuguese."""
