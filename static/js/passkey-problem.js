// Shows `[data-passkey-problem]` when the sign-in library reports that the key did not answer.

document.addEventListener("allauth.error", () => {
  for (const box of document.querySelectorAll("[data-passkey-problem]")) {
    document.querySelector("#content").prepend(box);
    box.hidden = false;
    box.scrollIntoView({ block: "center" });
  }
});
