"""Changes: one module, one function, one verb each."""
