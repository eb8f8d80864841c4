"""The scenes of a rehearsal: what people do in each, and what a facilitator does before and after it."""
