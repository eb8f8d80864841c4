"""What people say about an issue while a city presents it: added, edited, hidden, restored.

Comments that come with an answer belong to `validation`.
"""
