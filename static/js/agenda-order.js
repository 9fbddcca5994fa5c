// Moves the rows of `[data-ordered]` by buttons; without scripts the numbers are typed.

for (const list of document.querySelectorAll("[data-ordered]")) {
  const rows = () => [...list.querySelectorAll("[data-ordered-row]")];
  const order = (row) => row.querySelector("input[name$=-ORDER]");
  const number = () => rows().forEach((row, index) => (order(row).value = index + 1));

  // What was kept on the device and is put back brings its numbers along: let the rows follow them.
  const form = list.closest("form");
  form.addEventListener("input", (event) => {
    if (event.target !== form) return;
    rows()
      .sort((one, other) => order(one).value - order(other).value)
      .forEach((row) => list.append(row));
  });

  for (const row of rows()) {
    order(row).closest(".col, [class*=col]").hidden = true;
    const buttons = row.querySelector("[data-ordered-buttons]");
    buttons.hidden = false;
    buttons.addEventListener("click", (event) => {
      const step = event.target.closest("button")?.dataset.step;
      const other = step === "up" ? row.previousElementSibling : row.nextElementSibling;
      if (!step || !other?.matches("[data-ordered-row]")) return;
      if (step === "up") other.before(row);
      else other.after(row);
      number();
      event.target.closest("button").focus();
    });
  }
}
