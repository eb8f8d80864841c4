"""Where people are received: lists of them come in and go out, and the team checks them in at the door."""
