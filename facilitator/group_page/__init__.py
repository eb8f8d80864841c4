"""The page of one group, and the notes of all groups for the plenary.

It puts parts of other packages together and holds no rule: seats, notes and calls belong to `breakouts`,
answers to `validation`.
"""
