"""`/api/v1/`: the same answers for machines of partner agencies."""
