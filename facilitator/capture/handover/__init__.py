"""The fixed, numbered state of day one that day two validates, its checklist, and later changes.

Answers to it belong to `validation`, the move to another phase to `workshops`.
"""
