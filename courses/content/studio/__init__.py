"""The trainers' studio: proof, map, play, walks and script of a scenario's draft."""
