"""A list of people as people make it, read without a database: what an import would do, before it does.

`reading.py` makes a table of text cells of a file or of what was pasted, `columns.py` finds what each column
holds, `rows.py` reads a row into an entry (`entries.py`), `people.py` takes each person once, `changes.py`
says what that would change. Nothing here writes anything.
"""
