"""What can be earned: read when issuing, written by trainers, drawn beside the form."""
