"""A participant's own page: what is open now, their seats and their contributions.

It gathers what other packages answer and holds no rule; joining and personal links belong to `workshops`,
answers to `validation`.
"""
