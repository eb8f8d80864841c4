"""What the documents say of the code is true of the code."""

import ast
import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
DOCUMENTS = sorted([*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")])
DECISIONS = sorted((CHECKOUT / "docs" / "decisions").glob("*.md"))
LINK = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)")
ROW = re.compile(r"^\| `(FACILITATOR_\w+)` \| (.+) \|$", re.MULTILINE)
PICTURE = re.compile(r"screenshots/([a-z-]+\.\w+)")
WHERE = re.compile(r"`([a-z_]+/[a-z_/.]*)`")
LARGEST_PICTURE = 150_000


def names(paths: list[Path]) -> list[str]:
    """Paths as they are written in the checkout."""
    return [path.relative_to(CHECKOUT).as_posix() for path in paths]


def settings_by_their_docstrings() -> dict[str, str]:
    """What config.py says of each setting."""
    module = ast.parse((CHECKOUT / "facilitator" / "config.py").read_text(encoding="utf-8"))
    settings = next(
        node for node in module.body if isinstance(node, ast.ClassDef) and node.name == "Settings"
    )
    return {
        f"FACILITATOR_{field.target.id.upper()}": docstring.value.value
        for field, docstring in zip(settings.body, settings.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(docstring, ast.Expr) and isinstance(docstring.value, ast.Constant)
    }


def test_the_readme_names_every_setting_in_the_words_of_the_code() -> None:
    told = dict(ROW.findall((CHECKOUT / "README.md").read_text(encoding="utf-8")))
    assert told == settings_by_their_docstrings()


@pytest.mark.parametrize("document", DOCUMENTS, ids=names(DOCUMENTS))
def test_every_link_within_the_documents_leads_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_glossary_points_at_places_that_are_there() -> None:
    places = WHERE.findall((CHECKOUT / "docs" / "glossary.md").read_text(encoding="utf-8"))
    assert places
    assert [place for place in places if not (CHECKOUT / "facilitator" / place).exists()] == []


def test_decisions_are_numbered_one_after_the_other() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("decision", DECISIONS, ids=names(DECISIONS))
def test_a_decision_says_what_was_decided_what_was_refused_and_its_price(decision: Path) -> None:
    said = decision.read_text(encoding="utf-8")
    assert said.startswith(f"# {int(decision.name[:4])}. ")
    assert [word for word in ("**Decided.**", "**Refused.**", "**Price.**") if word not in said] == []


def test_the_readme_and_the_tour_show_every_picture_there_is_and_each_stays_small() -> None:
    pictures = (CHECKOUT / "docs" / "screenshots").glob("*.webp")
    sizes = {path.name: path.stat().st_size for path in pictures}
    documents = (CHECKOUT / "README.md", CHECKOUT / "docs" / "tour.md")
    readme, tour = (set(PICTURE.findall(each.read_text(encoding="utf-8"))) for each in documents)
    assert (tour, readme - tour) == (set(sizes), set())
    assert [name for name, size in sizes.items() if size > LARGEST_PICTURE] == []
