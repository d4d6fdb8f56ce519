"""What the block picker shows, so that a trainer sees each block at work before choosing it."""

from __future__ import annotations

from typing import Any

CALLOUT: dict[str, Any] = {
    "tone": "remember",
    "title": "Consent does not settle it",
    "text": "<p>Where force, fraud or pressure was used, agreeing changes nothing.</p>",
}
INDICATOR: dict[str, Any] = {
    "title": "Someone else keeps the documents",
    "text": "<p>An employer or landlord holds the passport “for safety”.</p>",
    "source": "ILO indicators of forced labour (2012)",
}
REFLECTION: dict[str, Any] = {"text": "When did someone last trust you with bad news? What helped?"}
QUOTE: dict[str, Any] = {"text": "I would rather wait for my cousin.", "who": "The woman"}
CASE: dict[str, Any] = {
    "title": "A stop on the ring road",
    "text": "<p>A van, seven men, one telephone. The driver answers every question.</p>",
    "sources": ["Fictional, composed for this course"],
}
SUPPORT: dict[str, Any] = {"text": "", "contacts": []}
IMAGE: dict[str, Any] = {"image": None, "alt": "Two chairs at a table by a window", "caption": ""}
VIDEO: dict[str, Any] = {"recording": None, "caption": "A first conversation, 3 minutes"}
AUDIO: dict[str, Any] = {"recording": None, "caption": "An interpreter at work, 2 minutes"}
DOWNLOAD: dict[str, Any] = {"document": None, "title": "Pocket card: the first ten minutes"}
CHECK: dict[str, Any] = {
    "question": "Does trafficking need the crossing of a border?",
    "kind": "single",
    "options": [
        {"text": "Yes", "right": False, "feedback": "Many people never leave their town."},
        {"text": "No", "right": True, "feedback": "Act, means and purpose decide."},
    ],
    "explanation": "",
    "source": "",
}
ACTIVITY: dict[str, Any] = {
    "activity": None,
    "title": "What would you say first?",
    "instructions": "Choose one sentence.",
    "counts": "finished",
}
SCENARIO: dict[str, Any] = {"scenario": None}
