"""Countries by code or name, and the country of larger cities of Europe."""

from collections.abc import Iterator
from functools import cache

from babel import Locale

from facilitator.text import alphabetical, search_key

LANGUAGES = ("en", "de", "fr", "it", "es", "nl", "pt", "pl")
"""In which a country may be named."""
# Names that no list of the Unicode consortium has; EL and UK are what the European Commission writes.
_ALSO = {
    "el": "GR", "uk": "GB", "usa": "US", "great britain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "northern ireland": "GB", "holland": "NL", "the netherlands": "NL",
    "czech republic": "CZ", "republic of ireland": "IE", "turkey": "TR", "bosnia": "BA",
}  # fmt: skip
_CITIES = {
    "AL": "Tirana, Tiranë",
    "AT": "Vienna, Wien, Graz, Linz, Salzburg, Innsbruck, Klagenfurt",
    "BA": "Sarajevo, Banja Luka, Mostar",
    "BE": "Brussels, Bruxelles, Brussel, Antwerp, Antwerpen, Ghent, Gent, Bruges, Brugge, Leuven,"
    " Liège, Namur",
    "BG": "Sofia, Plovdiv, Varna, Burgas, Gabrovo, Ruse",
    "CH": "Zurich, Zürich, Geneva, Genève, Basel, Bern, Lausanne, Winterthur, Lugano",
    "CY": "Nicosia, Limassol, Larnaca, Paphos",
    "CZ": "Prague, Praha, Brno, Ostrava, Plzeň, Pilsen, Liberec, Olomouc",
    "DE": "Berlin, Hamburg, Munich, München, Cologne, Köln, Frankfurt am Main, Stuttgart, Düsseldorf,"
    " Leipzig, Dortmund, Essen, Bremen, Dresden, Hanover, Hannover, Nuremberg, Nürnberg, Mannheim, Karlsruhe,"
    " Augsburg, Heidelberg, Freiburg im Breisgau, Münster, Bonn, Kiel, Potsdam, Kassel, Konstanz",
    "DK": "Copenhagen, København, Aarhus, Odense, Aalborg",
    "EE": "Tallinn, Tartu, Narva",
    "ES": "Madrid, Barcelona, Valencia, València, Seville, Sevilla, Zaragoza, Málaga, Murcia, Bilbao,"
    " Alicante, Valladolid, Vitoria-Gasteiz, Granada, Pamplona, San Sebastián, Donostia,"
    " Santiago de Compostela, Santander",
    "FI": "Helsinki, Espoo, Tampere, Vantaa, Turku, Oulu, Lahti, Jyväskylä",
    "FR": "Paris, Lyon, Marseille, Toulouse, Nice, Nantes, Strasbourg, Montpellier, Bordeaux, Lille, Rennes,"
    " Grenoble, Dijon, Angers, Brest, Metz, Nancy, Dunkirk, Dunkerque, Mulhouse",
    "GB": "London, Birmingham, Manchester, Glasgow, Edinburgh, Liverpool, Leeds, Sheffield, Bristol, Cardiff,"
    " Belfast, Nottingham, Newcastle upon Tyne, Milton Keynes, Greenwich",
    "GR": "Athens, Thessaloniki, Patras, Heraklion, Trikala, Larissa, Ioannina",
    "HR": "Zagreb, Split, Rijeka, Osijek, Zadar, Dubrovnik",
    "HU": "Budapest, Debrecen, Szeged, Pécs, Győr, Miskolc",
    "IE": "Dublin, Cork, Limerick, Galway",
    "IS": "Reykjavik, Reykjavík",
    "IT": "Rome, Roma, Milan, Milano, Turin, Torino, Naples, Napoli, Bologna, Florence, Firenze, Venice,"
    " Venezia, Genoa, Genova, Palermo, Bari, Catania, Verona, Padua, Padova, Trento, Bolzano, Parma, Bergamo",
    "LT": "Vilnius, Kaunas, Klaipėda",
    "LU": "Luxembourg, Esch-sur-Alzette",
    "LV": "Riga, Rīga, Daugavpils, Liepāja, Jelgava",
    "MD": "Chișinău, Chisinau",
    "ME": "Podgorica",
    "MK": "Skopje",
    "MT": "Valletta",
    "NL": "Amsterdam, Rotterdam, The Hague, Den Haag, Utrecht, Eindhoven, Groningen, Tilburg, Almere, Breda,"
    " Nijmegen, Arnhem, Maastricht, Heerlen, Delft, Leiden, Haarlem",
    "NO": "Oslo, Bergen, Trondheim, Stavanger",
    "PL": "Warsaw, Warszawa, Kraków, Krakow, Cracow, Łódź, Lodz, Wrocław, Poznań, Gdańsk, Katowice, Lublin,"
    " Szczecin, Gdynia",
    "PT": "Lisbon, Lisboa, Porto, Braga, Coimbra, Aveiro, Funchal, Faro, Évora",
    "RO": "Bucharest, București, Cluj-Napoca, Timișoara, Iași, Constanța, Brașov, Sibiu, Suceava, Alba Iulia",
    "RS": "Belgrade, Beograd, Novi Sad, Niš",
    "SE": "Stockholm, Gothenburg, Göteborg, Malmö, Uppsala, Umeå, Linköping, Örebro, Lund",
    "SI": "Ljubljana, Maribor, Kranj",
    "SK": "Bratislava, Košice, Žilina",
    "TR": "Istanbul, İstanbul, Ankara, Izmir, İzmir, Antalya, Bursa",
    "UA": "Kyiv, Lviv, Odesa, Kharkiv, Dnipro",
}


def country_named(typed: str) -> str | None:
    """The code of a country that is written as code or name, in one of eight languages."""
    return _names().get(search_key(typed))


def country_of_city(name: str) -> str | None:
    """The country of a larger European city, where no other one of the list has its name."""
    return _cities().get(search_key(name))


def is_country(code: str) -> bool:
    """Whether this is a country's code of two capital letters."""
    return len(code) == 2 and code.isupper() and country_named(code) == code


def countries(locale: Locale) -> list[tuple[str, str]]:
    """Code and name of every country, by name in a language."""
    known = set(_names().values())
    named = [(code, name) for code, name in locale.territories.items() if code in known]
    return sorted(named, key=lambda pair: alphabetical(pair[1]))


@cache
def _names() -> dict[str, str]:
    found = dict(_ALSO)
    for language in LANGUAGES:
        for code, name in _territories(language):
            found.setdefault(search_key(name), code)
            found[search_key(code)] = code
    return found | {search_key(name): code for name, code in _ALSO.items()}


def _territories(language: str) -> Iterator[tuple[str, str]]:
    """Countries, without the continents (numbers) and what stands for none: EU, UN, ZZ and the like."""
    for code, name in Locale(language).territories.items():
        if code.isalpha() and code not in ("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"):
            yield code, name


@cache
def _cities() -> dict[str, str]:
    return {search_key(name): code for code, names in _CITIES.items() for name in names.split(", ")}
