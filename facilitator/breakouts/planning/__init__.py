"""Plans of seats over several rounds: preferences, needs, rules, searches, publication, changes.

Working out a plan belongs to `breakouts.allocation`, which knows no database.
"""
