"""The report as files: the demo's 55 issues, 400 issues, and 50,000 ratings, against the bare libraries.

What is timed is what comes after the figures are known: putting the report into blocks, and writing these.
The limit is the library alone, writing the same texts or cells without any look, in the same run. Times are
of the processor, so that a busy machine does not blur them; medians of some runs, after a first one.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import docx
import pptx
import sqlalchemy as sa
import typst
import xlsxwriter

from bench.result import Result
from facilitator import create_app
from facilitator.database import db, now
from facilitator.demo.load import load_demo
from facilitator.demo.stages import Stage
from facilitator.documents.blocks import DataTable, Document, Heading, plain
from facilitator.documents.docx.writing import write_docx
from facilitator.documents.pdf import typeset
from facilitator.documents.pptx.writing import write_pptx
from facilitator.documents.sheets import DataSheet, write_csv, write_xlsx
from facilitator.reports.composing.document import compose, compose_slides
from facilitator.reports.composing.sheets import ratings
from facilitator.reports.content import MeasureSection, Report, content
from facilitator.schema import bring_up_to_date
from facilitator.transactions import transaction
from facilitator.workshops.models import Workshop
from tests.databases import settings
from tests.documents.reading import texts
from tests.small_workshop import SECRET

MANY_ISSUES, MANY_RATINGS = 400, 50_000
RUNS = 5
BARE = "#let data = json(bytes(sys.inputs.data))\n#for said in data [#par(said)]\n"


def run() -> Iterator[Result]:
    """Each file, with its aim in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings(Path(folder), f"sqlite:///{folder}/bench.sqlite3"))
        with app.app_context():
            bring_up_to_date()
            with transaction(writing=True):
                load_demo(SECRET, Stage.CLOSED)
        with app.test_request_context("/"), transaction(writing=False):
            found = content(db.session.scalars(sa.select(Workshop)).one(), now())
            yield from _documents(found, found.issues, docx_within=1)
            yield _slides(found)
            many = _as_many(found)
            yield from _documents(many, many.issues, docx_within=3, pdf_within=1.5)
            yield from _ratings(found)
        with app.app_context():
            db.engine.dispose()


def _as_many(report: Report) -> Report:
    """The same report with its issues repeated until there are 400."""
    each = MANY_ISSUES // len(report.sections)
    return replace(report, sections=tuple(_repeated(section, each) for section in report.sections))


def _repeated(section: MeasureSection, number: int) -> MeasureSection:
    results, prefix = section.results, section.results.measure.prefix
    issues = tuple(
        replace(result, issue=replace(result.issue, ref=f"{prefix}-{place}", number=place))
        for place, result in enumerate(islice(cycle(results.issues), number), start=1)
    )
    return replace(section, results=replace(results, issues=issues))


def _documents(
    report: Report, issues: int, *, docx_within: float, pdf_within: float | None = None
) -> Iterator[Result]:
    document = compose(report)
    yield _timed(
        f"{issues} issues to DOCX", docx_within, lambda: write_docx(compose(report)), lambda: _docx(document)
    )
    if pdf_within:
        yield _timed(
            f"{issues} issues to PDF", pdf_within, lambda: typeset(_another(report)), lambda: _pdf(document)
        )


def _slides(report: Report) -> Result:
    """The report as slides; its figures have been drawn for the documents."""
    document = compose_slides(report)
    return _timed(
        f"{report.issues} issues to PPTX",
        3,
        lambda: write_pptx(compose_slides(report)),
        lambda: _pptx(document),
    )


def _another(report: Report) -> Document:
    """The report with a title that Typst has not seen: it keeps what it has set before."""
    return replace(compose(report), title=str(perf_counter()))


def _docx(document: Document) -> None:
    """The bare python-docx: a paragraph for each text, a table for each table."""
    bare, written = docx.Document(), io.BytesIO()
    tables = [block for block in document.blocks if isinstance(block, DataTable)]
    for block in tables:
        table = bare.add_table(rows=len(block.rows), cols=len(block.columns))
        for row, said in zip(table.rows, block.rows, strict=True):
            for cell, text in zip(row.cells, said, strict=True):
                cell.text = plain(text)
    in_tables = sum(len(block.rows) * len(block.columns) for block in tables)
    for text in texts(document)[in_tables:]:
        bare.add_paragraph(text)
    bare.save(written)


def _pptx(document: Document) -> None:
    """The bare python-pptx: a slide for each heading, and a native table for each table."""
    bare, written = pptx.Presentation(), io.BytesIO()
    for block in document.blocks:
        if isinstance(block, Heading):
            bare.slides.add_slide(bare.slide_layouts[5]).shapes.title.text = plain(block.text)
        elif isinstance(block, DataTable):
            slide = bare.slides.add_slide(bare.slide_layouts[6])
            table = slide.shapes.add_table(len(block.rows), len(block.columns), 0, 0, 9144000, 6858000).table
            for row, said in zip(table.rows, block.rows, strict=True):
                for cell, text in zip(row.cells, said, strict=True):
                    cell.text = plain(text)
    bare.save(written)


def _pdf(document: Document) -> None:
    """The bare Typst: a paragraph for each text."""
    said = json.dumps([*texts(document), str(perf_counter())])
    typst.compile(BARE.encode(), format="pdf", sys_inputs={"data": said})


def _ratings(report: Report) -> Iterator[Result]:
    found = ratings(report)
    sheet = replace(found, rows=list(islice(cycle(found.rows), MANY_RATINGS)))
    yield _timed(f"{MANY_RATINGS:,} ratings to CSV", 1, lambda: write_csv(sheet), lambda: _csv(sheet))
    yield _timed(f"{MANY_RATINGS:,} ratings to XLSX", 6, lambda: _our_xlsx(sheet), lambda: _xlsx(sheet))


def _our_xlsx(sheet: DataSheet) -> bytes:
    return write_xlsx([sheet], title="Ratings", created_at=now())


def _csv(sheet: DataSheet) -> None:
    csv.writer(io.StringIO()).writerows(sheet.rows)


def _xlsx(sheet: DataSheet) -> None:
    with xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                page.write(number, column, cell)


def _timed(case: str, within: float, ours: Callable[[], object], bare: Callable[[], object]) -> Result:
    started = perf_counter()
    reached, limit = _median(ours), _median(bare)
    return Result(
        case=case,
        aim=f"≤ {within:g} s",
        reached=f"{reached:.2f} s, {reached / limit:.2f} × bare",
        bound=f"{limit:.2f} s bare",
        seconds=perf_counter() - started,
        short=reached > within,
    )


def _median(work: Callable[[], object]) -> float:
    work()
    return median(_seconds(work) for _ in range(RUNS))


def _seconds(work: Callable[[], object]) -> float:
    started = process_time()
    work()
    return process_time() - started
