"""What is kept of a participant: to be seen, downloaded, put right, and taken out by themselves."""
