"""Every sentence for a person can be found by the translators' tools."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import pytest

from tests.architecture.source import called, calls, modules
from tests.pseudo import extracted_texts

MODULES = modules()
# "5 people" and "5 free seats", where the number is filled in: the noun, with a word before it or none.
COUNTED = re.compile(r"%\(num\)[sd] (?:free |more |other )?([a-z]{3,})")
NUMBER = re.compile(
    r"%\(\w+\)[sd] (?:free |more |other |interested |lighthouse |breakout )?([a-z]+s|people|criteria)\b"
)
SAYS = {"gettext", "lazy_gettext", "_l", "ngettext", "N_", "say", "say_many"}


@cache
def extracted() -> frozenset[str]:
    """What `pybabel extract` finds with our mapping: the keys that translations go by."""
    found: set[str] = set()
    for message, _ in extracted_texts():
        found |= {message} if isinstance(message, str) else set(message)
    return frozenset(found)


def sentences(tree: ast.AST, *names: str) -> set[str]:
    """The constants that calls of these functions are given first."""
    return {
        call.args[0].value
        for call in calls(tree, *names)
        if call.args and isinstance(call.args[0], ast.Constant)
    }


def in_modules(find: Callable[[ast.Module], Iterable[str]]) -> dict[str, list[str]]:
    """What a search finds, by module; nothing where all is well."""
    found = {path: list(find(tree)) for path, tree in MODULES.items()}
    return {path: things for path, things in found.items() if things}


@pytest.mark.slow
def test_every_sentence_that_is_marked_can_be_extracted() -> None:
    """An f-string around it, for one, hides a sentence from the extraction on Python 3.11."""
    assert in_modules(lambda tree: sentences(tree, *SAYS) - extracted()) == {}


def test_the_templates_sentences_can_be_extracted() -> None:
    expected = {"Add an issue", "One person is on the list.", "%(num)d people are on the list."}
    assert expected - extracted() == set()


def test_what_is_counted_has_a_plural() -> None:
    """A noun that has a plural somewhere has one wherever a number stands before it."""
    texts = [text for text, _ in extracted_texts()]
    nouns = {noun for text in texts if not isinstance(text, str) for noun in COUNTED.findall(text[1])}
    assert {"people", "issues", "cities"} <= nouns
    said = {text: set(NUMBER.findall(text)) & nouns for text in texts if isinstance(text, str)}
    assert {text: found for text, found in said.items() if found} == {}


def test_no_text_goes_on_in_another_one() -> None:
    texts = [part for text, _ in extracted_texts() for part in ([text] if isinstance(text, str) else text)]
    assert [text for text in texts if text.strip() != text or text[-1] in ",:;(" or text[0] in ",.;:)"] == []


def test_a_refusal_is_a_sentence_that_can_be_translated() -> None:
    def plain(tree: ast.Module) -> Iterator[str]:
        for refusal in calls(tree, "RuleBroken", "NotFound", "NotAllowed", "Reworded"):
            if isinstance(refusal.args[0], (ast.Constant, ast.JoinedStr)):
                yield ast.unparse(refusal)

    assert in_modules(plain) == {}


def test_a_message_on_a_page_is_translated() -> None:
    def plain(tree: ast.Module) -> Iterator[str]:
        for message in calls(tree, "flash", "ValidationError"):
            if not (isinstance(message.args[0], ast.Call) and called(message.args[0]) in SAYS | {"in_words"}):
                yield ast.unparse(message)

    assert in_modules(plain) == {}


def test_a_sentence_with_values_is_said_where_the_translators_tools_look() -> None:
    def built(tree: ast.Module) -> Iterator[str]:
        for call in calls(tree, "Sentence"):
            if call.args and isinstance(call.args[0], (ast.Constant, ast.JoinedStr)):
                yield ast.unparse(call)

    assert in_modules(built) == {}


def test_a_sentence_of_the_engine_is_marked_where_it_is_written() -> None:
    """Those about files are for the command line alone, which speaks English."""

    def unmarked(tree: ast.Module) -> Iterator[str]:
        marked = {
            target.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and called(node.value) == "N_"
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        marked |= {
            name.id
            for loop in ast.walk(tree)
            if isinstance(loop, ast.For) and any(calls(loop.iter, "N_"))
            for name in ast.walk(loop.target)
            if isinstance(name, ast.Name)
        }
        for call in calls(tree, "say"):
            if isinstance(call.args[0], ast.Name) and call.args[0].id not in marked:
                yield ast.unparse(call)

    engine = {path: tree for path, tree in MODULES.items() if "/allocation/" in path}
    said = {path: list(unmarked(tree)) for path, tree in engine.items() if not path.endswith("/files.py")}
    assert {path: found for path, found in said.items() if found} == {}
