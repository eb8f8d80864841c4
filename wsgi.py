"""For others' servers: `gunicorn wsgi:app`, or whatever speaks WSGI."""

from facilitator import create_app

app = create_app()
