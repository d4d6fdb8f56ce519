"""Pages of verifiers and holders, and what machines fetch."""
