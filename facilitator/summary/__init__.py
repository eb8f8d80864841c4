"""The results of a measure: answers counted, put in order and said in words, on pages and the projector.

Statistical methods belong to `statistics`; documents to download belong to `reports`.
"""
