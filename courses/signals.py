"""What courses tells the rest of the house."""

from __future__ import annotations

from django.dispatch import Signal

# Sent once the completion is committed: sender=Completion, completion=<Completion>.
course_completed = Signal()
