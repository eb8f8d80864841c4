"""What a browser sends that nobody is signed in with is answered in a sentence, whatever form it was."""

from collections.abc import Iterator

import pytest

from facilitator.web.forms import Form
from tests.pages import heading
from tests.people import Browser
from tests.small_workshop import SmallWorkshop
from tests.web.test_gate import address, routes

pytestmark = [pytest.mark.slow, pytest.mark.one_database]


def forms(kind: type[Form] = Form) -> Iterator[type[Form]]:
    """All forms that there are."""
    yield kind
    for each in kind.__subclasses__():
        yield from forms(each)


def sent_by_each_form(workshop: SmallWorkshop) -> Iterator[tuple[str, dict[str, str]]]:
    """An address of its package that takes it, and all its fields with something in them."""
    for rule, method, _ in routes(workshop.app):
        package = workshop.app.view_functions[rule.endpoint].__module__.partition(".views")[0]
        for form in forms() if method == "POST" else ():
            if form.__module__.startswith(package):
                names = [name for name in dir(form) if hasattr(getattr(form, name), "_formfield")]
                yield address(workshop.app, rule, slug=workshop.slug), dict.fromkeys(names, "typed")


def test_any_form_that_comes_from_a_browser_that_lost_its_cookies_is_told_back(
    workshop: SmallWorkshop,
) -> None:
    browser = Browser(workshop.app)
    said = {}
    for path, typed in sent_by_each_form(workshop):
        answer = browser.client.post(path, data=typed)
        said[path, *typed] = answer.status_code, heading(answer.text)
    assert set(said.values()) == {(400, "This was not saved")}


def test_any_form_of_a_workshop_that_comes_after_signing_out_is_told_back(workshop: SmallWorkshop) -> None:
    browser = Browser(workshop.app)
    token = browser.form("/sign-in")["csrf_token"][0]
    for path, typed in sent_by_each_form(workshop):
        if path.startswith(f"{workshop.path('setup')}/"):
            answer = browser.client.post(path, data=typed | {"csrf_token": token})
            assert (answer.status_code, heading(answer.text)) == (403, "This was not saved"), path
