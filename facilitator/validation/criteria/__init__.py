"""The criteria that issues are rated on: their wording, weight, order and translations.

Scores that people give belong to `validation`.
"""
