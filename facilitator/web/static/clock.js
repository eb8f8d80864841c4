// Ticks each [data-until]: "12:04 left", "1:10 over"; hides each [data-ends] whose moment has come. The server's time
// counts: it stands in the page (data-now on <html>, in ms), and comes with each answer that live.js gets ("answered").
// From there on it is counted by the browser's monotonic clock, as phones run fast, slow, or in another year.

const DAY = 24 * 60 * 60;
// Longer than live.js waits for an answer: a server that is behind by more has set its own clock.
const SLOWEST = 15000;
const NOISE = 2000;
// Often enough that no second is shown for long after it is over.
const EVERY = 250;

// The server's time when the monotonic clock of this page stood at zero.
let zero = 0;
let apart = Date.now() - performance.now();

// A slow net makes an answer older, never newer, so of several the one that says the latest is the nearest.
function learn(served, at) {
  const found = served - at;
  if (found > zero || found < zero - SLOWEST) zero = found;
}

const now = () => zero + performance.now();
const ask = () => document.dispatchEvent(new Event("unsure"));

function begin() {
  const [page] = performance.getEntriesByType("navigation");
  const served = Number(document.documentElement.dataset.now);
  // A page that a browser had kept says when it was made. Until an answer comes, the device's clock is the better guess.
  const isKept = Boolean(page) && page.transferSize === 0;
  if (isKept) ask();
  learn(isKept ? Date.now() : served, isKept ? performance.now() : page ? page.responseStart : performance.now());
}

function words(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

function stateOf(seconds, total) {
  if (seconds < 0) return "over";
  if (!total) return "";
  return seconds <= total * 0.05 ? "last" : seconds <= total * 0.2 ? "soon" : "";
}

function tick(clock) {
  const { until, seconds: total, left, over } = clock.dataset;
  const seconds = Math.ceil((Date.parse(until) - now()) / 1000);
  // An end that is a day away is no countdown.
  const isNear = Math.abs(seconds) < DAY;
  const [face, said] = [
    clock.querySelector(".clock-face"),
    isNear ? (seconds < 0 ? over : left).replace("{time}", words(Math.abs(seconds))) : "",
  ];
  if (face.textContent === said) return;
  face.textContent = said;
  clock.dataset.state = isNear ? stateOf(seconds, Number(total)) : "";
}

function tickAll() {
  document.querySelectorAll("[data-until]").forEach(tick);
  document.querySelectorAll("[data-ends]").forEach((each) => { each.hidden = Date.parse(each.dataset.ends) <= now(); });
}

// A monotonic clock may stand still while the device sleeps, and the device's own jumps when it is set.
function watch() {
  const found = Date.now() - performance.now();
  if (Math.abs(found - apart) > NOISE) ask();
  apart = found;
  tickAll();
}

document.addEventListener("answered", ({ detail }) => { learn(detail, performance.now()); tickAll(); });
document.addEventListener("replaced", tickAll);
begin();
tickAll();
setInterval(watch, EVERY);
