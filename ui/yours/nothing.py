"""What is raised where there is nothing to take along."""


class Nothing(Exception):
    """args[0] says why, as a sentence."""
