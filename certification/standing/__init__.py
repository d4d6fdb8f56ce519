"""How a certificate stands: today, and on any day before."""
