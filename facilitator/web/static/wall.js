// A wall never scrolls: where what is on it is more than the screen, all of it is set smaller, step by step, and larger
// again when there is room. Nobody is there to scroll, and what is cut off is not there.

const SMALLEST = 0.5;
const STEP = 0.04;
const page = document.documentElement;

const isCut = () => page.scrollHeight > innerHeight || page.scrollWidth > innerWidth;

function fit() {
  let size = 1;
  page.style.setProperty("--fit", size);
  while (isCut() && size > SMALLEST) {
    size -= STEP;
    page.style.setProperty("--fit", size.toFixed(2));
  }
}

document.addEventListener("replaced", fit);
addEventListener("resize", fit);
document.fonts.ready.then(fit);
fit();
