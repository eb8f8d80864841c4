"""What is written down when something breaks: where it broke, and nothing of whom or what they typed."""

import structlog


def write_logs() -> None:
    """One line for an event, then a plain traceback: without the values of variables, which are people's."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ]
    )
