"""Documents as PDF, set by Typst: a source in `templates/pdf/` and plain values in, bytes out.

Nothing here knows what a document is about. What people typed reaches a source as JSON and is never read as
markup; a source can read no file but its neighbours, and opens no connection.
"""
