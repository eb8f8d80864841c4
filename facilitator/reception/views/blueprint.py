"""What the pages of people share: their blueprint."""

from facilitator.access.current import pages_of_workshop

pages = pages_of_workshop(__package__ or "")
