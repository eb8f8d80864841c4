// Forms that lose nothing ([data-outbox]). What is typed is kept on this device from the first letter, with the id of the
// form. What is sent waits here until an answer names that id, however often it takes, also from another page of ours.
// Under its id the server takes it once. Without this script, or without room to keep anything, the form is sent as it is.
//
// Other scripts put in what they save as one goes: an item {id, action, entries} with a key, which takes the place of what
// waits under that key.

const [FIRST, SLOWEST, PATIENCE] = [3000, 60000, 15000];
// A browser sends on what has no more than 64 kB, all together, when its page goes.
const SHORT = 8000;
// Whose page this is, and the id of the form that it answers, if any.
const { author, answers } = document.documentElement.dataset;
// A page that was kept on this device, where the net did not answer.
const isFromHere = "offline" in document.documentElement.dataset;
const line = document.querySelector("[data-outbox-line]");
const forms = [...document.querySelectorAll("form[data-outbox]")];
const keyOf = (action) => `draft ${author} ${new URL(action).pathname}`;
const OUTBOX = `outbox ${author}`;
const listeners = [];
let [timer, pause, isSending] = [0, FIRST, false];

// What is kept

function read(key, otherwise) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return kept === null ? otherwise : kept;
  } catch {
    return otherwise;
  }
}

function write(key, value) {
  try {
    if (value) localStorage.setItem(key, JSON.stringify(value));
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false; // no room, or not allowed to keep anything
  }
}

const outbox = () => read(OUTBOX, []);
const sentUnder = (key) => `sent ${author} ${key}`;
// What was taken last under a key, for a page that is older than that; a page from the server has it.
export function lastSent(key) {
  const found = read(sentUnder(key), null);
  if (found && !isFromHere) write(sentUnder(key), null);
  return isFromHere && found ? { entries: found } : undefined;
}
export const waitingUnder = (beginning) => outbox().filter(({ key }) => Boolean(key) && key.startsWith(beginning));
const store = (items) => write(OUTBOX, items.length ? items : null);
const change = (id, more) => store(outbox().map((each) => (each.id === id ? { ...each, ...more } : each)));
const drop = (id) => store(outbox().filter((each) => each.id !== id));
export const dropKeys = (keys) => store(outbox().filter(({ key }) => !keys.includes(key)));

// Says whether there was room to keep it. Under a key the newest counts; what has none waits until it is taken.
export function put(item) {
  return store([...outbox().filter(({ id, key }) => (item.key ? key !== item.key : id !== item.id)), item]);
}

// What was sent may have changed what waits: with the marks that the answer has.
export function remark(beginning, changed) {
  const isMeant = ({ key }) => Boolean(key) && key.startsWith(beginning);
  store(outbox().map((each) => (isMeant(each) ? { ...each, entries: changed(each.entries) } : each)));
}

function forgetDraft({ id, action }) {
  if (read(keyOf(action), {}).id === id) write(keyOf(action), null);
}

// crypto.randomUUID is missing where the page came without TLS.
export const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// What is said

const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

function say(words, kind = "") {
  if (!line) return;
  if (line.textContent !== words) line.textContent = words;
  line.dataset.state = kind;
}

function tell() {
  const [waiting, refused] = [outbox().filter((each) => !each.isRefused), outbox().filter((each) => each.isRefused)];
  if (refused.length) return offer(refused[0]);
  if (waiting.length) return say(line.dataset.queued.replace("{number}", waiting.length), "waiting");
  return line && line.dataset.state === "waiting" ? say("") : undefined;
}

// What the server did not take is sent once more as a plain form: its page says why, and has all that was typed.
function offer(item) {
  say(item.why || line.dataset.refused, "refused");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = line.dataset.look;
  button.addEventListener("click", () => seeWhy(item));
  line.append(" ", button);
}

// Where there is no net now, it waits again.
async function seeWhy(item) {
  try {
    arrived(item, await sendOne(item));
  } catch {
    change(item.id, { isRefused: false });
    tell();
    later(FIRST);
  }
}

// It stays in the outbox until the page is there that has it.
function sendAsItIs({ id, action, entries }) {
  const plain = document.createElement("form");
  Object.assign(plain, { method: "post", action, hidden: true });
  for (const [name, value] of [...entries, ["submission", id]]) {
    const field = document.createElement("textarea");
    Object.assign(field, { name, value });
    plain.append(field);
  }
  document.body.append(plain);
  plain.submit();
}

// Sending

async function post({ id, action, entries }) {
  const body = new URLSearchParams([...entries, ["submission", id]]);
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const headers = { Accept: "text/plain" };
    const keepalive = body.toString().length < SHORT;
    return await fetch(action, { method: "POST", body, headers, keepalive, redirect: "manual", signal: stop.signal });
  } finally {
    clearTimeout(limit);
  }
}

// The page of a hotel's net answers 200 as well: only an answer that names the id says what became of it.
async function sendOne(item) {
  const answer = await post(item);
  const { status, headers } = answer;
  const [isTaken, isRefused] = [headers.get("X-Received") === item.id, headers.get("X-Refused") === item.id];
  if (!isTaken && !isRefused) throw new Error(String(status));
  const words = (headers.get("Content-Type") || "").startsWith("text/plain") ? await answer.text() : "";
  if (isTaken) {
    drop(item.id);
    forgetDraft(item);
    // A page that opens without a net is as it was when it was loaded.
    if (item.key && navigator.serviceWorker && navigator.serviceWorker.controller) write(sentUnder(item.key), item.entries);
    say(words || line.dataset.received.replace("{time}", clock()), "received");
  } else if (!change(item.id, { isRefused: true, why: words })) {
    throw new Error("no room to note it");
  }
  for (const tellOf of listeners) tellOf(item, headers);
  return headers.get("X-Leads-To");
}

