"""Sessions and rooms as the organiser edits them: changed, moved, removed, and read from a pasted table.

A session is added by `plan_sessions` in `agenda/operations.py` alone, whoever adds it.
"""
