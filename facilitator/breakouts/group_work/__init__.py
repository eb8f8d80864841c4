"""What happens in a group while it meets: notes, attendance, ready, calls and messages.

Its page belongs to `group_page`; seats belong to `breakouts`.
"""
