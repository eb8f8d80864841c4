"""A chart as a native one, whose figures can be seen and changed in a program for slides."""

from collections import Counter
from io import BytesIO
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.chart import XL_TICK_LABEL_POSITION as TICKS
from pptx.util import Pt
from xlsxwriter import Workbook

from facilitator.documents.charts import DotChart, Share, ShareChart
from facilitator.documents.palette import Colour
from facilitator.documents.pptx import style
from facilitator.documents.scripts import writable

_AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_NOT_ZERO = "0;;;"
_LETTER = 12
_DOT = 12


class _Bars(CategoryChartData):  # type: ignore[misc]
    """Figures with a workbook beside them in which no label becomes a formula."""

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook: labels in the first column, a column for each series."""
        written = BytesIO()
        with Workbook(written, _AS_TEXT) as book:
            sheet = book.add_worksheet()
            sheet.write_column(1, 0, [category.label for category in self.categories])
            for column, series in enumerate(self, start=1):
                sheet.write(0, column, series.name)
                sheet.write_column(1, column, list(series.values))
        return written.getvalue()


def add_chart(shapes: Any, chart: DotChart | ShareChart, top: float, high: float) -> Any:
    """The chart as a shape as wide as the text, with its words in its place for who can't see it."""
    if isinstance(chart, DotChart):
        kind, data = XL_CHART_TYPE.XY_SCATTER, _dots(chart)
    else:
        kind, data = XL_CHART_TYPE.BAR_STACKED, _bars(chart)
    place = (Pt(style.MARGIN), Pt(top), Pt(style.TEXT_WIDTH), Pt(high))
    frame = shapes.add_chart(kind, *place, data)
    native = frame.chart
    native.has_title = False
    native.font.size, native.font.name = Pt(_LETTER), style.SANS
    native.font.color.rgb = _rgb(Colour.INK)
    if isinstance(chart, DotChart):
        _dress_dots(native, chart)
    else:
        _dress_bars(native, chart)
    return frame


def _rgb(colour: Colour) -> RGBColor:
    return RGBColor.from_string(colour.rgb)


def _legend(chart: ShareChart) -> list[tuple[str, Colour]]:
    """What the colours mean, each once."""
    return list(dict.fromkeys((share.name, share.colour) for _, shares in chart.bars for share in shares))


def _bars(chart: ShareChart) -> _Bars:
    data = _Bars(number_format="0")
    data.categories = [writable(label) for label, _ in chart.bars]
    for kind in _legend(chart):
        numbers = (sum(share.number for share in shares if _kind(share) == kind) for _, shares in chart.bars)
        data.add_series(writable(kind[0]), [*numbers])
    return data


def _kind(share: Share) -> tuple[str, Colour]:
    return share.name, share.colour


def _dress_bars(native: Any, chart: ShareChart) -> None:
    plot = native.plots[0]
    plot.gap_width, plot.overlap = 60, 100
    for series, (_, colour) in zip(plot.series, _legend(chart), strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = _rgb(colour)
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, _NOT_ZERO, False
    labels.position = XL_LABEL_POSITION.CENTER
    labels.font.size, labels.font.bold = Pt(_LETTER), True
    labels.font.color.rgb = RGBColor(255, 255, 255)
    native.category_axis.reverse_order = True
    native.category_axis.format.line.fill.background()
    native.value_axis.visible = False
    native.value_axis.has_major_gridlines = False
    native.value_axis.minimum_scale = 0
    native.has_legend = True
    native.legend.position, native.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False


def _dots(chart: DotChart) -> XyChartData:
    """The dots of one value above each other; then what divides the scale, and the middle, as lines.

    A dot alone comes last: LibreOffice leaves out what has fewer or more points than it takes from the first.
    """
    data = XyChartData(number_format="General")
    if not _is_one(chart):
        _add_dots(data, chart)
    for at in (*chart.bounds, *([] if chart.middle is None else [chart.middle])):
        line = data.add_series(f"{at:g}")
        line.add_data_point(at, 0)
        line.add_data_point(at, _most(chart))
    if _is_one(chart):
        _add_dots(data, chart)
    return data


def _is_one(chart: DotChart) -> bool:
    return len(chart.values) == 1


def _add_dots(data: XyChartData, chart: DotChart) -> None:
    dots = data.add_series(f"{chart.low}–{chart.high}")
    for value, number in sorted(Counter(chart.values).items()):
        for place in range(number):
            dots.add_data_point(value, place + 1)


def _most(chart: DotChart) -> int:
    return max(Counter(chart.values).values(), default=1) + 1


def _dress_dots(native: Any, chart: DotChart) -> None:
    series = [*native.plots[0].series]
    dots = series.pop(-1 if _is_one(chart) else 0)
    dots.marker.style, dots.marker.size = XL_MARKER_STYLE.CIRCLE, _DOT
    dots.marker.format.fill.solid()
    dots.marker.format.fill.fore_color.rgb = _rgb(chart.colour)
    dots.format.line.fill.background()
    for place, line in enumerate(series):
        line.marker.style, line.smooth = XL_MARKER_STYLE.NONE, False
        is_bound = place < len(chart.bounds)
        line.format.line.color.rgb = _rgb(Colour.HAIR if is_bound else Colour.INK)
        line.format.line.width = Pt(1 if is_bound else 2.5)
    across, up = native.category_axis, native.value_axis
    across.minimum_scale, across.maximum_scale, across.major_unit = chart.low, chart.high, 1
    across.has_major_gridlines = up.has_major_gridlines = False
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = "0", False
    up.minimum_scale, up.maximum_scale = 0, _most(chart)
    up.tick_label_position, up.visible = TICKS.NONE, False
    native.has_legend = False
