"""Courses as readable files: YAML and Markdown, turned into what Wagtail's fields hold."""
