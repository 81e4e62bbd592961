"""Complaints and suggestions: written by anybody, answered by administrators it isn't about."""
