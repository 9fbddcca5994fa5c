// Keeps `<form data-draft="key">` on this device until it is saved, and with `data-autosave` sends it.
//
// A lost connection, a closed window or an expired session loses nothing: what was typed is offered
// again when the page is opened. The page that a saved form leads to carries the form's mark in its
// address (`#saved-…`), and what was kept under that mark is forgotten.
//
// The device may be shared: a draft is encrypted with a key that the server gives to its writer
// alone, as long as they are signed in, and it is readable for two days. What is confidential is
// never kept (`docs/adr/0026`).

const PREFIX = "forumi-draft:";
const LONGEST = 48 * 60 * 60 * 1000;
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

function forgetSavedAndOld() {
  const mark = location.hash.startsWith("#saved-") ? location.hash.slice("#saved-".length) : null;
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const kept = stored(key);
    const isOld = !kept?.sealed || Date.now() - kept.at > LONGEST;
    if (isOld || (mark && kept.mark === mark)) localStorage.removeItem(key);
  }
  if (mark) history.replaceState(null, "", location.pathname + location.search);
}

const toText = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));
const toBytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

function imported(key) {
  return crypto.subtle.importKey("raw", toBytes(key), "AES-GCM", false, ["encrypt", "decrypt"]);
}

// The newest of the keys that the page brings, one for each day, seals; each of them opens.
async function seal(fields, keys) {
  const [day, key] = Object.entries(keys)[0];
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const words = new TextEncoder().encode(JSON.stringify(fields));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await imported(key), words);
  return { day, iv: toText(iv), sealed: toText(sealed) };
}

async function open(kept, keys) {
  try {
    const name = { name: "AES-GCM", iv: toBytes(kept.iv) };
    const key = await imported(keys[kept.day]);
    const words = await crypto.subtle.decrypt(name, key, toBytes(kept.sealed));
    return JSON.parse(new TextDecoder().decode(words));
  } catch {
    return null; // Nothing is kept, the key is of another day or person, or the browser has none.
  }
}

function fieldsOf(form) {
  return [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && !NEVER_KEPT.includes(name),
  );
}

function isConfidential(form, name) {
  const row = form.elements.namedItem(name)?.closest?.("[data-not-kept], [data-ordered-row]");
  if (!row) return false;
  return "notKept" in row.dataset || row.querySelector("[name$=-is_confidential]:checked") !== null;
}

function keptFieldsOf(form) {
  return fieldsOf(form).filter(([name]) => !isConfidential(form, name));
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
  const keys = JSON.parse(form.dataset.draftKeys);
  const box = document.querySelector("[data-draft-box]");
  const status = box.querySelector("[data-draft-status]");
  const found = box.querySelector("[data-draft-found]");
  let keepTimer;
  let sendTimer;

  const say = (what, more = "") => {
    status.textContent = [status.dataset[what], more].filter(Boolean).join(" ");
  };
  // A draft that was forgotten while it was being sealed is not kept after all.
  let turn = 0;
  const keep = async () => {
    const mine = ++turn;
    const about = { mark: form.elements.entry?.value, at: Date.now() };
    try {
      const sealed = await seal(keptFieldsOf(form), keys);
      if (mine === turn) localStorage.setItem(key, JSON.stringify({ ...about, ...sealed }));
      return true;
    } catch {
      return false; // The device is full or forbids it; the page itself still holds the text.
    }
  };
  const forget = () => {
    turn += 1;
    localStorage.removeItem(key);
  };
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

  const offer = async () => {
    const kept = stored(key);
    const fields = await open(kept, keys);
    if (!fields || typed(fields) === typed(keptFieldsOf(form))) return;
    found.querySelector("[data-draft-when]").textContent = new Date(kept.at).toLocaleString(
      document.documentElement.lang,
    );
    found.hidden = false;
    found.querySelector("[data-draft-restore]").addEventListener("click", () => {
      fill(form, fields);
      found.hidden = true;
      form.querySelector("input:not([type=hidden]), textarea")?.focus();
    });
    found.querySelector("[data-draft-discard]").addEventListener("click", () => {
      forget();
      found.hidden = true;
    });
  };
  offer();

  form.addEventListener("input", () => {
    clearTimeout(keepTimer);
    keepTimer = setTimeout(async () => {
      if ((await keep()) && !("autosave" in form.dataset)) say("kept");
    }, KEEP_AFTER);
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
  // Whoever signs out leaves nothing behind, not even what was to be kept in a moment.
  document.addEventListener("submit", (event) => {
    if (!("signOut" in event.target.dataset)) return;
    clearTimeout(keepTimer);
    clearTimeout(sendTimer);
    turn += 1;
  });
  addEventListener("offline", () => say("offline"));
  addEventListener("online", () => ("autosave" in form.dataset ? send() : say("online")));
}

forgetSavedAndOld();
for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
