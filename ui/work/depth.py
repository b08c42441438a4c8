"""How deep a text nests, found before Python's own compiler sees it: in a browser its stack ends the whole engine.

>>> too_deep("x" + "+x" * 900)
(1, 'more than 200 operations within one another: give parts of them names of their own')
"""

import io
import keyword
import tokenize

BRACKETS = 50  # within one another
OPERATIONS = 200  # as many may hang below one another
BRANCHES = 100  # elifs: each of them lies within the one before
BLOCKS = 40  # within one another
LONGEST = 200_000  # characters

NOT, SIGN = 5, 13  # how strongly an operator in front of its operand binds
_STRENGTHS = (  # of the others, from the weakest on
    ("lambda", "yield", ":="),
    ("if", "else"),
    ("or",),
    ("and",),
    (),
    (),  # not
    ("in", "is", "<", ">", "<=", ">=", "==", "!="),
    ("|",),
    ("^",),
    ("&",),
    ("<<", ">>"),
    ("+", "-"),
    ("*", "/", "//", "%", "@"),
    (),  # a sign
    ("**",),
    ("await",),
)
BINDS = {name: strength for strength, names in enumerate(_STRENGTHS) for name in names}
FLAT = {BINDS[name] for name in ("or", "and", "in")}  # a chain of these is one node
TO_THE_RIGHT = {BINDS[name] for name in (":=", "if", "**")}  # of two, the second is the operand of the first
IN_FRONT = {"lambda": BINDS["lambda"], "yield": BINDS["yield"], "await": BINDS["await"], "not": NOT}
_STARTS = {getattr(tokenize, name, None) for name in ("FSTRING_START", "TSTRING_START")}
_ENDS = {getattr(tokenize, name, None) for name in ("FSTRING_END", "TSTRING_END")}
_OPERANDS = (tokenize.NAME, tokenize.NUMBER, tokenize.STRING)


class _Level:
    """What is between two brackets: the operators whose right operand is not complete, and how deep the last one is."""

    def __init__(self, above, call, string=False):
        self.above = above  # operators around it
        self.call = call  # whether the brackets hang on what is before them
        self.string = string  # whether it is a text with brackets in it, which lie beside one another
        self.waiting = []  # [strength, depth with the left operand alone]
        self.deep = self.deepest = 0
        self.parameters = 0  # lambdas whose colon has not come
        self.operand = False  # whether an operand has just ended

    def depth(self):
        return self.above + max(len(self.waiting) + self.deep, self.deepest)

    def operator(self, name):
        """An operator, behind an operand or in front of one."""
        strength = BINDS.get(name, SIGN)
        if not self.operand:
            self.waiting.append([IN_FRONT.get(name, SIGN), 0])
        elif name == "not":  # of `not in`
            return
        else:
            chain = self._complete(strength) == strength and strength in FLAT
            self.waiting.append([strength, self.deep + (not chain)])
        self.parameters += name == "lambda"
        self.deep, self.operand = 0, False

    def separator(self):
        """What follows is beside what was before."""
        self._complete(BINDS["lambda"] + 1 if self.parameters else -1)  # below a lambda hangs its body
        self.deepest = max(self.deepest, len(self.waiting) + self.deep)
        self.deep, self.operand = 0, False

    def _complete(self, strength):
        """The operands of all operators that bind more strongly are complete. Returns the last one's strength."""
        last = None
        while self.waiting:
            other, left = self.waiting[-1]
            if other < strength or other == strength and strength in TO_THE_RIGHT:
                break
            self.waiting.pop()
            self.deep, last = max(left, self.deep + 1), other
        return last


def too_deep(text):
    """The line, from 1 on, at which a text is deeper than Python can compile in a browser, and words; None if it is not.

    Texts that are no Python are left to Python, which says what is wrong with them.
    """
    if len(text) > LONGEST:
        return 1, "the text has more than %d characters" % LONGEST
    levels, branches, first = [_Level(0, False)], [0], True
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            _take(token, levels)
            if token.type == tokenize.INDENT:
                branches.append(0)
            elif token.type == tokenize.DEDENT:
                branches.pop()
            elif first and token.type == tokenize.NAME:
                branches[-1] = branches[-1] + 1 if token.string == "elif" else branches[-1] * (token.string == "else")
            if token.type not in (tokenize.COMMENT, tokenize.NL):
                first = token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
            words = _trouble(levels, branches)
            if words:
                return token.start[0], words
    except (tokenize.TokenError, SyntaxError):
        return None
    return None


def _trouble(levels, branches):
    if len(levels) - 1 > BRACKETS:
        return "more than %d brackets within one another" % BRACKETS
    if len(branches) - 1 > BLOCKS:
        return "more than %d blocks within one another" % BLOCKS
    if sum(branches) > BRANCHES:
        return "more than %d times elif after one another" % BRANCHES
    if levels[-1].depth() > OPERATIONS:
        return "more than %d operations within one another: give parts of them names of their own" % OPERATIONS
    return ""


def _take(token, levels):
    """Go on by one token."""
    level, name = levels[-1], token.string
    if token.type in _STARTS:
        levels.append(_Level(level.above + len(level.waiting), False, True))
    elif token.type in _ENDS or token.type == tokenize.OP and name in ")]}":
        _close(levels)
    elif token.type == tokenize.OP and name in "([{":
        levels.append(_Level(level.above + len(level.waiting), level.operand and not level.string))
    elif token.type == tokenize.OP and name == ".":
        level.deep += level.operand
    elif token.type == tokenize.OP and name == ":" and level.parameters:
        level.separator()
        level.parameters -= 1
    elif token.type == tokenize.NEWLINE:
        level.separator()
    elif name in BINDS or name == "not" or token.type == tokenize.OP and name == "~":
        level.operator(name)
    elif token.type == tokenize.NAME and keyword.iskeyword(name) and name not in ("None", "True", "False"):
        level.separator()
    elif token.type in _OPERANDS or name == "...":
        level.operand = True
    elif token.type == tokenize.OP:
        level.separator()


def _close(levels):
    """The innermost brackets, or the text with brackets in it, are complete: an operand of what is around them."""
    if len(levels) == 1:
        return
    level = levels.pop()
    level.separator()
    outer = levels[-1]
    outer.deep = max(outer.deep, level.deepest + (not level.string))
    outer.deep += level.call
    outer.operand = True
