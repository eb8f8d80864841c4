// A list that is longer than the screen is shown in turns: [data-turns="SECONDS"] is set in columns as high as what is
// left of the screen, columns that find no room stand to the right, and the list goes on by as many as fit. Nothing is
// cut on any screen. Arrow keys turn by hand; a letter leads to the first name with it. [data-turns-place] says where
// we are: {from}, {to}, {page}, {pages}; its data-turns-letter does where all begin with one letter.

const list = () => document.querySelector("[data-turns]");
const place = () => document.querySelector("[data-turns-place]");
let page = 0;
let waits;

// In parts of a pixel: of sixty pages, rounded ones would be far off.
const step = (turns) => turns.getBoundingClientRect().width + parseFloat(getComputedStyle(turns).columnGap);
const pagesOf = (turns) => Math.max(1, Math.ceil((turns.scrollWidth - 1) / step(turns)));
const pageOf = (turns, row) =>
  Math.floor((row.getBoundingClientRect().left - turns.getBoundingClientRect().left + turns.scrollLeft + 1) / step(turns));

function fill(turns) {
  // Below the list stands the line that says where we are, which takes no room of its own.
  const below = 2 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  turns.style.height = `${Math.floor(innerHeight - turns.getBoundingClientRect().top - scrollY - below)}px`;
}

function say(turns, pages) {
  const shown = [...turns.children].filter((row) => pageOf(turns, row) === page);
  if (!place() || !shown.length) return;
  const words = { from: shown[0].dataset.letter, to: shown.at(-1).dataset.letter, page: page + 1, pages };
  const sentence = words.from === words.to ? place().dataset.turnsLetter : place().dataset.turnsPlace;
  place().textContent = pages > 1 ? sentence.replace(/{(\w+)}/g, (gap, name) => words[name] ?? gap) : "";
}

function show(wanted) {
  const turns = list();
  if (!turns) {
    if (place()) place().textContent = "";
    return;
  }
  fill(turns);
  const pages = pagesOf(turns);
  page = (wanted + pages) % pages;
  turns.scrollLeft = page * step(turns);
  say(turns, pages);
}

function wait() {
  clearInterval(waits);
  waits = setInterval(() => show(page + 1), 1000 * (list()?.dataset.turns ?? 10));
}

function turnTo(wanted) {
  show(wanted);
  wait();
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || !list()) return;
  if (["ArrowRight", "PageDown", " "].includes(event.key)) turnTo(page + 1);
  else if (["ArrowLeft", "PageUp"].includes(event.key)) turnTo(page - 1);
  else if (event.key === "Home") turnTo(0);
  else {
    const row = list().querySelector(`[data-letter="${CSS.escape(event.key.toUpperCase())}"]`);
    if (!row) return;
    turnTo(pageOf(list(), row));
  }
  event.preventDefault();
});
addEventListener("resize", () => show(page));
document.addEventListener("replaced", () => show(page));
document.fonts.ready.then(() => show(page));
wait();
