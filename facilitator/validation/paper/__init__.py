"""Answers on paper and by proxy: ballots to print and the rows in which the team enters them.

What a person answers on their own phone belongs to `validation`.
"""
