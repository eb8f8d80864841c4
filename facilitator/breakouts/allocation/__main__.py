"""`python -m facilitator.breakouts.allocation PEOPLE …`: the allocate command by itself."""

from facilitator.breakouts.allocation.commands import allocate_command

allocate_command(prog_name="allocate")
