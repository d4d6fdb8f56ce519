"""The parts of the prover. The way in is `courses.scenarios.prove`."""
