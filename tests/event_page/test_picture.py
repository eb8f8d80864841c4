"""The picture of the public page: what comes in is checked by its content and made anew."""

import os
import random
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from facilitator.event_page import imaging
from facilitator.event_page.imaging import HIGHEST, MOST_KEPT, WIDEST, read_picture
from facilitator.event_page.queries import picture_of
from tests.event_page.pictures import TOWN_HALL, opened, picture
from tests.pages import complaints, fields, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]
NO_PICTURE = "This file is not a picture. Choose a JPEG, PNG or WebP file."


def upload(
    workshop: SmallWorkshop, organiser: Browser, file: bytes | None, name: str = "a.png", **typed: str
) -> Any:
    """Choose a file, or none, and send the form."""
    page = workshop.path("setup/page/picture")
    form: dict[str, Any] = dict(organiser.form(page, page)) | {"alternative": TOWN_HALL} | typed
    if file is not None:
        form["file"] = (BytesIO(file), name)
    answer = organiser.client.post(page, data=form)
    answer.request.environ["wsgi.input"].close()  # the client keeps a large body in a file
    return answer


def publish(workshop: SmallWorkshop, organiser: Browser) -> None:
    page = workshop.path("setup/page")
    assert organiser.send(page, {"summary": "Come", "step": "publish"}, to=page).status_code == 303


def shown(workshop: SmallWorkshop) -> Any:
    """The picture as anybody gets it."""
    return Browser(workshop.app).read(workshop.path("about/picture.webp"))


def test_the_organiser_gives_the_page_a_picture_changes_what_is_said_of_it_and_deletes_it(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, about = browser_of("organiser"), workshop.path("about")
    publish(workshop, organiser)
    assert upload(workshop, organiser, picture(), credit="Ana Berg, CC BY 4.0").status_code == 303
    page = Browser(workshop.app).read(about).text
    assert f'alt="{TOWN_HALL}" width="40"\n    height="30"' in page
    assert "Picture: Ana Berg, CC BY 4.0" in texts(page)
    first = shown(workshop)
    assert upload(workshop, organiser, None, alternative="The market square").status_code == 303
    assert 'alt="The market square"' in Browser(workshop.app).read(about).text
    assert shown(workshop).data == first.data, "no file was chosen, so the picture stays"
    assert upload(workshop, organiser, picture(size=(80, 20))).status_code == 303
    assert opened(shown(workshop).data).size == (80, 20)
    edit = workshop.path("setup/page/picture")
    assert organiser.send(edit, {}, to=f"{edit}/removal").status_code == 303
    assert "<img" not in Browser(workshop.app).read(about).text
    assert shown(workshop).status_code == 404
    assert workshop.happened()[-4:] == [*["event_picture.set"] * 3, "event_picture.removed"]


def test_a_picture_is_shown_to_whoever_may_read_the_page_and_fetched_once(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser = browser_of("organiser")
    upload(workshop, organiser, picture())
    assert shown(workshop).status_code == 404, "there is no page yet"
    publish(workshop, organiser)
    answer = shown(workshop)
    assert (answer.status_code, answer.content_type) == (200, "image/webp")
    wanted = {
        "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-cache",
    }  # fmt: skip
    assert {name: answer.headers.get(name) for name in wanted} == wanted
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    again = Browser(workshop.app).client.get(
        workshop.path("about/picture.webp"), headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    upload(workshop, organiser, picture(size=(80, 20)))
    assert shown(workshop).headers["ETag"] != answer.headers["ETag"]
    withdrawn = workshop.path("setup/page/withdrawal")
    organiser.send(workshop.path("setup/page"), {}, to=withdrawn)
    assert shown(workshop).status_code == 404
    assert browser_of("viewer").read(workshop.path("about/picture.webp")).status_code == 200


@pytest.mark.one_database
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_whatever_a_file_says_beside_its_pixels_is_left_out(kind: str) -> None:
    taken = Image.Exif()
    taken[0x010F], taken[0x0112] = "Camera of Ana Berg", 6  # the maker, and turned by a quarter
    taken.get_ifd(0x8825)[1] = "N"  # where it was
    file = picture(kind, exif=taken, icc_profile=b"profile of Ana Berg") + b"<script>alert(1)</script>"
    kept = imaging.read_picture(file)
    found = opened(kept.data)
    assert (found.format, found.size) == ("WEBP", (30, 40)), "as it is held, not as the camera was"
    assert found.info.keys() & {"exif", "icc_profile", "xmp"} == set()
    assert dict(found.getexif()) == {}
    for word in (b"Ana Berg", b"script"):
        assert word not in kept.data


@pytest.mark.one_database
def test_a_large_picture_is_made_smaller_and_a_transparent_one_stays_so() -> None:
    noise = Image.frombytes("RGB", (1500, 800), os.urandom(1500 * 800 * 3)).resize((3000, 1600))
    file = BytesIO()
    noise.save(file, "JPEG", quality=20)
    kept = imaging.read_picture(file.getvalue())
    assert (kept.width, kept.height, len(kept.data) <= imaging.MOST_KEPT) == (1600, 853, True)
    assert opened(imaging.read_picture(picture("PNG", mode="RGBA")).data).mode == "RGBA"


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NO_PICTURE),
        (b"%PDF-1.7", NO_PICTURE),
        (picture("GIF"), NO_PICTURE),
        (picture()[:60], NO_PICTURE),
        (picture("JPEG")[:-80], NO_PICTURE),
        (b"x" * 10_000_001, "This picture is larger than 10 MB. Make it smaller, then choose it again."),
        (
            picture(size=(6000, 6000), mode="L"),
            "This picture has too many pixels. Make it smaller, then choose it again.",
        ),
        (
            picture(size=(20_000, 20_000), mode="L"),
            "This picture has too many pixels. Make it smaller, then choose it again.",
        ),
    ],
    ids=["SVG", "PDF", "GIF", "broken PNG", "broken JPEG", "large", "many pixels", "bomb"],
)
@pytest.mark.one_database
def test_what_is_no_picture_comes_back_with_the_reason_whatever_its_name(
    workshop: SmallWorkshop, browser_of: BrowserOf, file: bytes, sentence: str
) -> None:
    organiser = browser_of("organiser")
    with workshop.nothing_changes():
        answer = upload(workshop, organiser, file, "photo.png", credit="Ana Berg")
        assert (answer.status_code, complaints(answer.text)) == (422, {"file": [sentence]})
        kept = fields(answer.text, workshop.path("setup/page/picture"))
        assert (kept["alternative"], kept["credit"]) == ([TOWN_HALL], ["Ana Berg"])


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("file", "typed", "wanted"),
    [
        (None, {}, {"file": ["Choose a picture."]}),
        (
            picture(),
            {"alternative": " "},
            {"alternative": ["Please fill this in."], "file": ["Choose the file again."]},
        ),
    ],
    ids=["no file", "no words"],
)
def test_a_picture_needs_a_file_and_the_words_for_who_cannot_see_it(
    workshop: SmallWorkshop, browser_of: BrowserOf, file: bytes | None, typed: dict[str, str], wanted: Any
) -> None:
    organiser = browser_of("organiser")
    with workshop.nothing_changes():
        answer = upload(workshop, organiser, file, **typed)
        assert (answer.status_code, complaints(answer.text)) == (422, wanted)
    with workshop.look():
        assert picture_of(workshop.id) is None


