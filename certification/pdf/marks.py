"""What marks a PDF of ours. Apart, so that checking one does not load what makes one."""

from __future__ import annotations

ATTACHMENT = "credential.json"
MEDIA_TYPE = "application/vc"
# Before the code among the document's keywords, where it can be found in a damaged file too.
CODE_MARK = "waymark-certificate-"
