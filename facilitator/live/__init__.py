"""What happens in a workshop, and how pages learn of it: events, what was recorded, what may be followed.

What an event means to a page, a log or a count is decided there, not here.
"""
