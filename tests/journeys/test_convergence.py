"""Whatever is pressed, and however often the net is cut: an open page becomes what a fresh one is."""

from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.room import Room

RUNS = 15
# So many half seconds a page has to become what it should be; each ends when something is replaced.
PATIENCE = 120
# Press one of the buttons of the console, as it is now, but for those that lead to another phase.
PRESS = """async (number) => {
    const html = await (await fetch(location.href, {cache: 'no-store'})).text();
    const console_ = new DOMParser().parseFromString(html, 'text/html');
    const forms = [...console_.querySelectorAll('#console form.action')]
        .filter(each => !/phase|handover/.test(each.getAttribute('action')));
    const form = forms[number % forms.length], typed = new URLSearchParams(new FormData(form));
    const button = form.querySelector('button[name]');
    if (button) typed.append(button.name, button.value);
    const address = form.getAttribute('action');
    const answer = await fetch(address, {method: 'POST', body: typed, redirect: 'manual'});
    return [address, answer.type === 'opaqueredirect' ? 303 : answer.status];
}"""
# What a live part says: not what each form has of its own, what the browser adds, or forms that are kept.
SAYS = """
    const says = (part) => {
        const copy = part.cloneNode(true);
        const apart = copy.querySelectorAll('input[type=hidden], .clock-face, form[data-keep]');
        apart.forEach(each => each.remove());
        copy.querySelectorAll('*').forEach(each => {
            each.classList.remove('arrived');
            if (!each.classList.length) each.removeAttribute('class');
            ['open', 'hidden', 'data-state', 'data-changed'].forEach(name => each.removeAttribute(name));
        });
        return copy.innerHTML.replace(/\\s+/g, ' ').replace(/> | </g, found => found.trim());
    };
"""
DIFFERENCE = (
    "async () => {"
    + SAYS
    + """
    const html = await (await fetch(location.href, {cache: 'no-store'})).text();
    const fresh = new DOMParser().parseFromString(html, 'text/html');
    const [is, should] = [document, fresh].map(each => says(each.querySelector('[data-live]')));
    if (is === should) return '';
    let place = 0;
    while (is[place] === should[place]) place += 1;
    return `is ${is.slice(place - 60, place + 90)} and should be ${should.slice(place - 60, place + 90)}`;
}"""
)
NEXT = """() => new Promise(done => {
    document.addEventListener('replaced', done, {once: true});
    setTimeout(done, 500);
})"""


def difference(page: Page) -> str:
    """What an open page has otherwise than a fresh one, once it had its time."""
    for _ in range(PATIENCE):
        found: Any = page.evaluate(DIFFERENCE)
        if not found:
            return ""
        page.evaluate(NEXT)
    return str(found)


@pytest.mark.parametrize("scene", ["rooms"])
def test_open_pages_become_what_fresh_ones_are_after_any_changes_and_cuts(room: Room) -> None:
    hand, console = room.team_member("facilitator"), room.team_member("organiser")
    wall = room.screens.laptop(room.serving.base)
    hand.open(room.workshop.path("console"))
    console.open(room.workshop.path("console"))
    wall.open(room.workshop.path(f"wall/{room.code}"))
    room.screens.expect("net::ERR_", "409", "422")
    watched = {"console": console.page, "wall": wall.page}
    for seed in range(RUNS):
        chance, pressed = Random(seed), []
        for _ in range(chance.randint(2, 8)):
            cut = [page for page in watched.values() if chance.random() < 0.5]
            for page in cut:
                page.context.set_offline(True)
            numbers = [chance.randrange(10_000) for _ in range(chance.randint(1, 3))]
            pressed += [hand.page.evaluate(PRESS, number) for number in numbers]
            for page in cut:
                page.context.set_offline(False)
        wrong = {name: said for name, page in watched.items() if (said := difference(page))}
        assert wrong == {}, (seed, pressed)
