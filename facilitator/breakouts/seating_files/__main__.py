"""`python -m facilitator.breakouts.seating_files PEOPLE …`: the allocate command by itself."""

from facilitator.breakouts.seating_files.commands import allocate_command

allocate_command(prog_name="allocate")
