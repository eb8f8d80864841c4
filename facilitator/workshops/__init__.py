"""Workshops with their measures, cities, organisations and participants: joining, personal links, phases.

Team members who sign in belong to `accounts`, what somebody may do to `access`.
"""
