"""How deep a text nests, found before Python's own compiler sees it: in a browser its stack ends the whole engine.

>>> too_deep("x" + "+x" * 900)
(1, 'more than 200 operations in one statement: give parts of it names of their own')
"""

import io
import keyword
import tokenize

BRACKETS = 50  # within one another
OPERATIONS = 200  # in one statement: as many may hang below one another
BRANCHES = 100  # elifs in a text: each of them lies within the one before
BLOCKS = 40  # within one another
LONGEST = 200_000  # characters

_NAMES = {"not", "and", "or", "if", "else", "lambda", "await", "in", "is", "for"}
_PUNCTUATION = set("()[]{},:;")


def too_deep(text):
    """The line, from 1 on, at which a text is deeper than Python can compile in a browser, and words; None if it is not.

    Texts that are no Python are left to Python, which says what is wrong with them.
    """
    if len(text) > LONGEST:
        return 1, "the text has more than %d characters" % LONGEST
    brackets = operations = branches = blocks = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            line = token.start[0]
            if token.type == tokenize.OP and token.string in "([{":
                brackets += 1
                operations += 1  # a chain of calls, f()()(), hangs as well
                if brackets > BRACKETS:
                    return line, "more than %d brackets within one another" % BRACKETS
            elif token.type == tokenize.OP and token.string in ")]}":
                brackets -= 1
            elif token.type == tokenize.INDENT:
                blocks += 1
                if blocks > BLOCKS:
                    return line, "more than %d blocks within one another" % BLOCKS
            elif token.type == tokenize.DEDENT:
                blocks -= 1
            elif token.type == tokenize.NEWLINE or token.string in (",", ";") and not brackets:
                operations = 0
            elif token.string == "," and token.type == tokenize.OP:
                operations = max(0, operations - 1)  # beside one another, not below
            elif token.type == tokenize.OP and token.string not in _PUNCTUATION:
                operations += 1
            elif token.type == tokenize.NAME and keyword.iskeyword(token.string):
                branches += token.string == "elif"
                operations += token.string in _NAMES
                if branches > BRANCHES:
                    return line, "more than %d times elif" % BRANCHES
            if operations > OPERATIONS:
                return line, "more than %d operations in one statement: give parts of it names of their own" % OPERATIONS
    except (tokenize.TokenError, SyntaxError):
        return None
    return None
