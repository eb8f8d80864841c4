"""The report of a workshop, as a document (DOCX) and as data (JSON).

What counts and how it is worded belongs to `summary`.
"""
