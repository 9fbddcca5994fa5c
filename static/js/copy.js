// Shows `<button data-copy="id" hidden>`, which without scripts could not copy, and lets it put the
// text of the field of that id into the clipboard. The text is selected too: where the browser
// refuses the clipboard, it can be copied by hand.

for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.copied;
    } catch {
      field.focus();
    }
  });
}
