"""Pages of planning: rounds and tables, wishes and rules, plans, and the seats on the day."""

from facilitator.breakouts.planning.views import changes, day, pairs, people, plans, tables, wall
from facilitator.breakouts.planning.views.blueprint import pages

__all__ = ["changes", "day", "pages", "pairs", "people", "plans", "tables", "wall"]
