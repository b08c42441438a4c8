// What the visitor presses and sets before there is Python that listens is done again as soon as there is.

{
  const pressed = new Set(), changed = new Map(); // of buttons, the ids; of fields, id -> what is to be in it
  const silent = new Set(["views", "lesson", "yours", ""]); // parts that do not listen yet; "" is the page without them
  const partOf = (element) => element.closest("[data-later]")?.dataset.later ?? "";
  const press = ({ target }) => {
    const button = target.closest("button[id]");
    if (button && silent.has(partOf(button))) pressed.add(button.id);
  };
  const change = ({ target }) => {
    if (!target.closest("#settings, [data-later]") || !target.id || !silent.has(partOf(target))) return;
    changed.set(target.id, target.type === "checkbox" ? { checked: target.checked } : target.type === "file" ? {} : { value: target.value });
  };
  addEventListener("click", press, true);
  addEventListener("input", change, true);

  /** Called by ui/main.py and, for the parts that come after it, by ui/later.py. */
  globalThis.pageListens = (part = "") => {
    silent.delete(part);
    for (const [id, content] of [...changed]) {
      const field = document.getElementById(id);
      if (silent.has(partOf(field))) continue;
      changed.delete(id);
      Object.assign(field, content);
      for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
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
