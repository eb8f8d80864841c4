"""What the projectors show: a wall for all and one in each room, each by itself or as a facilitator chose."""
