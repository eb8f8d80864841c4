// Drag a session onto another one to move it before that, or onto the rest of a day to move it to the day's end:
// the form of the page is sent as by one of its buttons, which do the same step by step.

const KIND = "text/x-session";
let dragged = null;

const rowOf = (target) => target instanceof Element && target.closest("[data-session]");
const dayOf = (target) => target instanceof Element && target.closest("[data-day]");

function clear() {
  document.querySelectorAll(".is-over").forEach((place) => place.classList.remove("is-over"));
}

function placeOf(target) {
  const row = rowOf(target);
  return row === dragged ? null : row || dayOf(target);
}

function move(place) {
  const where = place.dataset.session ? `before ${place.dataset.session}` : `end ${place.dataset.day}`;
  const button = document.createElement("button");
  button.name = "move";
  button.value = `${dragged.dataset.session} ${where}`;
  button.hidden = true;
  dragged.closest("form").append(button);
  button.click();
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target instanceof Element && event.target.matches("[data-session]") ? event.target : null;
  if (dragged) event.dataTransfer.setData(KIND, dragged.dataset.session);
});
document.addEventListener("dragover", (event) => {
  const place = dragged && placeOf(event.target);
  clear();
  if (!place) return;
  event.preventDefault();
  place.classList.add("is-over");
});
document.addEventListener("drop", (event) => {
  const place = dragged && placeOf(event.target);
  if (!place) return;
  event.preventDefault();
  move(place);
});
document.addEventListener("dragend", () => {
  clear();
  dragged = null;
});
