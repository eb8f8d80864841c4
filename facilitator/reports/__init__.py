"""The report of a workshop, as a document (DOCX, PDF, HTML), as tables (XLSX, CSV) and as data (JSON).

What counts and how it is worded belongs to `summary`.
"""
