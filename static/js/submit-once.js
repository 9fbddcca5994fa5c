// Keeps `<form data-submit-once>` from being sent twice by a second press of its button.

for (const form of document.querySelectorAll("form[data-submit-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.submitted) {
      event.preventDefault();
    } else if (!event.defaultPrevented) {
      form.dataset.submitted = "yes";
      // A lost connection leaves the page standing: let the person try again.
      setTimeout(() => delete form.dataset.submitted, 10_000);
    }
  });
}

// The back button may show the page as it was left: it must be possible to send it again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-submitted]")) {
    delete form.dataset.submitted;
  }
});
