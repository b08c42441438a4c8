// node compile.mjs: the bytecode of Python sources, as Pyodide's own Python compiles it.
//
// Reads {sources: {name: text}, imports: [module]} as JSON from its input, and writes {modules, bytecode} as JSON:
// the names of all modules that are loaded once Pyodide has started and these have been imported, of which only those of
// the standard library count, and what the sources become, name -> base64, "" where they are no Python. The bytecode says
// which source it is of, and Python believes it for that one only.

import { text } from "node:stream/consumers";
import { loadPyodide } from "../node_modules/pyodide/pyodide.mjs";

const python = await loadPyodide({ env: { PYTHONHASHSEED: "0" } });
python.globals.set("asked", await text(process.stdin));
const made = python.runPython(`
import base64, importlib, importlib.util, json, sys
from importlib._bootstrap_external import _code_to_hash_pyc

def bytecode(name, text):
    source = text.encode()
    try:
        code = compile(source, name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return ""
    return base64.b64encode(_code_to_hash_pyc(code, importlib.util.source_hash(source), True)).decode()

task = json.loads(asked)
made = {name: bytecode(name, text) for name, text in task["sources"].items()}
for module in task["imports"]:
    if module.partition(".")[0] in sys.stdlib_module_names:
        importlib.import_module(module)
json.dumps({"modules": sorted(sys.modules), "bytecode": made})
`);
process.stdout.write(made, () => process.exit(0));
