"""The rapporteur's desk: one line a card, how its marks are read, and lines that are still incomplete.

Rules that hold for every card are in `capture/rules.py`; a line that is understood is stored through
`capture/operations.py`.
"""
