"""Slides say every text of a document, with native charts and notes, and none beyond its edges."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pptx
import pytest
from pptx.enum.chart import XL_CHART_TYPE

from facilitator.documents.blocks import Bullets, DataTable, Heading, Look, Paragraph, Quote, Run, TableColumn
from facilitator.documents.charts import DotChart, Share, ShareChart
from facilitator.documents.palette import Colour, accent
from facilitator.documents.pptx.writing import write_pptx
from tests.documents.reading import letters, pptx_slides, texts
from tests.documents.sample import sample
from tests.documents.test_writers import FROM_RIGHT, TYPED

pytestmark = pytest.mark.one_database

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def opened(written: bytes) -> Any:
    """The slides as python-pptx reads them."""
    return pptx.Presentation(BytesIO(written))


@pytest.mark.parametrize("typed", [*TYPED, FROM_RIGHT])
def test_slides_say_every_text(typed: str) -> None:
    document = sample(typed)
    said = "".join(text for slide in pptx_slides(write_pptx(document)) for text in slide)
    assert [text for text in texts(document) if text not in said] == []


def test_a_picture_has_a_slide_with_its_text_and_all_that_was_said_in_the_notes() -> None:
    dots = DotChart("Graz 7, Lyon 9", (7, 9), 1, 9, ("low", "high"), (3.5, 6.5), 8, accent(1))
    document = replace(
        sample("x"),
        blocks=(
            Heading(1, "Retrofit", kicker=Run("RET")),
            Heading(2, "The issues"),
            Heading(3, "One house"),
            Quote("Nobody can decide"),
            Paragraph("Known to Vienna", Look.DETAIL),
            Paragraph("Agreed"),
            dots,
            Bullets(["Rents come first"]),
        ),
    )
    (slide,) = pptx_slides(write_pptx(document))
    assert slide == [
        *map(letters, ("One house", "Retrofit · The issues", "Nobody can decide", "Agreed", "low", "high")),
        *map(letters, ("Known to Vienna", "Graz 7, Lyon 9", "Rents come first")),
    ]


def test_charts_are_native_with_their_words_and_no_label_becomes_a_formula() -> None:
    bars = (("=1+1", (Share(3, "@SUM(A1)", Colour.AGREED), Share(0, "Split", Colour.SPLIT))),)
    dots = DotChart("All dots", (2, 7, 7), 1, 9, ("low", "high"), (3.5, 6.5), None, accent(2))
    document = replace(sample("x"), blocks=(Heading(1, "One"), dots, ShareChart("All bars", bars)))
    shapes = [shape for slide in opened(write_pptx(document)).slides for shape in slide.shapes]
    frames = [shape for shape in shapes if shape.has_chart]
    words = [shape.element.nvGraphicFramePr.cNvPr.get("descr") for shape in frames]
    assert words == ["All dots", "All bars"]
    kinds = [shape.chart.chart_type for shape in frames]
    assert kinds == [XL_CHART_TYPE.XY_SCATTER, XL_CHART_TYPE.BAR_STACKED]
    assert [*frames[0].chart.plots[0].series[0].values] == [1, 1, 2]
    plot = frames[1].chart.plots[0]
    assert [*plot.categories] == ["=1+1"]
    assert [(series.name, [*series.values]) for series in plot.series] == [("@SUM(A1)", [3]), ("Split", [0])]
    book = openpyxl.load_workbook(BytesIO(frames[1].chart.part.chart_workbook.xlsx_part.blob))
    cells = [[(cell.value, cell.data_type) for cell in row] for row in book.active.iter_rows()]
    assert cells == [
        [(None, "n"), ("@SUM(A1)", "s"), ("Split", "s")],
        [("=1+1", "s"), (3, "n"), (0, "n")],
    ]


def test_what_is_long_goes_on_under_the_same_title_and_stays_on_its_slides() -> None:
    columns = [TableColumn("What", 1), TableColumn("How many", 1, figures=True)]
    long = "word " * 900
    document = replace(
        sample("x"),
        blocks=(
            Heading(1, "Long"),
            Paragraph(long),
            DataTable("All", columns, [[f"row {number}", "1"] for number in range(60)] + [[long, "2"]]),
            Heading(1, f"A title of {long}"),
            Paragraph("The end"),
        ),
    )
    written = write_pptx(document)
    show = opened(written)
    for slide in show.slides:
        assert slide.shapes.title.text
        assert all(shape.top + shape.height <= show.slide_height for shape in slide.shapes)
    said = pptx_slides(written)
    assert [slide[0] for slide in said[:3]] == ["Long", "Long(2)", "Long(3)"]
    assert all(len(slide) > 1 for slide in said)
    assert "".join(text for slide in said for text in slide).count("word") >= 3 * 900
    assert [text for slide in said for text in slide if text.startswith("row")] == [
        f"row{number}" for number in range(60)
    ]
    *_, (title, _end, notes) = said
    assert (title[-1], notes) == ("…", letters(f"A title of {long}"))


def test_each_run_has_the_language_and_texts_from_the_right_begin_there() -> None:
    slides = opened(write_pptx(sample(FROM_RIGHT))).slides
    runs = [run for slide in slides for run in slide.element.iter(f"{DRAWING}r")]
    assert {run.find(f"{DRAWING}rPr").get("lang") for run in runs} == {"en-GB"}
    lines = [line for slide in slides for line in slide.element.iter(f"{DRAWING}pPr") if line.get("rtl")]
    assert len(lines) >= 10
    assert {line.get("algn") for line in lines} == {"r"}
