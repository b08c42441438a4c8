"""Everything the project promises, checked: `python3 -m tests` sets up what it needs and runs it all."""
