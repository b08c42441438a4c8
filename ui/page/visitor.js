// Nothing that the visitor presses, sets or drops is lost.

// What is pressed and set before there is Python that listens is done again as soon as there is. A file that is dropped
// anywhere is one that is chosen in its field.
{
  const pressed = new Set(), changed = new Map(); // of buttons, the ids; of fields, id -> what is to be in it
  const silent = new Set(["views", "lesson", "yours", ""]); // parts that do not listen yet; "" is the page without them
  const partOf = (element) => element.closest("[data-later]")?.dataset.later ?? "";
  const contentOf = (field) => {
    if (field.type === "checkbox") return { checked: field.checked };
    if (field.type !== "file") return { value: field.value };
    const copy = new DataTransfer(); // the list of the field itself is emptied with it
    for (const file of field.files) copy.items.add(file);
    return { files: copy.files };
  };
  const press = ({ target }) => {
    const button = target.closest("button[id]");
    if (button && silent.has(partOf(button))) pressed.add(button.id);
  };
  const change = ({ target }) => {
    if (!target.closest("#settings, [data-later]") || !target.id || !silent.has(partOf(target))) return;
    changed.delete(target.id); // it is the last one now
    changed.set(target.id, contentOf(target));
  };
  addEventListener("click", press, true);
  addEventListener("input", change, true);

  const tell = (field) => {
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  };
  addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    const files = event.dataTransfer?.files;
    if (!files?.length || event.defaultPrevented) return; // an editor takes its own
    event.preventDefault();
    const field = document.getElementById("data-file");
    field.files = files;
    for (const id of ["yours", "yours-data"]) document.getElementById(id).open = true;
    document.getElementById("yours-data").scrollIntoView();
    tell(field);
  });

  /** Called by ui/main.py and, for the parts that come after it, by ui/later.py. */
  globalThis.pageListens = (part = "") => {
    silent.delete(part);
    for (const [id, content] of [...changed]) {
      const field = document.getElementById(id);
      if (silent.has(partOf(field))) continue;
      changed.delete(id);
      Object.assign(field, content);
      tell(field);
    }
    for (const id of [...pressed]) {
      const button = document.getElementById(id);
      if (!silent.has(partOf(button)) && pressed.delete(id)) button.click();
    }
    if (silent.size) return;
    removeEventListener("click", press, true);
    removeEventListener("input", change, true);
  };
}

// A press counts for what it began on, also if that moves away under it: a field that is left may say what is wrong with it.
{
  let pressed, box;
  addEventListener("mousedown", ({ target, button }) => {
    pressed = button === 0 ? target.closest("button, summary, a[href], label") : null;
    box = pressed?.getBoundingClientRect();
  }, true);
  addEventListener("mouseup", ({ target, clientX, clientY }) => {
    if (!pressed?.isConnected || pressed.contains(target)) return;
    const { left, top } = pressed.getBoundingClientRect();
    const moved = left !== box.left || top !== box.top;
    if (moved && clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom) pressed.click();
  }, true);
}
