"""The report in blocks: what stands where and in which words, chapter by chapter, whatever it is written as.

What it contains is decided in `reports.content`; `facilitator.documents` has the writers.
"""
