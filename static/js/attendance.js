// «All present» marks every seat at once; the exceptions follow by hand.

for (const grid of document.querySelectorAll("[data-attendance]")) {
  const button = grid.querySelector("[data-all-present]");
  if (!button) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const choice of grid.querySelectorAll('input[value="present"]')) choice.checked = true;
  });
}
