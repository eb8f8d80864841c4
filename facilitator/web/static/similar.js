// [data-found]: what is there already and looks like the title that is being typed, asked at the address it names.

const PAUSE = 350;
const found = document.querySelector("[data-found]");
const field = document.querySelector("[name=title]");
let timer = 0;

async function ask() {
  const title = field.value;
  try {
    const answer = await fetch(`${found.dataset.found}?${new URLSearchParams({ title })}`);
    if (answer.ok && !answer.redirected && field.value === title) found.innerHTML = await answer.text();
  } catch {
    // Without a net there is nothing to compare with; the issue can be sent later all the same.
  }
}

if (found) {
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
}
