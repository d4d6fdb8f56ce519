"""What stands between a fresh copy of this folder and a running site; standard library alone."""
