"""The allocation engine: plans, proofs and reasons."""
