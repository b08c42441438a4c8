"""Runs `step` of engine/linear.py on examples: whole steps, or the last one line by line, as a visitor reads it.

Works in both Pythons, on plain data that survive JSON, so that either side of the page can do it.
"""

import engine.linear as linear  # MicroPython finds no submodule in a package that has a __getattr__ otherwise

PATH = "engine/linear.py"
FAR = 1e6  # a line whose slope or intercept is larger has diverged
CONTINUING = ("else", "elif", "except", "finally")  # words with which a statement goes on
NAMES = ("loss", "a.grad", "b.grad", "a", "b")


def statements(text, name="step"):
    """The statements of a function's body in a module's text: a list of (line number, code).

    Without its docstring, if that fits in a line, and without `return`.
    """
    found, indent = [], None
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        code = line.strip()
        if inside and code and not line.startswith(" "):
            break
        if inside and code and not code.startswith(('"""', "#", "return")):
            indent = indent or len(line) - len(line.lstrip())
            if found and (len(line) - len(line.lstrip()) > indent or _goes_on(code)):
                found[-1] = (found[-1][0], found[-1][1] + "\n" + line[indent:])
            else:
                found.append((number, line[indent:]))
        inside = inside or line.startswith("def %s(" % name)
    return found


def _goes_on(code):
    """Whether a line goes on with the statement before it."""
    return code[0] in ")]}" or code.split(" ")[0].rstrip(":") in CONTINUING


def run(task):
    """Does a task and returns the state after it, both dicts.

    task    a, b, grads (of both, before); eta; examples, a list of at least one (x, y); text, that of PATH;
            lines, how many statements of the last example are run, or None for all
    result  a, b, grads; trace, a list of (a, b, loss) after each example that is finished; seen, what NAMES hold
            (None if nothing yet) before the last example and after each of its statements; diverged
    """
    model = linear.line_at(task["a"], task["b"])
    model.a.grad, model.b.grad = task["grads"]
    examples, eta, trace = task["examples"], task["eta"], []
    for x, y in examples[:-1]:
        loss = linear.step(model, x, y, eta).data
        trace.append((model.a.data, model.b.data, loss))
        if not _near(model):
            return _result(model, trace, [_seen(model, {"loss": None})])
    x, y = examples[-1]
    names = dict(linear.__dict__, model=model, x=x, y=y, eta=eta)
    seen = [_seen(model, names)]
    body = statements(task["text"])
    if not body:
        raise ValueError("%s has no function step(model, x, y, eta) any more" % PATH)
    count = len(body) if task["lines"] is None else task["lines"]
    for _, code in body[:count]:
        exec(code, names)
        seen.append(_seen(model, names))
    if count == len(body):
        trace.append((model.a.data, model.b.data, seen[-1]["loss"]))
    return _result(model, trace, seen)


def _seen(model, names):
    loss = names.get("loss")
    return {
        "loss": getattr(loss, "data", loss),
        "a": model.a.data,
        "b": model.b.data,
        "a.grad": model.a.grad,
        "b.grad": model.b.grad,
    }


def _result(model, trace, seen):
    return {
        "a": model.a.data,
        "b": model.b.data,
        "grads": [model.a.grad, model.b.grad],
        "trace": trace,
        "seen": seen,
        "diverged": not _near(model),
    }


def _near(model):
    return abs(model.a.data) < FAR and abs(model.b.data) < FAR  # false too where one is no number
