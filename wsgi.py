"""For others' servers: `gunicorn wsgi:app`, or whatever speaks WSGI.

Such a server has to see for itself to what `facilitator serve` sees to: that half requests hold no thread,
that few requests are at work at once, and that a SQLite file has one process.
"""

from facilitator import create_app

app = create_app()
