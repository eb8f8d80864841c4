// Keeps each [data-live="URL"] fresh: asks with If-None-Match and puts the returned fragment into the element without
// taking focus, scroll, open details or what is being typed. A server that can answers when there is news ("Prefer: wait");
// another one is asked every data-every seconds (4 unless told). As long it is left alone after news: in a storm of them
// a server that makes each page anew for each would do nothing else. Of a part that is data-paced the server itself
// says no more often what is new than it can.

const SLOWEST = 60;
const HIDDEN = 30;
// Seconds that an answer may wait; a proxy on the way lets go of what takes half a minute.
const WAIT = 10;
const LONGEST = 15;

const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
const isAlike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && a.id === b.id;

// A field that a person is in, or has changed: the server's picture of it is older than theirs.
function isTheirs(node) {
  if (!isElement(node) || !node.matches("input, textarea, select")) return false;
  if (node === document.activeElement) return true;
  if (node.matches("[type=radio], [type=checkbox]")) return node.checked !== node.defaultChecked;
  if (node.matches("select")) return node.dataset.changed === "true";
  return node.value !== node.defaultValue;
}

const holdsTheirs = (node) => isElement(node) && (isTheirs(node) || [...node.querySelectorAll("*")].some(isTheirs));

// What this browser adds by itself and no server sends.
const isOurs = (node, name) =>
  name === "data-state" || (name === "open" && node.matches("details")) || (name === "hidden" && "ends" in node.dataset);

function copyAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !isOurs(old, name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function update(old, fresh) {
  if (isTheirs(old) || old.isEqualNode(fresh)) return;
  if (!isElement(old)) {
    old.nodeValue = fresh.nodeValue;
    return;
  }
  copyAttributes(old, fresh);
  if (!old.matches("[data-keep]")) updateChildren(old, fresh);
}

function counterpart(parent, next, fresh) {
  if (isElement(fresh) && fresh.id) return [...parent.children].find((child) => isAlike(child, fresh));
  // The space between elements is as the page or the fragment has it, and no reason to take an element for another.
  while (next && (isElement(next) ? next.id : isElement(fresh))) next = next.nextSibling;
  return next && isAlike(next, fresh) ? next : undefined;
}

function updateChildren(old, fresh) {
  const known = old.childElementCount > 0;
  let next = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const match = counterpart(old, next, child);
    if (match) update(match, child);
    else if (known && child.id) child.classList.add("arrived");
    const placed = match || child;
    if (placed !== next) old.insertBefore(placed, next);
    next = placed.nextSibling;
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    if (!holdsTheirs(gone)) gone.remove();
  }
}

function replace(region, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const held = document.activeElement;
  const [start, end] = [held.selectionStart, held.selectionEnd];
  updateChildren(region, fresh.content);
  document.dispatchEvent(new Event("replaced"));
  if (held === document.activeElement || !held.isConnected || !region.contains(held)) return;
  held.focus({ preventScroll: true });
  if (typeof start === "number") held.setSelectionRange(start, end);
}

// Whose page this is: what belongs to the next one at this browser has no place on it.
const { author } = document.documentElement.dataset;
let isOthers = false;

let connected = new Date();

function show(isConnected) {
  const sign = document.querySelector("[data-connection]");
  if (!sign) return;
  const since = connected.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const words = isConnected ? "" : isOthers ? sign.dataset.others : sign.dataset.connection.replace("{time}", since);
  if (sign.textContent !== words) sign.textContent = words;
}

// The server's time comes with each answer, also with one that says that nothing is new; clock.js counts from it.
function tellTime(answer) {
  const served = Number(answer.headers.get("X-Server-Time"));
  if (served) document.dispatchEvent(new CustomEvent("answered", { detail: served }));
}

function keepFresh(region) {
  const every = Number(region.dataset.every) || 4;
  let [tag, failures, timer, asking, waits] = ["", 0, 0, null, false];

  async function ask(signal) {
    const headers = {
      ...(author && { "X-Author": author }),
      ...(tag && { "If-None-Match": tag }),
      // A browser has six connections to a server for all its tabs: those that nobody looks at hold none.
      ...(!document.hidden && { Prefer: `wait=${WAIT}` }),
    };
    const answer = await fetch(region.dataset.live, { headers, cache: "no-store", signal });
    tellTime(answer);
    isOthers = answer.headers.has("X-Author");
    waits = answer.headers.has("Preference-Applied");
    if (answer.status === 304) return 0;
    // A redirect leads to a page of its own (signed out, workshop closed), which is no fragment.
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    replace(region, await answer.text());
    tag = answer.headers.get("ETag") || "";
    return "paced" in region.dataset ? 0 : every;
  }

  function next(seconds) {
    clearTimeout(timer);
    // A room's pages that woke together must not ask together.
    timer = setTimeout(turn, seconds * 1000 * (0.8 + Math.random() * 0.4));
  }

  function rest() {
    if (asking) asking.abort();
    asking = null;
    next(HIDDEN);
  }

  async function turn() {
    // A question whose answer waits gives way to one that is asked now.
    if (asking) asking.abort();
    clearTimeout(timer);
    const mine = new AbortController();
    const limit = setTimeout(() => mine.abort(), LONGEST * 1000);
    asking = mine;
    let breath = 0;
    try {
      breath = await ask(mine.signal);
      failures = 0;
    } catch {
      failures += 1;
    }
    clearTimeout(limit);
    if (mine !== asking) return;
    asking = null;
    // One lost answer is no news; the second in a row is.
    if (failures !== 1 || isOthers) show(failures === 0);
    if (failures === 0) connected = new Date();
    const pause = failures === 0 && waits ? breath : Math.min(every * 2 ** failures, SLOWEST);
    next(document.hidden ? Math.max(pause, HIDDEN) : pause);
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : turn()));
  addEventListener("online", turn);
  document.addEventListener("unsure", turn);
  timer = setTimeout(turn, every * 1000);
}

document.addEventListener("change", (event) => {
  if (event.target.matches("select")) event.target.dataset.changed = "true";
});
document.querySelectorAll("[data-live]").forEach(keepFresh);
// Only now is it true that nobody need reload.
document.documentElement.classList.add("is-live");

// A notice that somebody has folded away stays folded on this device, if its browser keeps anything.
function fold(notice) {
  const key = `folded-${notice.dataset.folds}`;
  try {
    notice.open = localStorage.getItem(key) === null;
  } catch {
    return;
  }
  notice.addEventListener("toggle", () => {
    if (notice.open) localStorage.removeItem(key);
    else localStorage.setItem(key, "yes");
  });
}

document.querySelectorAll("details[data-folds]").forEach(fold);

// The id of a form that was sent stays with its entry in the history. A browser that goes back asks for the page anew,
// puts into it what was typed, and with another id the same words would count twice. Of replies the last word counts.
const hasId = (form) => form.matches(".form:not(.replies)") && form.elements.submission;

document.addEventListener("submit", ({ target }) => {
  if (hasId(target)) history.replaceState({ ...history.state, [target.action]: target.elements.submission.value }, "");
});
document.querySelectorAll("form").forEach((form) => {
  const id = history.state && history.state[form.action];
  if (id && hasId(form)) form.elements.submission.value = id;
});
