"""A document as plain blocks in order, and its writers, who know nothing of what it is about.

`blocks.py` says what a document consists of; each writer takes the same blocks. What stands in one is text:
no writer reads it as markup, formula, template or path, opens a file that it names, or calls anybody.
"""
