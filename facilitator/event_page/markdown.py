"""The text of the page in Markdown: paragraphs, headings, lists, links, bold and italic, and no more.

Two libraries stand one behind the other: markdown-it-py reads the text, with HTML switched off, and nh3 lets
only these elements through, whatever the first has made of it.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup

from facilitator.errors import N_, RuleBroken

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_RULES = ["newline", "escape", "entity", "autolink", "emphasis", "link", "heading", "list"]
_ELEMENTS = {"p", "br", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a"}
# The title of the page is its h1.
_HEADINGS = {"h1": "h2", "h2": "h3"} | dict.fromkeys(("h3", "h4", "h5", "h6"), "h4")
_LEADS = re.compile(r"https?://[^/?#\s]|mailto:[^@\s]+@[^@\s]", re.IGNORECASE)
LONGEST_SHOWN = 60


def rendered(text: str) -> Markup:
    """The text as HTML that is safe to show."""
    import nh3

    reader = _reader(html=False)
    tokens = reader.parse(text)
    for token in tokens:
        token.tag = _HEADINGS.get(token.tag, token.tag)
    html = reader.renderer.render(tokens, reader.options, {})
    clean = nh3.clean(
        html,
        tags=_ELEMENTS,
        clean_content_tags={"script", "style"},
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )
    return Markup(clean)  # noqa: S704 - nh3 has left nothing in it but these elements


def check_markdown(text: str) -> None:
    """Refuse, with the words in question, what the page would not show as it is meant."""
    reader = _reader(html=True)
    reader.enable(["html_inline", "image"])
    reader.validateLink = _any_address  # type: ignore[method-assign]
    for token in _inline(reader.parse(text)):
        if token.type == "html_inline":
            raise _refused(
                N_("Remove the HTML “%(what)s”. Write plain text, or use Markdown."), token.content
            )
        if token.type == "image":
            raise _refused(
                N_("Remove the picture “%(what)s”. The text cannot have pictures."),
                token.content or str(token.attrGet("src")),
            )
        address = str(token.attrGet("href") or "")
        if token.type == "link_open" and not _LEADS.match(address):
            raise _refused(
                N_("The link to “%(what)s” must begin with https://, http:// or mailto:."), address
            )


def _any_address(url: str) -> bool:  # noqa: ARG001 - what is wrong with it is said in a sentence
    return True


def _refused(sentence: str, what: str) -> RuleBroken:
    shown = what if len(what) <= LONGEST_SHOWN else f"{what[:LONGEST_SHOWN]}…"
    return RuleBroken(sentence, field="text", what=shown)


def _reader(*, html: bool) -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("zero", {"html": html, "breaks": True}).enable(_RULES)


def _inline(tokens: "list[Token]") -> "Iterator[Token]":
    for token in tokens:
        yield from token.children or ()
