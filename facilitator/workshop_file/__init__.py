"""The one file format of a workshop's set-up: read from a file, and written from the database.

Templates, copies, exported files and the demo are all of this format. A section of it has a shape, a reader
that calls the operations that people use, and a writer; they stand in one list, `sections.SECTIONS`.
"""
