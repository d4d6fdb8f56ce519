"""The whole register as files that a successor can publish: written, signed, checked."""
