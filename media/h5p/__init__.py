"""H5P packages: read without trusting them. No Django models here, nothing is stored."""
