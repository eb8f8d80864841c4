"""What must hold of every template: one language at a time, nothing inline, nothing unescaped."""

import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser

import pytest
from flask import Flask
from jinja2 import Environment, UndefinedError, nodes

from tests.architecture.source import templates

TEMPLATES = templates()
ENVIRONMENT = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)
NAME_OF_THE_PRODUCT = "Facilitator"
READ_OUT = {
    "title",
    "aria-label",
    "aria-description",
    "placeholder",
    "alt",
    "label",
    "data-label",
    "data-connection",
}
GETTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
# Blocks that stand inside of an attribute: they hold classes.
IN_AN_ATTRIBUTE = re.compile(r"{% block (accent|layout) %}.*?{% endblock %}")
EXPRESSION, NOTHING = "\N{WHITE SMALL SQUARE}", ""
# Marks that are no words of any language: units of the charts, formats of the clock.
NO_WORDS = {"HH:mm", "GET", "POST"}
# Markup that we made ourselves, from an address of ours, with segno.
TRUSTED_MARKUP: set[tuple[str, str]] = set()
LONGEST_LINE = 120
INLINE = re.compile(r"on[a-z]+|style|srcdoc")


class Page(HTMLParser):
    """The markup of a template, with a square where something will be filled in."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(without_expressions(source))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        self.attributes += [(tag, name, value) for name, value in given.items()]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())


def without_expressions(source: str) -> str:
    """A template's own markup: expressions become a square, statements and comments vanish."""
    parts, inside = [], ""
    for _, kind, value in ENVIRONMENT.lex(IN_AN_ATTRIBUTE.sub("", source)):
        if kind == "data" and not inside:
            parts.append(value)
        elif kind in ("variable_begin", "block_begin", "comment_begin"):
            inside = kind
        elif kind in ("variable_end", "block_end", "comment_end"):
            parts.append(EXPRESSION if kind == "variable_end" else NOTHING)
            inside = ""
    return "".join(parts)


def letters(text: str) -> str:
    return "".join(letter for letter in text.replace(NAME_OF_THE_PRODUCT, "") if letter.isalpha())


def words_outside_gettext(node: nodes.Node) -> Iterator[str]:
    """Constants that look like words for a person and do not pass through gettext."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in GETTEXT:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        if re.search(r"\b[A-Z][a-z]+|[a-z]+ [a-z]+ [a-z]+", node.value) and node.value not in NO_WORDS:
            yield node.value
        return
    for child in node.iter_child_nodes():
        yield from words_outside_gettext(child)


def in_templates(find: Callable[[str], Iterable[object]]) -> dict[str, list[object]]:
    """What a search finds, by template; nothing where all is well."""
    found = {name: list(find(source)) for name, source in TEMPLATES.items()}
    return {name: things for name, things in found.items() if things}


def test_a_line_is_short_enough_to_be_read() -> None:
    long = [
        f"{name}:{number}"
        for name, source in TEMPLATES.items()
        for number, line in enumerate(source.splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]
    assert long == []


def test_every_text_goes_through_gettext() -> None:
    def plain(source: str) -> Iterator[str]:
        page = Page(source)
        yield from (text for text in page.texts if letters(text))
        yield from (text for _, name, text in page.attributes if name in READ_OUT and letters(text))

    assert in_templates(plain) == {}


@pytest.mark.slow
def test_no_sentence_hides_in_an_expression() -> None:
    def hidden(source: str) -> Iterator[str]:
        printed = [node for out in ENVIRONMENT.parse(source).find_all(nodes.Output) for node in out.nodes]
        for node in printed:
            if not isinstance(node, nodes.TemplateData):
                yield from words_outside_gettext(node)

    assert in_templates(hidden) == {}


def test_no_filter_makes_small_letters_of_the_nouns_of_other_languages() -> None:
    def changed(source: str) -> Iterator[str]:
        used = {each.name for each in ENVIRONMENT.parse(source).find_all(nodes.Filter)}
        yield from sorted(used & {"capitalize", "title"})

    assert in_templates(changed) == {}


def test_nothing_is_inline_so_that_the_content_security_policy_can_be_strict() -> None:
    def inline(source: str) -> Iterator[str]:
        page = Page(source)
        for tag, name, value in page.attributes:
            if INLINE.fullmatch(name) or value.lower().startswith("javascript:"):
                yield f"{tag} {name}={value}"
        yield from (tag for tag, _ in page.tags if tag == "style")
        yield from (tag for tag, given in page.tags if tag == "script" and "src" not in given)

    assert in_templates(inline) == {}


def test_nothing_is_loaded_from_elsewhere() -> None:
    def elsewhere(source: str) -> Iterator[str]:
        for tag, name, value in Page(source).attributes:
            if name in LOADS and re.match(r"(\w+:)?//", value):
                yield f"{tag} {name}={value}"

    assert in_templates(elsewhere) == {}


LOADS = {"src", "srcset", "href", "action", "formaction", "data", "poster"}


@pytest.mark.slow
def test_only_our_own_pictures_are_left_unescaped() -> None:
    unescaped = {
        (name, filtered.node.name if isinstance(filtered.node, nodes.Name) else "an expression")
        for name, source in TEMPLATES.items()
        for filtered in ENVIRONMENT.parse(source).find_all(nodes.Filter)
        if filtered.name == "safe"
    }
    assert unescaped == TRUSTED_MARKUP
    assert [name for name, source in TEMPLATES.items() if "autoescape" in source] == []


def test_a_name_that_a_template_gets_wrong_raises_instead_of_printing_nothing(house: Flask) -> None:
    with house.test_request_context(), pytest.raises(UndefinedError, match="'nmae' is undefined"):
        house.jinja_env.from_string("{{ nmae }}").render()


def test_the_lexer_of_these_tests_sees_what_it_is_for() -> None:
    source = '<p title="A word">{{ _("Said") }} unsaid {% if x %}and this{% endif %}{# not this #}</p>'
    page = Page(source)
    assert page.texts == [f"{EXPRESSION} unsaid and this"]
    assert ("p", "title", "A word") in page.attributes
    tree = ENVIRONMENT.parse('{{ "Some words" if x else _("Fine words") }}')
    assert list(words_outside_gettext(tree)) == ["Some words"]
