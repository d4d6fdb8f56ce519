"""Open Badges 3.0 credentials: built, proven, checked. Knows no Django and fetches nothing."""
