"""Files that visitors take along as a Python script or a notebook: they need nothing but Python, and never run on the page."""
