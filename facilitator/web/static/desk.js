// The rapporteur's entry: Enter sends the line and frees the field at once; what was understood is asked from the server
// while typing, for it alone reads lines. Without this module the form does the same, a page for each line.
//
// A line is kept on this device until the server has taken it, and sent again until then, under its id. It goes from this
// page alone and after the line before it: what that one left standing (its measure, its issue) holds for it too.

const PAUSE = 120;
const PATIENCE = 15000;
const [FIRST, SLOWEST] = [3000, 60000];
const entry = document.getElementById("entry");
const form = document.getElementById("line-form");
const field = document.getElementById("line");
const reading = document.getElementById("reading");
const unkept = document.getElementById("unkept");
const sign = document.querySelector("[data-outbox-line]");
let [isSending, asking, timer, again, pause, place] = [false, null, 0, 0, FIRST, -1];
// The line that the chips on the page were made for: their places are places in it, and in no other.
let read = null;

const hidden = (name) => form.elements[name];
const CORRECTION = ["correcting", "before", "based_on", "waiting"];

// An id of its own for each line; crypto.randomUUID is missing where the page came without TLS.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// What was understood

// A line can be longer than an address, so it is asked in a body.
async function ask() {
  asking?.abort();
  const mine = (asking = new AbortController());
  const line = field.value;
  const body = new URLSearchParams({ line });
  for (const name of ["csrf_token", "author", "standing", "above", "correcting", "waiting"]) body.set(name, hidden(name).value);
  try {
    const answer = await fetch(entry.dataset.reading, { method: "POST", body, signal: mine.signal });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    show(await answer.text(), line);
  } catch {
    if (!mine.signal.aborted) unread();
  }
}

// Chips of an earlier text would say what is no longer so; the line is kept without them.
function unread() {
  read = null;
  const said = document.createElement("p");
  said.className = "small soft";
  said.textContent = reading.dataset.unread;
  reading.replaceChildren(said);
  reading.removeAttribute("aria-busy");
}

// Who has gone on to a chip by keyboard stays there; who chooses from one already is not disturbed.
function show(html, line) {
  const chips = () => [...reading.querySelectorAll("summary")];
  const at = chips().indexOf(document.activeElement);
  if (reading.contains(document.activeElement) && (at < 0 || chips()[at].parentElement.open)) return;
  reading.innerHTML = html;
  read = line;
  reading.removeAttribute("aria-busy");
  chips()[at]?.focus();
}

function changed() {
  reading.setAttribute("aria-busy", "true");
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

function put(text, at = text.length) {
  field.value = text;
  field.focus();
  field.setSelectionRange(at, at);
  changed();
}

// Chips may still say what an earlier text said. Their mark is looked for in the line as it is; where it is not found,
// as where none was typed, the choice is added: a measure in front, all else at the end.
function choose(button) {
  const [{ mark, start, end }, { of }] = [button.dataset, button.closest("[data-of]").dataset];
  if (read === field.value) return replaceMark({ mark, start, end });
  const typed = (read ?? "").slice(start, end);
  const place = typed ? field.value.lastIndexOf(typed) : -1;
  const added = of === "measure" ? 0 : field.value.length;
  return replaceMark(place < 0 ? { mark, start: added, end: added } : { mark, start: place, end: place + typed.length });
}

// A choice of a chip takes the place of the mark that it belongs to, or is added where there is none.
function replaceMark({ mark, start, end }) {
  const [before, after] = [field.value.slice(0, start).trimEnd(), field.value.slice(end).trimStart()];
  put([before, mark, after].filter(Boolean).join(" ") + (after ? "" : " "));
}

// Corrections

const correctable = () => [...document.querySelectorAll("#caught [data-line]")];

// Which card the line puts right, from which text and version, and which line to be completed it is; a new one is neither.
function begin(line) {
  for (const name of CORRECTION) hidden(name).value = line[name] ?? "";
  const { label, correct, complete } = field.dataset;
  form.querySelector("label").textContent = line.correcting ? correct.replace("{ref}", line.correcting) : line.waiting ? complete : label;
}

function correct(item) {
  const { ref, line, before, version, waiting: id } = item?.dataset ?? {};
  begin({ correcting: ref, before: before ?? line, based_on: version, waiting: id });
  complain("");
  document.querySelectorAll("#caught [aria-current]").forEach((other) => other.removeAttribute("aria-current"));
  item?.setAttribute("aria-current", "true");
  item?.scrollIntoView({ block: "nearest" });
  put(item?.dataset.line ?? "");
}

function leave() {
  place = -1;
  correct(null);
}

function step(by) {
  const items = correctable();
  place = Math.max(-1, Math.min(place + by, items.length - 1));
  if (place < 0) leave();
  else correct(items[place]);
}

// Sending

function complain(html) {
  const box = document.getElementById("line-error");
  box.innerHTML = html;
  box.parentElement.classList.toggle("field-wrong", Boolean(html));
  field.setAttribute("aria-invalid", String(Boolean(html)));
}

// Lines that the server has not taken, of all tabs of this desk; one set aside stands below the field, with the reason.
const STORE = `desk ${form.elements.author.value} ${form.action}`;
const lines = stored();
let isStored = true;

function stored() {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? "[]");
  } catch {
    return [];
  }
}

