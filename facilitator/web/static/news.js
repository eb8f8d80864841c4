// Says what is new on a page that keeps itself fresh: the words of [data-news] whose id was not there before stand in
// [data-news-line] and in the title, and the phone shakes once where its browser lets us. A touch or a key ends it, and
// so does the end of what it is about.

const line = document.querySelector("[data-news-line]");
const title = document.title;
const shown = () => Array.from(document.querySelectorAll("[data-news]")).filter((each) => !each.hidden);
const idsOf = (elements) => new Set(elements.map(({ id }) => id));
let [known, told] = [idsOf(shown()), ""];

function say(words, id) {
  told = id;
  line.textContent = words;
  document.title = words ? `\u25CF ${words}` : title;
}

document.addEventListener("replaced", () => {
  const now = shown();
  const news = now.find(({ id }) => !known.has(id));
  known = idsOf(now);
  if (news) {
    say(news.dataset.news, news.id);
    if (navigator.vibrate) navigator.vibrate(200);
  } else if (told && !known.has(told)) {
    say("", "");
  }
});
["pointerdown", "keydown"].forEach((what) => addEventListener(what, () => say("", "")));
