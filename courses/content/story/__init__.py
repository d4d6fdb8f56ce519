"""Stories between Twine and the scenario library."""
