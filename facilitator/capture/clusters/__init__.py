"""Clusters of related cards, and pairs that are marked as different.

Making cards into one, or one into several, belongs to `capture/lineage`.
"""
