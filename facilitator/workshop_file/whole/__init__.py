"""A whole workshop as one archive: everything of it goes out of one server and into another.

`contents.py` is the one list of what is in it. The set-up file beside it (`reading.py`, `writing.py` of the
package above) has a workshop's plan alone, in names that people can edit.
"""
