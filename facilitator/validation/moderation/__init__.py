"""Hiding and restoring the texts that people write with their answers.

Hiding a card or a remark belongs to `capture`.
"""