// Another tab has lines of its own here: only this one is put in, or taken out.
function store(line, isIn) {
  const isIt = ({ submission }) => submission === line.submission;
  const before = stored();
  const all = isIn && !before.some(isIt) ? [...before, line] : before.flatMap((each) => (isIt(each) ? (isIn ? line : []) : each));
  try {
    if (all.length) localStorage.setItem(STORE, JSON.stringify(all));
    else localStorage.removeItem(STORE);
    isStored = true;
  } catch {
    isStored = false; // no room, or not allowed to keep anything
  }
}

function take() {
  const line = { line: field.value, submission: newId() };
  for (const name of CORRECTION) line[name] = hidden(name).value;
  lines.push(line);
  store(line, true);
}

function drop(line) {
  lines.splice(lines.indexOf(line), 1);
  aside.delete(line);
  store(line, false);
}

function say(words) {
  if (sign.textContent !== words) sign.textContent = words;
}

async function send(line) {
  const { csrf_token, author, standing, above } = form.elements;
  line.standing ??= standing.value;
  line.above ??= above.value;
  store(line, true); // sent once more, it is the same
  const body = new URLSearchParams({ ...line, csrf_token: csrf_token.value, author: author.value });
  const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const unsent = page.querySelector("[data-unsent]");
  if (unsent) return setAside(line, unsent.outerHTML);
  if (!page.getElementById("line-form")) throw new Error(String(answer.status));
  if (answer.status === 422) return setAside(line, page.getElementById("line-error").innerHTML);
  drop(line);
  const there = new URL(answer.url);
  if (there.pathname !== location.pathname) return location.assign(answer.url);
  history.replaceState(null, "", there);
  return update(page);
}

function update(page) {
  for (const name of ["standing", "above", "csrf_token"]) hidden(name).value = page.querySelector(`#line-form [name=${name}]`).value;
  for (const id of ["caught", "chain"]) document.getElementById(id).innerHTML = page.getElementById(id).innerHTML;
  document.getElementById("chain").dataset.live = page.getElementById("chain").dataset.live;
  document.getElementById("stays")?.remove();
  const stays = page.getElementById("stays");
  if (stays) form.prepend(document.adoptNode(stays));
  document.getElementById("said").textContent = page.querySelector(".notice")?.textContent.trim() ?? "";
}

// A line that is no card yet waits on the server; what the server could not take at all stands below, with its sentence.
function setAside(line, said) {
  aside.add(line);
  const item = document.createElement("div");
  item.className = "notice notice-error";
  item.innerHTML = `<p class="notice-title"></p><p dir="auto"></p><div></div><button type="button" class="button button-quiet"></button>`;
  const [title, text, why, button] = item.children;
  [title.textContent, text.textContent, button.textContent] = [unkept.dataset.title, line.line, unkept.dataset.again];
  why.innerHTML = said;
  button.addEventListener("click", () => {
    item.remove();
    drop(line);
    unkept.hidden = !unkept.childElementCount;
    begin(line);
    put(line.line);
  });
  unkept.append(item);
  unkept.hidden = false;
}

const aside = new Set();
const waiting = () => lines.filter((line) => !aside.has(line));

async function work() {
  if (isSending || !waiting().length) return;
  isSending = true;
  clearTimeout(again);
  try {
    for (let line; (line = waiting()[0]); pause = FIRST) await send(line);
    say("");
  } catch {
    say(sign.dataset.queued.replace("{number}", waiting().length));
    again = setTimeout(work, pause);
    pause = Math.min(pause * 2, SLOWEST);
  }
  isSending = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!field.value.trim()) return;
  take();
  leave();
  work();
});

field.addEventListener("input", changed);
field.addEventListener("keydown", (event) => {
  const isFree = !field.value || hidden("correcting").value || hidden("waiting").value;
  if (event.key === "ArrowUp" && isFree) step(1);
  else if (event.key === "ArrowDown" && isFree) step(-1);
  else if (event.key === "Escape") leave();
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const mark = event.target.closest("[data-mark]");
  const instead = event.target.closest("[data-instead]");
  const wanted = event.target.closest("[data-correct]");
  if (mark) choose(mark);
  else if (instead) put(`${instead.dataset.instead} `);
  else if (wanted) {
    event.preventDefault();
    correct(wanted.closest("[data-line]"));
  }
});

// Wherever the focus went, what is typed goes into the line.
document.addEventListener("keydown", (event) => {
  const isTyped = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (isTyped && !event.target.closest("input, textarea, select")) field.focus();
});

addEventListener("beforeunload", (event) => {
  if (lines.length && !isStored) event.preventDefault();
});
addEventListener("online", work);

changed();
work();
