// Takes what was typed and kept (`drafts.js`) off the device when its writer signs out.
//
// The answer to the sign-out asks the browser for the same; not every browser listens to that.

for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", () => {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("forumi-draft:")) localStorage.removeItem(key);
    }
  });
}
