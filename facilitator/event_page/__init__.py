"""The public page of a workshop: what anybody may read about it, once its organiser has published it.

Title, dates and place are the workshop's, the programme is the agenda's; all else is typed here.
"""
