"""Many certificates at one time: read a list, answer every line, sign a receipt."""
