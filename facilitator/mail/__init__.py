"""E-mail that goes out: kept with what it tells of, then handed to a mail server, or shown to be copied."""
