"""What a column holds is told by its heading, in five languages, or chosen by hand."""

import pytest

from facilitator.errors import RuleBroken
from facilitator.workshops.roster.columns import choose_columns, field_of, find_columns
from facilitator.workshops.roster.fields import RosterField
from facilitator.workshops.roster.reading import read_paste

NAME, FIRST, LAST, CITY = RosterField.NAME, RosterField.FIRST_NAME, RosterField.LAST_NAME, RosterField.CITY
HEADINGS = {
    RosterField.NAME: (
        "Name",
        "FULL NAME",
        "Vollständiger Name",
        "Nom complet",
        "Nominativo",
        "Nome completo",
    ),
    RosterField.FIRST_NAME: ("First name", "first_name", "Vorname", "Prénom", "prenom", "Primeiro nome"),
    RosterField.LAST_NAME: ("Surname", "Nachname", "Nom de famille", "Cognome", "Apelido"),
    RosterField.CITY: ("City", "Stadt", "Ville", "Città", "citta", "Município"),
    RosterField.ORGANISATION: (
        "Organization",
        "City / organisation",
        "Einrichtung",
        "Organisme",
        "Ente",
        "Instituição",
    ),
    RosterField.EMAIL: (
        "E-Mail",
        "e-mail address *",
        "E-Mail-Adresse",
        "Courriel",
        "Posta elettronica",
        "Correio eletrónico",
    ),
    RosterField.ROLE: ("Role", "Rolle", "Rôle", "Ruolo", "Papel"),
    RosterField.LANGUAGES: ("Languages (spoken)", "Sprachen", "Langues", "Lingue", "Línguas"),
    RosterField.STEP_FREE: (
        "Access needs",
        "step_free",
        "Barrierefreiheit",
        "Accessibilité",
        "Accessibilità",
        "Acessibilidade",
    ),
    RosterField.WISHES: (
        "Wish 2",
        "wishes",
        "Wünsche",
        "Maßnahmen",
        "Souhaits",
        "Preferenze",
        "Preferências",
    ),
    RosterField.TITLE: ("Title", "Titel", "Titre", "Titolo", "Título"),
    RosterField.PROXY: ("Proxy for", "In Vertretung von", "Remplace", "Sostituisce", "Em nome de"),
    None: ("", "Phone", "Hotel", "Name / City", "x" * 300),
}


@pytest.mark.parametrize(
    ("heading", "field"), [(heading, field) for field, known in HEADINGS.items() for heading in known]
)
def test_a_heading_is_known_in_five_languages(heading: str, field: RosterField | None) -> None:
    assert field_of(heading) is field


def test_a_heading_in_two_languages_is_known_by_both() -> None:
    assert field_of("Nom / Name") is RosterField.NAME
    assert field_of("Stadt\n(City)") is RosterField.CITY


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        ("Name\tVorname\tStadt", [LAST, FIRST, CITY]),
        ("Nom\tPrénom\tVille", [LAST, FIRST, CITY]),
        ("Nome\tCognome\tCittà", [FIRST, LAST, CITY]),
        ("Nome\tApelido\tCidade", [FIRST, LAST, CITY]),
        ("Nome\tCidade", [NAME, CITY]),
        ("Name\tCity\tWish 1\tWish 2", [NAME, CITY, RosterField.WISHES, RosterField.WISHES]),
    ],
)
def test_beside_half_of_a_name_name_is_the_other_half(headings: str, fields: list[RosterField]) -> None:
    assert [*find_columns(read_paste(f"{headings}\nx\n")).fields.values()] == fields


def test_headings_are_found_below_titles_and_empty_rows() -> None:
    sheet = read_paste(
        "Participants in Graz\t\n\nCity of origin\t\nName\tCity\nAda\tUlm\nName\tCity\nBo\tCork\n"
    )
    columns = find_columns(sheet)
    assert columns.heading_row == 4
    assert [row.number for row in columns.people(sheet)] == [5, 7], "headings on a second page are nobody"


def test_columns_that_are_not_read_are_named() -> None:
    sheet = read_paste("Name\tPhone\tCity\tCity\tEmpty\nAda\t123\tUlm\tCork\t\tbehind\n")
    assert find_columns(sheet).unread == {1: "Phone", 3: "City", 5: ""}


def test_a_list_without_a_heading_for_names_asks_for_the_columns() -> None:
    sheet = read_paste("Ada Example\tUlm\nBo Sample\tCork\n")
    with pytest.raises(RuleBroken, match="Choose what each column holds"):
        find_columns(sheet)
    columns = choose_columns(sheet, {0: NAME, 1: CITY}, heading_row=0)
    assert [row.number for row in columns.people(sheet)] == [1, 2]


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        ({1: CITY}, "Choose the column with the names."),
        ({}, "Choose the column with the names."),
        ({0: NAME, 1: CITY, 2: CITY}, "Two columns have the same content."),
    ],
)
def test_a_choice_needs_the_names_and_each_content_once(chosen: dict[int, RosterField], reason: str) -> None:
    with pytest.raises(RuleBroken, match=reason):
        choose_columns(read_paste("a\tb\tc\n"), chosen, heading_row=1)
