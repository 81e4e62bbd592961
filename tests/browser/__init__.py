"""The web chat and the demo as people meet them: a real Chromium on a real desk."""
