"""Where an organiser sets a workshop up: what is still missing, and the way to each page that adds it.

The parts are put together here; each rule belongs to the package of what it is about.
"""
