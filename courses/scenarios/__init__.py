"""The scenario engine: graph, play, score and proof. Pure Python, no Django, no database."""
