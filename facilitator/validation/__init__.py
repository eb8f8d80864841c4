"""What the interested cities answer on day two: ballots, answers, their rules, and who may see them.

How answers are added up belongs to `summary` and `statistics`; groups and seats belong to `breakouts`.
"""
