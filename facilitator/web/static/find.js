// Finds while typing: what [data-finds="id"] holds is asked for at the address of that element, and arrow keys walk
// from the field through what was found. Without script the form does the same with a button.

const PAUSE = 150;

function follow(field) {
  const region = document.getElementById(field.dataset.finds);
  let [timer, asked] = [0, 0];

  async function ask() {
    const number = (asked += 1);
    const address = new URL(region.dataset.found, location.href);
    address.searchParams.set("q", field.value);
    const answer = await fetch(address, { cache: "no-store" });
    // An answer that was overtaken by a later question, or that leads to another page, is none.
    if (number !== asked || !answer.ok || answer.redirected) return;
    region.innerHTML = await answer.text();
  }

  function walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [field, ...region.querySelectorAll(".found-card")];
    const here = stops.indexOf(event.target);
    if (!step || here < 0 || !stops[here + step]) return;
    event.preventDefault();
    stops[here + step].focus();
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask().catch(() => {}), PAUSE);
  });
  document.addEventListener("keydown", walk);
  // Whoever has gone on to what was found chooses from what they see: nothing is put in its place any more.
  region.addEventListener("focusin", () => {
    clearTimeout(timer);
    asked += 1;
  });
}

document.querySelectorAll("[data-finds]").forEach(follow);
