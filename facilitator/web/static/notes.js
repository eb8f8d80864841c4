// Notes save themselves: a second after the last key, when the field is left, and when the page goes. The plain form
// does the same without script. What somebody else wrote meanwhile is shown beside; then only the button saves.
// What is not saved is kept on this device, with the version that it was written over, and saved when the note is next open.

const PAUSE = 1000;
const AGAIN = 5000;
const LOOK = 2000;

const states = new Map();

const fieldOf = (form) => form.elements.text;
const isChanged = (form) => fieldOf(form).value !== fieldOf(form).defaultValue;
const lineOf = (form) => form.parentElement.querySelector(".note-state");

const keyOf = (form) => `note ${form.elements.author.value} ${form.action}`;

function keep(form) {
  const [{ value: text }, { value: base }] = [fieldOf(form), form.elements.based_on];
  try {
    if (isChanged(form)) localStorage.setItem(keyOf(form), JSON.stringify({ text, base }));
    else localStorage.removeItem(keyOf(form));
  } catch {
    // no room, or not allowed to keep anything: it is saved while the page is open
  }
}

function putBack(form) {
  try {
    const { text, base } = JSON.parse(localStorage.getItem(keyOf(form)) ?? "{}");
    if (text === undefined || isChanged(form)) return;
    fieldOf(form).value = text;
    if (isChanged(form)) form.elements.based_on.value = base;
    else keep(form); // it arrived as the page went, when nobody could hear of it
  } catch {
    // nothing was kept
  }
}

function say(form, words) {
  form.querySelector("[role=status]").textContent = words;
}

// The hidden fields and the line below come from the server; the text is theirs who types. What was saved before, and
// written over by somebody else since, gives way to what stands there now.
function take(form, page, saved) {
  const fresh = page.querySelector("form.note");
  for (const name of ["submission", "based_on", "csrf_token"]) form.elements[name].value = fresh.elements[name].value;
  lineOf(form).replaceWith(page.querySelector(".note-state"));
  const now = fieldOf(fresh).value;
  if (fieldOf(form).value === saved) fieldOf(form).value = now;
  fieldOf(form).defaultValue = now;
  keep(form);
}

function showRefusal(form, page) {
  const words = page.querySelector("[data-refusal]");
  const next = page.querySelector("form [name=based_on]")?.closest("form");
  if (!words || !next) throw new Error("no answer of ours");
  form.querySelector("[data-refusal]")?.remove();
  form.prepend(words);
  for (const name of ["submission", "based_on", "csrf_token"]) form.elements[name].value = next.elements[name].value;
  form.dataset.state = "refused";
  // To write over somebody else's text is a decision: only the button does it.
  states.get(form).waits = Boolean(words.querySelector(".said"));
}

// It is somebody else's browser by now, or nobody's: the button leads to the page that has the ways on.
function showUnsent(form, words) {
  const box = document.createElement("div");
  box.dataset.refusal = "";
  box.append(words);
  form.querySelector("[data-refusal]")?.remove();
  form.prepend(box);
  form.dataset.state = "refused";
  Object.assign(states.get(form), { waits: true, isUnsent: true });
}

async function send(form) {
  const text = fieldOf(form).value;
  const answer = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { "X-Wants": "field" },
    keepalive: text.length < 4000, // a browser keeps no more than 64 kB alive
  });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.status === 422) {
    showRefusal(form, page);
  } else if (answer.ok && new URL(answer.url).pathname === form.dataset.field) {
    form.querySelector("[data-refusal]")?.remove();
    form.dataset.state = "saves-itself";
    take(form, page, text);
  } else if (page.querySelector("[data-unsent]")) {
    showUnsent(form, page.querySelector("[data-unsent]"));
  } else {
    throw new Error(String(answer.status));
  }
  return answer.ok;
}

async function save(form) {
  const state = states.get(form);
  clearTimeout(state.timer);
  if (state.isSending || state.waits || !isChanged(form)) return;
  state.isSending = true;
  say(form, form.dataset.saving);
  let next = PAUSE;
  try {
    if (!(await send(form))) next = 0;
    say(form, "");
  } catch {
    say(form, form.dataset.unsaved);
    next = AGAIN;
  }
  state.isSending = false;
  // What was typed while it was on its way goes after it; what was refused waits for another key.
  if (next && isChanged(form)) state.timer = setTimeout(save, next, form);
}

// Somebody else wrote here and nobody is typing: their text takes its place.
async function catchUp(form) {
  const known = Number(form.elements.based_on.value);
  const isBusy = document.activeElement === fieldOf(form) || isChanged(form) || states.get(form).isSending;
  if (isBusy || Number(lineOf(form)?.dataset.version ?? known) <= known) return;
  const headers = { "X-Author": form.elements.author.value };
  const answer = await fetch(form.dataset.field, { headers, cache: "no-store" });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (isChanged(form) || document.activeElement === fieldOf(form)) return;
  const theirs = page.querySelector("form.note textarea").value;
  take(form, page, theirs);
  fieldOf(form).value = theirs;
}

function adopt(form) {
  states.set(form, { timer: 0, isSending: false, waits: false });
  form.dataset.state = "saves-itself";
  putBack(form);
  save(form);
}

const notes = () => [...document.querySelectorAll("form.note")];
const adoptAll = () => notes().filter((form) => !states.has(form)).forEach(adopt);

document.addEventListener("input", ({ target }) => {
  const form = target.closest("form.note");
  if (!form || !states.has(form)) return;
  const state = states.get(form);
  keep(form);
  clearTimeout(state.timer);
  state.timer = setTimeout(save, PAUSE, form);
});
document.addEventListener("focusout", ({ target }) => {
  const form = target.closest?.("form.note");
  if (form && states.has(form)) save(form);
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form.note");
  if (!form) {
    notes().forEach((each) => states.has(each) && save(each));
    return;
  }
  if (states.get(form).isUnsent) return;
  event.preventDefault();
  states.get(form).waits = false;
  save(form);
});
addEventListener("pagehide", () => notes().forEach((form) => states.has(form) && save(form)));

adoptAll();
setInterval(() => {
  adoptAll();
  notes().forEach((form) => catchUp(form).catch(() => {}));
}, LOOK);
