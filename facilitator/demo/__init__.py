"""The demo workshop: its data, and the steps that play it into an empty database.

It calls the same operations as the pages, and only the command line imports it.
"""
