"""What a lighthouse city presents on the morning after day one: as a page, as screens and as a sheet.

It only reads; what is said meanwhile is kept by `capture/remarks`.
"""
