// Attendance: «all present» at once, then the exceptions by hand; count, quorum, keys and undo.
//
// With the focus in a row a digit marks its first, second … choice and goes on to the next row.

const PRESENT = ["present", "late", "left_early", "represented"];

for (const grid of document.querySelectorAll("[data-attendance]")) {
  const button = grid.querySelector("[data-all-present]");
  if (!button) continue;
  const undo = grid.querySelector("[data-undo]");
  const count = grid.querySelector("[data-count]");
  const quorum = grid.querySelector("[data-quorum]");
  const rows = [...grid.querySelectorAll("[data-seat]")];
  const marked = (row) => row.querySelector("input:checked");
  const marks = () => rows.map((row) => marked(row)?.value);
  let before = marks();
  const past = [];

  const show = () => {
    const taken = rows.filter((row) => PRESENT.includes(marked(row)?.value));
    count.textContent = `${taken.length} / ${rows.length}`;
    if (quorum) {
      const votes = taken.filter((row) => "votes" in row.dataset).length;
      const reached = votes >= Number(quorum.dataset.needed);
      quorum.textContent = reached ? quorum.dataset.reached : quorum.dataset.missed;
      quorum.dataset.state = reached ? "reached" : "missed";
    }
    undo.disabled = !past.length;
  };
  const mark = (row, value) => {
    const choice = row.querySelector(`input[value="${value}"]`);
    if (choice) choice.checked = true;
  };
  const changed = () => {
    past.push(before);
    before = marks();
    show();
    grid.dispatchEvent(new Event("input", { bubbles: true }));
  };

  button.addEventListener("click", () => {
    rows.forEach((row) => mark(row, "present"));
    changed();
  });
  undo.addEventListener("click", () => {
    before = past.pop();
    rows.forEach((row, index) => mark(row, before[index] ?? "unknown"));
    show();
    grid.dispatchEvent(new Event("input", { bubbles: true }));
  });
  grid.addEventListener("change", (event) => event.target.type === "radio" && changed());
  grid.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-seat]");
    if (!row || event.target.type !== "radio" || event.ctrlKey || event.metaKey) return;
    const choice = row.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    changed();
    if (choice.value === "represented") return row.querySelector("input[type=text]").focus();
    const next = rows[rows.indexOf(row) + 1] ?? row;
    (marked(next) ?? next.querySelector("input")).focus();
  });
  for (const part of grid.querySelectorAll("[data-needs-script]")) part.hidden = false;
  show();
}
