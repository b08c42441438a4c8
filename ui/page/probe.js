// Says why the page cannot start here, in place of an endless "Starting". Written in the JavaScript of 2015, or the
// browsers that it is for could not read it. Which browsers will do is said in index.html, by the first status line.

(function () {
  "use strict";
  var BEGINNING = "Starting the page. ";
  var root = document.documentElement;
  // A function that takes an externref, around a try as it was before exnref: what Pyodide is compiled to.
  var MODULE = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 1, 111, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 6, 64, 25, 11, 11];
  var why = lacking(), lost = Boolean(why);

  function lacking() {
    if (typeof WebAssembly !== "object") return "WebAssembly, which runs Python here, is switched off or missing.";
    var modern = "noModule" in document.createElement("script") && typeof CompressionStream === "function"; // of 2023
    return modern && WebAssembly.validate(new Uint8Array(MODULE)) ? "" : "This browser is too old for the Python of this page.";
  }

  function tell() {
    var status = document.getElementById("status");
    if (!why || !status || status.textContent.indexOf(BEGINNING) !== 0) return; // Python has spoken
    root.setAttribute("data-engine", "failed");
    status.textContent = why + " " + status.textContent.slice(BEGINNING.length);
    root.setAttribute("data-lacking", status.textContent);
  }

  function failed(event) {
    var target = event.target;
    if (target !== window && target.localName !== "script") return;
    why = why || (target.src ? "The file " + target.src.split("/").pop() + " could not be loaded." : "A script does not run in this browser.");
    tell();
  }

  addEventListener("error", failed, true);
  addEventListener("unhandledrejection", failed);
  document.addEventListener("readystatechange", function () { // the first time just before the scripts that wait for it
    var program = lost && document.querySelector("script[type=mpy]");
    if (program) program.parentNode.removeChild(program);
    tell();
  });
})();
