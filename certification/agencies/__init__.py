"""Pages on which partner agencies look after their keys and people themselves."""
