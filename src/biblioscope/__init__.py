"""Biblioscope turns an annotated bibliography into evidence."""
