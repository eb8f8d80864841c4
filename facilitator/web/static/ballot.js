// Saves replies as one goes. What changed is kept in this browser, one part (issue, solution) at a time, and sent in
// the background until the server has it: also after a reload, and after hours without a connection.

const [SOON, AFTER_TYPING, SLOWEST] = [400, 1500, 60000];
const form = document.querySelector("form[data-draft]");
const sign = form?.querySelector("[data-saved]");
const key = `draft-${form?.dataset.draft}`;
const refused = new Map();
let [timer, pause, isSending] = [0, 0, false];

const draft = () => JSON.parse(localStorage.getItem(key) ?? "{}");

function keep(parts) {
  if (Object.keys(parts).length) localStorage.setItem(key, JSON.stringify(parts));
  else localStorage.removeItem(key);
}

const say = (words) => {
  if (sign.textContent !== words) sign.textContent = words;
};

const nameOf = (part) => part.getAttribute("aria-labelledby");
const partOf = (name) => form.querySelector(`[aria-labelledby="${name}"]`);
const fieldsOf = (part) => [...part.querySelectorAll("input[name], textarea[name]")];
const isKey = (field) => field.matches("[type=radio], [type=checkbox]");
const isChosen = (field) => !isKey(field) || field.checked;
const isTouched = (field) =>
  isKey(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
const answerTo = ({ type, name, value }) => (type === "checkbox" ? `${name}=${value}` : name);
const entriesOf = (part) => fieldsOf(part).filter(isChosen).map(({ name, value }) => [name, value]);

function putBack(fields, entries) {
  for (const field of fields) {
    const own = entries.filter(([name]) => name === field.name).map(([, value]) => value);
    if (isKey(field)) field.checked = own.includes(field.value);
    else if (own.length) field.value = own[0];
  }
}

// What was tapped before this script arrived is newer than what was kept here.
function begin(part, kept) {
  const touched = new Set(fieldsOf(part).filter(isTouched).map(answerTo));
  if (kept) putBack(fieldsOf(part).filter((field) => !touched.has(answerTo(field))), kept);
  return touched.size ? entriesOf(part) : kept;
}

function later(delay) {
  clearTimeout(timer);
  timer = setTimeout(send, delay);
}

async function post(entries) {
  const body = new URLSearchParams(entries);
  for (const name of ["csrf_token", "author"]) body.append(name, form.elements[name].value);
  body.append("submission", crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`);
  const answer = await fetch(form.action, {
    method: "POST", body, keepalive: true, redirect: "manual",
    headers: { Accept: "text/plain" }, signal: AbortSignal.timeout(15000),
  });
  if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
  const isWord = answer.headers.get("Content-Type")?.startsWith("text/plain");
  const word = isWord ? await answer.text() : sign.dataset.refused;
  const marks = answer.headers.get("X-Was") ?? "";
  return answer.status === 204 ? [true, sign.dataset.saved, marks] : [answer.ok, word, marks];
}

// From here on this is what stood on the page: also for what was typed while it travelled.
function mark(marks) {
  const known = Object.fromEntries(marks.split(" ").filter(Boolean).map((each) => {
    const [name, ...value] = each.split("=");
    return [`was-${name}`, value.join("=")];
  }));
  for (const [name, value] of Object.entries(known)) if (form.elements[name]) form.elements[name].value = value;
  const parts = draft();
  for (const entries of Object.values(parts)) {
    for (const entry of entries) if (entry[0] in known) entry[1] = known[entry[0]];
  }
  keep(parts);
}

// What was changed while it travelled stays in the draft; what was refused waits until somebody changes it.
function settle(name, sent, isTaken) {
  const parts = draft();
  if (!isTaken) refused.set(name, sent);
  else if (JSON.stringify(parts[name]) === sent) delete parts[name];
  keep(parts);
}

const waiting = () =>
  Object.entries(draft()).find(([name, entries]) => refused.get(name) !== JSON.stringify(entries));

async function send() {
  if (isSending || !waiting()) return;
  isSending = true;
  say(sign.dataset.saving);
  try {
    for (let next = waiting(); next; next = waiting()) {
      const [name, entries] = next;
      const [isTaken, word, marks] = await post(entries);
      settle(name, JSON.stringify(entries), isTaken);
      mark(marks);
      say(isTaken || partOf(name) ? word : "");
    }
    pause = 0;
  } catch {
    say(sign.dataset.waiting);
    pause = Math.min(pause * 2 || 5000, SLOWEST);
    later(pause);
  }
  isSending = false;
}

function note({ target }) {
  const part = target.closest(".reply");
  if (!part) return;
  keep({ ...draft(), [nameOf(part)]: entriesOf(part) });
  later(target.matches("textarea") ? AFTER_TYPING : SOON);
}

// What went with a page that was sent, and led on, needs no second way.
function forgetSent() {
  const [from, names] = JSON.parse(sessionStorage.getItem(key) ?? "[]");
  sessionStorage.removeItem(key);
  if (!names || (from === form.action && !form.querySelector(".errors"))) return;
  const parts = draft();
  names.forEach((name) => delete parts[name]);
  keep(parts);
}

function leave(event) {
  // To leave the page without a connection would leave what was typed behind an error page.
  if (!navigator.onLine) {
    event.preventDefault();
    say(sign.dataset.waiting);
    return;
  }
  isSending = true;
  const names = [...form.querySelectorAll(".reply")].map(nameOf);
  sessionStorage.setItem(key, JSON.stringify([form.action, names]));
}

if (form) {
  forgetSent();
  const parts = draft();
  for (const part of form.querySelectorAll(".reply")) {
    const entries = begin(part, parts[nameOf(part)]);
    if (entries) parts[nameOf(part)] = entries;
  }
  keep(parts);
  form.addEventListener("input", note);
  form.addEventListener("submit", leave);
  document.addEventListener("visibilitychange", () => document.hidden && send());
  addEventListener("online", () => later(0));
  addEventListener("pageshow", () => (isSending = false));
  send();
}
