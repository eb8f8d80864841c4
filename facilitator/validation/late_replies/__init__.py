"""Answers that arrived after a group was closed or saw its results, and the decision whether they count.

Answers that arrived in time do not pass through here.
"""