export const onAnswer = (listener) => listeners.push(listener);

function later(delay) {
  clearTimeout(timer);
  timer = setTimeout(sendAll, delay * (0.8 + Math.random() * 0.4));
}

export function sendIn(delay) {
  pause = FIRST;
  clearTimeout(timer);
  timer = setTimeout(sendAll, delay, true);
}

async function sendAll(isFirst = false) {
  if (isSending) return;
  isSending = true;
  try {
    for (let next; (next = outbox().find((each) => !each.isRefused)); ) {
      if (isFirst) say(line.dataset.sending, "sending");
      const leadsTo = await sendOne(next);
      pause = FIRST;
      if (isOnPage(next.id)) arrived(next, leadsTo);
    }
    tell();
  } catch {
    tell();
    later(pause);
    pause = Math.min(pause * 2, SLOWEST);
  }
  isSending = false;
}

const isOnPage = (id) => [...document.querySelectorAll("[name=submission]")].some((field) => field.value === id);

// The form that was sent is still on the screen: go where it leads, or to the page that says what is wrong with it.
function arrived(item, leadsTo) {
  if (!leadsTo) return sendAsItIs(item);
  const there = new URL(leadsTo, location.href);
  if (there.pathname + there.search === location.pathname + location.search) {
    // To the same page: it takes this one's place in the history, where its form has an id of its own; and with an
    // anchor a browser would only scroll.
    history.replaceState(null, "");
    there.hash = "";
  }
  return location.assign(there);
}

// The forms on this page

const isKey = (field) => field.matches("[type=radio], [type=checkbox]");
const typed = (form) => [...new FormData(form)].filter(([name]) => name !== "submission");
const isUntouched = (form) =>
  [...form.elements].every((each) =>
    isKey(each) ? each.checked === each.defaultChecked : !each.matches("textarea, input:not([type=hidden])") || each.value === each.defaultValue);

export function fill(fields, entries) {
  for (const field of fields) {
    const mine = entries.filter(([name]) => name === field.name).map(([, value]) => value);
    if (isKey(field)) field.checked = mine.includes(field.value);
    else if (mine.length) field.value = mine[0];
  }
}

function putBack(form, { id, entries }) {
  fill([...form.elements].filter(({ type }) => type !== "hidden"), entries);
  form.elements.submission.value = id;
}

function keepDraft(form) {
  write(keyOf(form.action), { id: form.elements.submission.value, entries: typed(form) });
}

// What is typed while it travels would go with the page.
function block(form, isBlocked) {
  for (const field of form.elements) if (field.type !== "hidden") field.disabled = isBlocked;
}

// Another tab may have sent another text under the id that both have from one draft.
function ownId(form) {
  const typedNow = JSON.stringify(typed(form));
  const id = form.elements.submission.value;
  const other = outbox().find((each) => each.id === id && !each.isRefused && JSON.stringify(each.entries) !== typedNow);
  if (other) form.elements.submission.value = newId();
}

function submit(event, form) {
  ownId(form);
  const item = { id: form.elements.submission.value, action: form.action, entries: typed(form) };
  if (!put(item)) return;
  event.preventDefault();
  block(form, true);
  pause = FIRST;
  if (navigator.onLine) sendAll(true);
  else later(FIRST);
  giveWay(form, item.id);
}

// Who has no net goes on: the words wait in the outbox, and the form is free for others.
function giveWay(form, id) {
  const free = () => {
    if (form.elements.submission.value !== id || !outbox().some((each) => each.id === id)) return;
    forgetDraft({ id, action: form.action });
    block(form, false);
    form.reset();
    form.elements.submission.value = newId();
    tell();
    line.scrollIntoView({ block: "nearest" });
  };
  if (navigator.onLine) setTimeout(free, PATIENCE / 3);
  else free();
}

// This page has what was typed, and says why it was not taken.
if (author && answers) drop(answers);

if (author && line) {
  for (const form of forms) {
    const waits = (id) => outbox().some((each) => each.id === id && !each.isRefused);
    if (isFromHere || waits(form.elements.submission.value)) form.elements.submission.value = newId();
    const draft = read(keyOf(form.action), null);
    if (draft && waits(draft.id)) forgetDraft({ ...draft, action: form.action });
    else if (draft && !document.querySelector(".errors") && isUntouched(form)) putBack(form, draft);
  }
  // Also of forms that come later: what others added is brought up to date, and what looks alike is shown while typing.
  const isOurs = (form) => Boolean(form) && form.matches("form[data-outbox]");
  document.addEventListener("input", ({ target: { form } }) => isOurs(form) && keepDraft(form));
  document.addEventListener("submit", (event) => isOurs(event.target) && submit(event, event.target));
  addEventListener("pageshow", () => {
    isSending = false;
    forms.forEach((form) => block(form, false));
  });
  addEventListener("online", () => { pause = FIRST; sendAll(); });
  document.addEventListener("visibilitychange", () => sendAll());
  tell();
  sendAll();
}

// Pages that were seen are there without a net, where the browser lets a worker do it: by HTTPS, or on this computer.
const worker = document.querySelector("[data-worker]");
if (author && worker && navigator.serviceWorker) {
  addEventListener("load", async () => {
    const isFirst = !navigator.serviceWorker.controller;
    await navigator.serviceWorker.register(worker.dataset.worker, { scope: "/" });
    if (isFirst) (await navigator.serviceWorker.ready).active.postMessage(location.href);
  });
}