def test_a_photo_of_several_megabytes_comes_in_and_is_kept_small(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser = browser_of("organiser")
    publish(workshop, organiser)
    noise = Image.frombytes("RGB", (2000, 1500), os.urandom(2000 * 1500 * 3))
    file = BytesIO()
    noise.save(file, "JPEG", quality=90)
    assert 2_000_000 < len(file.getvalue()) < imaging.MOST_BYTES
    assert upload(workshop, organiser, file.getvalue(), "photo.jpg").status_code == 303
    assert len(shown(workshop).data) <= imaging.MOST_KEPT


@pytest.mark.one_database
def test_a_form_that_is_refused_asks_for_its_file_again(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser = browser_of("organiser")
    answer = upload(workshop, organiser, picture(), alternative="x" * 400)
    assert answer.status_code == 422
    assert complaints(answer.text)["file"] == ["Choose the file again."]
    answer = upload(workshop, organiser, b"no picture")
    assert complaints(answer.text) == {"file": [NO_PICTURE]}, "it says so itself"
    answer = upload(workshop, organiser, None, alternative="x" * 400)
    assert "Choose the file again." not in answer.text, "none was chosen"


def test_a_picture_of_nothing_but_grain_is_made_so_small_that_it_fits() -> None:
    file = BytesIO()
    noise = Image.frombytes("RGB", (WIDEST, HIGHEST), random.Random(5).randbytes(3 * WIDEST * HIGHEST))
    noise.save(file, "JPEG", quality=85)
    kept = read_picture(file.getvalue())
    assert len(kept.data) <= MOST_KEPT
    assert opened(kept.data).size == (kept.width, kept.height)
    assert kept.width > 400
