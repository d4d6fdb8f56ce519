"""The trainers' library of activities in Wagtail's admin."""
