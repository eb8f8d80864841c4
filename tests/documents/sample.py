"""A document with a block of each kind, in which a text stands wherever there can be one."""

from datetime import UTC, datetime

from facilitator.documents.blocks import (
    Bullets,
    Callout,
    Contents,
    Cover,
    DataTable,
    Document,
    Facts,
    Heading,
    Look,
    Paragraph,
    Quote,
    Run,
    TableColumn,
    WriterWords,
)
from facilitator.documents.charts import DotChart, Share, ShareChart
from facilitator.documents.palette import Colour, accent

AT = datetime(2017, 12, 5, 17, tzinfo=UTC)
WORDS = WriterWords(
    page="Page {number}", table="Table {number}. {caption}", missing="No font has {characters}"
)


def sample(typed: str) -> Document:
    """Every kind of block with this text."""
    columns = [TableColumn("What", 2), TableColumn(typed, 3), TableColumn("How many", 1, figures=True)]
    return Document(
        title=typed,
        language="en-GB",
        subject="Report",
        keywords=typed,
        category="Report",
        description=typed,
        created_at=AT,
        words=WORDS,
        blocks=(
            Cover("Report", typed, "Brussels"),
            Facts([("7", typed), ("8.5", "Measures"), ("9", "People")], across=2),
            Callout(typed, Colour.SPLIT),
            Contents([("one", typed), ("two", "The second")]),
            Heading(1, typed, anchor="one", kicker=Run("RET", bold=True, colour=accent(1)), new_page=True),
            Quote(f"{typed}\n\n{typed}\nand on", lead=True),
            Heading(2, "Level two"),
            Heading(3, [Run("RET-01  ", colour=accent(9)), typed]),
            Paragraph([Run(typed, bold=True, italic=True), " stands here"]),
            Paragraph(typed, Look.DETAIL),
            Paragraph(typed, Look.SMALL),
            Bullets([typed, [Run("Label: ", bold=True), typed]]),
            DataTable(typed, columns, [["first", typed, "1"], [Run("second", bold=True), typed, "2.5"]]),
            DotChart(typed, (2, 7, 7, 9), 1, 9, (typed[:9], "very much"), (3.5, 6.5), 7, accent(2)),
            ShareChart(
                typed, ((typed[:40], (Share(3, "Agreed", Colour.AGREED), Share(0, "Split", Colour.SPLIT))),)
            ),
            Heading(1, "The second", anchor="two"),
            Paragraph("The end"),
        ),
    )
