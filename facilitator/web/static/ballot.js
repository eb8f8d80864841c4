// Saves replies as one goes. What changed is kept in this browser, one part (issue, solution) at a time, and sent in
// the background until the server has it: also after a reload, and after hours without a connection.

const [SOON, AFTER_TYPING, SLOWEST] = [400, 1500, 60000];
const form = document.querySelector("form[data-draft]");
const sign = form?.querySelector("[data-saved]");
const key = `draft-${form?.dataset.draft}`;
let [timer, pause, isSending, refused] = [0, 0, false, ""];

const draft = () => JSON.parse(localStorage.getItem(key) ?? "{}");

function keep(parts) {
  if (Object.keys(parts).length) localStorage.setItem(key, JSON.stringify(parts));
  else localStorage.removeItem(key);
}

const say = (words) => {
  if (sign.textContent !== words) sign.textContent = words;
};

const nameOf = (part) => part.getAttribute("aria-labelledby");
const fieldsOf = (part) => [...part.querySelectorAll("input[name], textarea[name]")];
const isChosen = (field) => !field.matches("[type=radio], [type=checkbox]") || field.checked;
const entriesOf = (part) => fieldsOf(part).filter(isChosen).map(({ name, value }) => [name, value]);

function putBack(part, entries) {
  for (const field of fieldsOf(part)) {
    const own = entries.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = own.includes(field.value);
    else if (own.length) field.value = own[0];
  }
}

function later(delay) {
  clearTimeout(timer);
  timer = setTimeout(send, delay);
}

async function post(parts) {
  const body = new URLSearchParams(Object.values(parts).flat());
  body.append("csrf_token", form.elements.csrf_token.value);
  body.append("submission", crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`);
  const answer = await fetch(form.action, {
    method: "POST", body, keepalive: true, redirect: "manual",
    headers: { Accept: "text/plain" }, signal: AbortSignal.timeout(15000),
  });
  const isWord = answer.headers.get("Content-Type")?.startsWith("text/plain");
  if (answer.status === 204) return sign.dataset.saved;
  if (answer.status === 200) return answer.text();
  if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
  refused = JSON.stringify(parts);
  throw new TypeError(isWord ? await answer.text() : sign.dataset.refused);
}

// What was changed while it travelled stays in the draft.
function forget(sent) {
  const parts = draft();
  for (const [name, entries] of Object.entries(sent)) {
    if (JSON.stringify(parts[name]) === JSON.stringify(entries)) delete parts[name];
  }
  keep(parts);
  if (Object.keys(parts).length) later(SOON);
}

async function send() {
  const parts = draft();
  // What was refused is not sent again before somebody has changed it.
  if (isSending || !Object.keys(parts).length || JSON.stringify(parts) === refused) return;
  isSending = true;
  say(sign.dataset.saving);
  try {
    say(await post(parts));
    pause = 0;
    isSending = false;
    forget(parts);
  } catch (fault) {
    isSending = false;
    const isRefused = JSON.stringify(parts) === refused;
    say(isRefused ? fault.message : sign.dataset.waiting);
    pause = Math.min(pause * 2 || 5000, SLOWEST);
    if (!isRefused) later(pause);
  }
}

function note({ target }) {
  const part = target.closest(".reply");
  if (!part) return;
  keep({ ...draft(), [nameOf(part)]: entriesOf(part) });
  later(target.matches("textarea") ? AFTER_TYPING : SOON);
}

if (form) {
  for (const [name, entries] of Object.entries(draft())) {
    const part = form.querySelector(`[aria-labelledby="${name}"]`);
    if (part) putBack(part, entries);
  }
  form.addEventListener("input", note);
  // To leave the page without a connection would leave what was typed behind an error page.
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    say(sign.dataset.waiting);
  });
  document.addEventListener("visibilitychange", () => document.hidden && send());
  addEventListener("online", () => later(0));
  send();
}
