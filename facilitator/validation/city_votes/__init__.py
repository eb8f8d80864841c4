"""The one answer that a city gives to an issue as a city, and the speaker who sets it.

Answers of single delegates belong to `validation`.
"""
