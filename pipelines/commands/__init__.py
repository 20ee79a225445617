"""The commands of ``netra``, by who uses them; heavy libraries are imported inside."""
