"""What a module does in place of Python that it neither records nor calls, and whether that Python is still the same.

Who changes the update in train.py trains with Values: a module would go on as if nothing had been changed. Models,
losses and rules may be changed, since they are recorded; rng.py and recipes.py too, since a Machine calls them.
"""

import ast
import sys
from functools import lru_cache
from pathlib import Path
from types import FunctionType

from engine.compiler.formulas import Unknown

originals = {}  # the text that a changed file of the engine had before, by its path, such as "engine/train.py"

REPLACED = {  # by module: what is done in place of it, and with it all of its module that it uses
    "engine.value": ("Value", "apply"),
    "engine.rules": ("rule_of", "number"),
    "engine.losses": ("l2",),
    "engine.nn": ("Model.zero_grad",),
    "engine.train": ("train", "evaluate"),
    "engine.engines": ("Values",),
}
_OPERATORS = "add radd sub rsub mul rmul truediv rtruediv pow rpow neg pos abs lt le gt ge repr str".split()


def refuse(*modules):
    """Unknown, which says what has been changed, if these modules, by default all, do not do what they did."""
    for name in modules or REPLACED:
        if name not in sys.modules:
            continue
        module, path, roots = sys.modules[name], name.replace(".", "/") + ".py", REPLACED[name]
        changed = _patched(module, roots)
        if path in originals:
            changed += differences(originals[path], Path(module.__file__).read_text(), roots)
        if changed:
            raise Unknown(
                "%s in %s has been changed, and a compiled module would go on as if it had not"
                % (changed[0] or "something", path.split("/")[-1])
            )


def same(original, text):
    """Whether two texts of a file differ in comments, docstrings and layout at most. SyntaxError if one is no Python."""
    return ast.dump(_parsed(original)) == ast.dump(_parsed(text))


@lru_cache(maxsize=None)
def differences(original, text, roots):
    """The names whose definitions differ, of `roots` and what these use; "" for statements that define nothing."""
    before, after = _definitions(original), _definitions(text)
    names = dict.fromkeys(_reached(before, roots) + _reached(after, roots))
    return [name for name in names if _dumped(before, name) != _dumped(after, name)]


def _parsed(text):
    """A text as a tree, without docstrings."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node) is not None:
            del node.body[0]
    return tree


def _definitions(text):
    """What a file's names stand for: name -> its nodes. Methods of a class have names such as "Model.zero_grad"."""
    found = {"": []}
    for node in _parsed(text).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names = [node.name]
            if isinstance(node, ast.ClassDef):
                found.update({"%s.%s" % (node.name, part.name): [part] for part in node.body if hasattr(part, "name")})
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [alias.asname or alias.name.split(".")[0] for alias in node.names]
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]
        else:
            names = [] if _is_rule(node) else [""]
        for name in names:
            found.setdefault(name, []).append(_about(node, name))
    return found


def _about(node, name):
    """A statement as far as it is about a name: one import of several, a class without what is recorded when called."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        aliases = [alias for alias in node.names if name in (alias.asname, alias.name.split(".")[0])]
        return ast.Import(aliases) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, aliases, node.level)
    if isinstance(node, ast.ClassDef):
        functions = [part for part in node.body if isinstance(part, ast.FunctionDef)]
        recorded = [part for part in functions if _is_recorded(name, part.name)]
        body = [part for part in node.body if part not in recorded]
        return ast.ClassDef(node.name, node.bases, node.keywords, body, node.decorator_list)
    return node


def _is_recorded(owner, name):
    """Whether a method is an operation of Value, which is recorded when it is called, or there to be read."""
    return owner == "Value" and (name.strip("_") in _OPERATORS if name[0] == "_" else name != "backward")


def _is_rule(node):
    """Whether a statement puts a rule into the table: rules are looked at one by one."""
    called = getattr(getattr(node, "value", None), "func", None)
    return isinstance(node, ast.Expr) and isinstance(called, ast.Name) and called.id == "rule"


def _reached(definitions, roots):
    """The roots and what they use, and what that uses; and the statements that define nothing."""
    names, left = [], ["", *roots]
    while left:
        name = left.pop(0)
        if name not in names:
            names.append(name)
            parts = [part for node in definitions.get(name, ()) for part in ast.walk(node)]
            left += [part.id for part in parts if isinstance(part, ast.Name) and part.id in definitions]
    return names


def _dumped(definitions, name):
    return [ast.dump(node) for node in definitions.get(name, ())]


def _patched(module, roots):
    """The names of functions that others have been put in place of, at the prompt for example."""
    found, seen, left = [], set(), list(roots)
    while left:
        name = left.pop(0)
        part = module
        for word in name.split("."):
            part = getattr(part, word, None)
        if name in seen or name not in roots and not isinstance(part, FunctionType):
            continue
        seen.add(name)
        if isinstance(part, type):
            methods = [word for word in vars(part) if isinstance(vars(part)[word], FunctionType)]
            functions = {"%s.%s" % (name, word): vars(part)[word] for word in methods if not _is_recorded(name, word)}
        else:
            functions = {name: part}
        for name, function in functions.items():
            if not _is_own(function, module, name):
                found.append(name)
            elif function.__module__ == module.__name__:
                left += [word for word in _names(function.__code__) if word in vars(module)]
    return found


def _is_own(function, module, name):
    """Whether a function is the one that this module has defined under this name, or another module of the engine."""
    home = sys.modules.get(getattr(function, "__module__", None))
    if home is module:
        return function.__globals__ is vars(module) and function.__qualname__ == name
    return home is not None and home.__name__.startswith("engine.") and vars(home).get(name) is function


def _names(code):
    """The global names that a function uses, and the functions inside of it."""
    inner = [part for part in code.co_consts if isinstance(part, type(code))]
    return [*code.co_names, *[name for part in inner for name in _names(part)]]
