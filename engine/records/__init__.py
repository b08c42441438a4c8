"""What was done, as text, and done again: settings, points, links."""
