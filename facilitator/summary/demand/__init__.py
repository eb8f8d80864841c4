"""Which help interested cities ask of which lighthouse city, and how its days are distributed.

Ratings and needs are read here and kept in `validation`.
"""
