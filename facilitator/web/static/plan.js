// Drag a name onto a table: the page on which the same is done without dragging is fetched with that table chosen,
// and its choice is shown, with what it costs, to be confirmed. Nothing moves before.

const KIND = "text/x-person";
let dragged = null;

const personOf = (target) => target instanceof Element && target.closest("[data-person]");
const tableOf = (target) => target instanceof Element && target.closest("[data-table]");
const fits = (table) =>
  table && dragged && table !== dragged.closest("[data-table]") &&
  table.dataset.round === dragged.href.match(/rounds\/(\d+)/)?.[1];

function clear() {
  document.querySelectorAll(".is-over").forEach((table) => table.classList.remove("is-over"));
}

async function choose(address) {
  const answer = await fetch(address, { headers: { "X-Author": document.documentElement.dataset.author } });
  const choice = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#choice");
  // Whatever is in the way is said on the page itself.
  if (!choice) return location.assign(address);
  show(choice);
}

function show(choice) {
  const dialog = document.createElement("dialog");
  dialog.className = "plan-dialog stack";
  dialog.setAttribute("aria-labelledby", "choice-title");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button-quiet";
  close.textContent = document.querySelector("[data-close]").dataset.close;
  close.addEventListener("click", () => dialog.close());
  dialog.append(choice, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("dragstart", (event) => {
  dragged = personOf(event.target);
  if (dragged) event.dataTransfer.setData(KIND, dragged.href);
});
document.addEventListener("dragover", (event) => {
  const table = tableOf(event.target);
  clear();
  if (!fits(table)) return;
  event.preventDefault();
  table.classList.add("is-over");
});
document.addEventListener("drop", (event) => {
  const table = tableOf(event.target);
  if (!fits(table)) return;
  event.preventDefault();
  choose(`${dragged.href}?group=${table.dataset.table}`);
});
document.addEventListener("dragend", () => {
  clear();
  dragged = null;
});
