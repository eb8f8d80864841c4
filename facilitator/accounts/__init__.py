"""Team members' accounts: signing in, links that sign in once, passwords.

Participants need no account and belong to `workshops`; roles in a workshop belong to `access`.
"""
