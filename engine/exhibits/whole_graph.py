"""The tutorial's training loop: one graph for the mean loss of all points, and one way back through it for each step.

The engine's own step (see `engine.train.step`) has a small graph for each point instead, with the same gradient.
"""


def descend(model, X, Y, eta, steps):
    """Gradient descent on the mean hinge loss of the points X with labels Y; returns that loss before the last step."""
    for t in range(steps):
        losses = [(1 - y * model(x)).relu() for x, y in zip(X, Y)]
        loss = sum(losses) / len(X)
        model.zero_grad()
        loss.backward()
        for p in model.parameters():
            p.data -= eta * p.grad
    return loss.data
