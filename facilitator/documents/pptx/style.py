"""How slides look: their size, where things stand on them in points, and how large letters are."""

from facilitator.documents.blocks import Look

WIDTH, HEIGHT = 960, 540
MARGIN = 48
TEXT_WIDTH = WIDTH - 2 * MARGIN
ABOVE_TOP, TITLE_TOP, TITLE_HEIGHT = 22, 40, 70
BODY_TOP, BODY_BOTTOM = 122, 496
COVER_TITLE_TOP, COVER_TITLE_HEIGHT, COVER_BODY_TOP = 96, 110, 218
FOOTER_TOP, FOOTER_HEIGHT = 508, 20

SANS, SERIF = "Arial", "Palatino Linotype"
TITLE_SIZES = (28, 24, 20, 16)
"""A title is set in the largest of these in which it fits."""
COVER_SIZES = (40, 32, 24, 18)
SIZES = {Look.BODY: 18.0, Look.DETAIL: 16.0, Look.SMALL: 14.0}
ABOVE, FOOTER, CAPTION, CELL, FACT, NOTE = 12.0, 10.0, 12.0, 12.0, 32.0, 12.0

LINE = 1.22
"""The height of a line, in the size of its letters."""
SPACE = 0.35
"""What is free below a paragraph, likewise."""
INDENT = 16
CELL_MARGIN = 5
GAP = 10
CHART_HEIGHT, DOT_HEIGHT, BAR_HEIGHT = 190, 26, 56
"""The least that a chart gets, and what it has a use for by dots above each other and by bars."""
