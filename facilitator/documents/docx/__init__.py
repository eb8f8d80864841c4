"""A document as DOCX, and how it looks there."""
