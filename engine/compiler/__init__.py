"""The same training as a WebAssembly module. Read watch.py first, then tape.py, plan.py and formulas.py."""
