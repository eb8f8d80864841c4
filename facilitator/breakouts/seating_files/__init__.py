"""`facilitator allocate`: lists of people, tables and rules in, a plan and its report out.

Lists are read by the reader of the roster import, so both take and refuse the same. There is no database, and
the engine (`allocation/`) knows nothing of files.
"""
