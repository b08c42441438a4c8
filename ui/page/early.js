// What the visitor presses and sets before the page's Python listens is done again as soon as it does.

{
  const pressed = new Set(), changed = new Map(); // of buttons, the ids; of fields, id -> what is to be in it
  const press = ({ target }) => {
    const button = target.closest("button[id]");
    if (button) pressed.add(button.id);
  };
  const change = ({ target }) => {
    if (target.id && target.closest("#settings")) changed.set(target.id, [target.value, target.checked]);
  };
  addEventListener("click", press, true);
  addEventListener("input", change, true);

  /** Called by ui/main.py. */
  globalThis.pageListens = () => {
    removeEventListener("click", press, true);
    removeEventListener("input", change, true);
    for (const [id, [value, checked]] of changed) {
      const field = document.getElementById(id);
      if (field.type === "checkbox") field.checked = checked;
      else field.value = value;
      for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
    }
    for (const id of pressed) document.getElementById(id).click();
  };
}
