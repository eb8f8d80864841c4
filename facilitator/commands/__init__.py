"""What an operator types, but for serving: each command group has a file."""
