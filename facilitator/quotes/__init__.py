"""How what people wrote may be quoted, in the report and wherever else it is handed out.

What they wrote is kept and hidden in `validation`; here stands whether it is printed, and under which name.
"""
