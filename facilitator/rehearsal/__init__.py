"""A rehearsal: a copy of a workshop in which invented people play both days."""
