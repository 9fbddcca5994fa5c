// Keeps `<form data-draft="key">` on this device until it is saved, and with `data-autosave` sends it.
//
// A lost connection, a closed window or an expired session loses nothing: what was typed is offered
// again when the page is opened. The page that a saved form leads to carries the form's mark in its
// address (`#saved-…`), and what was kept under that mark is forgotten.

const PREFIX = "forumi-draft:";
const KEEP_AFTER = 400;
const SEND_AFTER = 3000;
const NEVER_KEPT = ["csrfmiddlewaretoken", "typed_by"];

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function forgetSaved() {
  const mark = location.hash.startsWith("#saved-") ? location.hash.slice("#saved-".length) : null;
  if (!mark) return;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && stored(key)?.mark === mark) localStorage.removeItem(key);
  }
  history.replaceState(null, "", location.pathname + location.search);
}

function fieldsOf(form) {
  return [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && !NEVER_KEPT.includes(name),
  );
}

// What a person changed, apart from the marks that each page carries anew.
function typed(fields) {
  return JSON.stringify(fields.filter(([name]) => !["entry", "version"].includes(name)));
}

function fill(form, fields) {
  const values = Map.groupBy
    ? Map.groupBy(fields, ([name]) => name)
    : fields.reduce((all, pair) => all.set(pair[0], [...(all.get(pair[0]) || []), pair]), new Map());
  for (const field of form.elements) {
    if (!field.name || NEVER_KEPT.includes(field.name) || field.type === "file") continue;
    const given = (values.get(field.name) || []).map((pair) => pair[1]);
    if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
    else if (field.name !== "version" && given.length) field.value = given[0];
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function watch(form) {
  const key = PREFIX + form.dataset.draft;
  const box = document.querySelector("[data-draft-box]");
  const status = box.querySelector("[data-draft-status]");
  const found = box.querySelector("[data-draft-found]");
  let keepTimer;
  let sendTimer;

  const say = (what, more = "") => {
    status.textContent = [status.dataset[what], more].filter(Boolean).join(" ");
  };
  const keep = () => {
    const draft = { mark: form.elements.entry?.value, at: Date.now(), fields: fieldsOf(form) };
    try {
      localStorage.setItem(key, JSON.stringify(draft));
      return true;
    } catch {
      return false; // The device is full or forbids it; the page itself still holds the text.
    }
  };
  const forget = () => localStorage.removeItem(key);
  // What goes out only when the person saves.
  const waits = () =>
    [...form.querySelectorAll("[data-by-hand] :is(input, textarea):not([type=hidden])")].some(
      (field) => (field.type === "checkbox" ? field.checked : field.value),
    );

  const send = async () => {
    if (!navigator.onLine) return say("offline");
    const sent = typed(fieldsOf(form));
    let answer;
    try {
      answer = await fetch(form.action || location.href, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "X-Autosave": "1" },
        redirect: "manual",
      });
    } catch {
      return say("offline");
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) return say("signedOut");
    if (answer.status === 409) return say("conflict");
    if (!answer.ok) return say("invalid");
    const saved = await answer.json();
    form.elements.version.value = saved.version;
    if (typed(fieldsOf(form)) === sent && !waits()) forget();
    say("saved", saved.saved_at);
  };

  const draft = stored(key);
  if (draft && typed(draft.fields) !== typed(fieldsOf(form))) {
    found.querySelector("[data-draft-when]").textContent = new Date(draft.at).toLocaleString(
      document.documentElement.lang,
    );
    found.hidden = false;
    found.querySelector("[data-draft-restore]").addEventListener("click", () => {
      fill(form, draft.fields);
      found.hidden = true;
      form.querySelector("input:not([type=hidden]), textarea")?.focus();
    });
    found.querySelector("[data-draft-discard]").addEventListener("click", () => {
      forget();
      found.hidden = true;
    });
  }

  form.addEventListener("input", () => {
    clearTimeout(keepTimer);
    keepTimer = setTimeout(() => keep() && !("autosave" in form.dataset) && say("kept"), KEEP_AFTER);
    if ("autosave" in form.dataset) {
      clearTimeout(sendTimer);
      sendTimer = setTimeout(send, SEND_AFTER);
    }
  });
  form.addEventListener(
    "submit",
    (event) => {
      clearTimeout(sendTimer);
      keep();
      if (navigator.onLine) return;
      event.preventDefault();
      say("offline");
    },
    true,
  );
  addEventListener("offline", () => say("offline"));
  addEventListener("online", () => ("autosave" in form.dataset ? send() : say("online")));
}

forgetSaved();
for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
