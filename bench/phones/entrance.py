"""How people come in, as their browsers do: by a link or by the code, page after page."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, TypeVar
from uuid import uuid4

from bench.phones.crowd import EVERY, Crowd, Screen, Sender, Tally, Unexpected
from bench.phones.http import Answer, Fields, Line
from bench.phones.room import LargeWorkshop, Told
from tests.people import forms_on

WALLS, ENTERING_AT_ONCE = 5, 8
LIVE = re.compile(r'data-live="([^"]+)"(?: data-every="(\d+)")?( data-paced)?')
AUTHOR = re.compile(r'data-author="([^"]+)"')
STATIC = re.compile(r'(?:href|src)="(/static/[^"]+)"')
Came = TypeVar("Came")


def screen_of(kind: str, line: Line, page: Answer) -> Screen:
    """What a page does once it is there: it asks as often as it says."""
    found, author = LIVE.search(page.text), AUTHOR.search(page.text)
    if not found:
        raise Unexpected(f"a page without anything that is kept fresh: {page.status}")
    path, every = found[1].replace("&amp;", "&"), float(found[2] or EVERY)
    return Screen(kind, line, path, every, bool(found[3]), author[1] if author else "")


def form_on(page: Answer, path: str) -> Fields:
    """The fields of the form on a page that goes to an address."""
    return next(dict(fields) for action, fields in forms_on(page.text) if action.endswith(path))


@dataclass
class Entrance:
    """The way into the workshop that is served at a port."""

    port: int
    workshop: LargeWorkshop
    told: Told = field(default_factory=Told)

    def __post_init__(self) -> None:
        self._narrow = asyncio.Semaphore(ENTERING_AT_ONCE)
        self._dice = random.Random(7)

    async def crowd(self) -> Crowd:
        """Everybody, on their pages."""
        workshop = self.workshop
        place, console = workshop.path("home"), workshop.path("console")
        screens = [
            *await self._all(self._screen("phone", place, way_in) for way_in in workshop.phones.values()),
            *await self._all(self._screen("console", console, way_in) for way_in in workshop.consoles),
            *await self._all(self._screen("wall", workshop.wall) for _ in range(WALLS)),
        ]
        return Crowd(
            screens,
            voters=await self._all(self._voter(who) for who in workshop.voters),
            authors=await self._all(self._author(who) for who in workshop.authors),
        )

    async def come_in(self, way_in: str) -> Line:
        """The browser of somebody who has come in by a link."""
        line = Line(self.port)
        answer = await line.get(way_in)
        if answer.status not in (302, 303):
            raise Unexpected(f"a way in: {answer.status}")
        return line

    async def _all(self, coming: Iterable[Coroutine[Any, Any, Came]]) -> list[Came]:
        async def in_turn(each: Coroutine[Any, Any, Came]) -> Came:
            async with self._narrow:
                return await each

        return await asyncio.gather(*map(in_turn, coming))

    async def _screen(self, kind: str, path: str, way_in: str = "") -> Screen:
        line = await self.come_in(way_in) if way_in else Line(self.port)
        return screen_of(kind, line, await line.get(path))

    async def _voter(self, who: str) -> Sender:
        """Somebody who answers all that their table is asked, and changes their mind each time."""
        path = self.workshop.path(f"groups/{self.workshop.table_of[who]}/replies")
        line = await self.come_in(self.workshop.voters[who])
        form = form_on(await line.get(path), path)
        about = f"comment-{form['issue'][0]}"
        newest = self.told.comments[who]

        def fill() -> Fields:
            ballot = self._ballot(form)
            newest.extend(ballot[about])
            return ballot

        def keep(sent: Fields) -> None:
            self.told.forms.update(sent["submission"])
            del newest[: newest.index(sent[about][0])]

        return Sender("ballot", line, path, fill, keep, lambda page: form.update(form_on(page, path)))

    def _ballot(self, form: Fields) -> Fields:
        # Without the marks of what stood there: who changes their mind here has seen no page in between.
        unmarked = {name: values for name, values in form.items() if not name.startswith("was-")}
        filled = unmarked | {"submission": [str(uuid4())]}
        for issue in form["issue"]:
            filled |= {f"verdict-{issue}": ["right"], f"comment-{issue}": [f"What we say of it: {uuid4()}"]}
            for criterion in self.workshop.small.criteria.values():
                filled[f"score-{issue}-{criterion}"] = [str(self._dice.randint(1, 9))]
        return filled

    async def _author(self, who: str) -> Sender:
        """Somebody who finds one issue after the other that is missing."""
        path = self.workshop.path(f"groups/{self.workshop.table_of[who]}/missing")
        line = await self.come_in(self.workshop.authors[who])
        form = form_on(await line.get(path), path)

        def fill() -> Fields:
            own = {
                "submission": [str(uuid4())],
                "title": [f"Nobody counts {uuid4()}"],
                "aspect": ["technical"],
            }
            return form | own

        def keep(sent: Fields) -> None:
            self.told.forms.update(sent["submission"])
            self.told.titles.update(sent["title"])

        return Sender("issue", line, path, fill, keep)


@dataclass
class Newcomers:
    """People who scan the code within a minute: the page to join, what it needs, the form, their place."""

    entrance: Entrance
    number: int

    async def come(self, seconds: float) -> Tally:
        """All of them, one after the other; who is in keeps the place open."""
        tally, began = Tally(), perf_counter()
        async with asyncio.TaskGroup() as group:
            for number in range(self.number):
                at = began + seconds * number / self.number
                await asyncio.sleep(max(0.0, at - perf_counter()))
                group.create_task(self._come_one(f"Newcomer {number}", tally, began + seconds))
        return tally

    async def _come_one(self, name: str, tally: Tally, until: float) -> None:
        line, workshop = Line(self.entrance.port), self.entrance.workshop
        page = await self._step(tally, "page to join", line.get(workshop.join))
        if page is None:
            return
        seen: set[str] = set()
        await self._fetch(tally, line, page, seen)
        fields = form_on(page, workshop.join)
        organisation = random.choice(workshop.organisations)
        fields |= {"display_name": [name], "organisation": [str(organisation)]}
        if await self._step(tally, "joining", line.post(workshop.join, fields), status=303) is None:
            return
        self.entrance.told.names.add(name)
        page = await self._step(tally, "place", line.get(workshop.path("home")))
        if page is None:
            return
        await self._fetch(tally, line, page, seen)
        await screen_of("phone", line, page).keep_asking(tally, until)

    async def _fetch(self, tally: Tally, line: Line, page: Answer, seen: set[str]) -> None:
        """What a page needs and the browser does not have yet."""
        for path in STATIC.findall(page.text):
            if path not in seen:
                seen.add(path)
                await self._step(tally, "static file", line.get(path))

    async def _step(
        self, tally: Tally, kind: str, asked: Coroutine[Any, Any, Answer], status: int = 200
    ) -> Answer | None:
        answers: list[Answer] = []
        async with tally.timed(perf_counter()) as kinds:
            answers.append(await asked)
            if answers[0].status != status:
                raise Unexpected(f"{kind}: {answers.pop().status}")
            kinds.append(kind)
        return answers[0] if answers else None
