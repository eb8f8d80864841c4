// One screen after the other: the keys of a keyboard or a presenter's remote follow the links to the next and the last.

const WAYS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next",
  ArrowLeft: "prev", ArrowUp: "prev", PageUp: "prev", Backspace: "prev",
  Home: "first", End: "last",
};

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  // Enter and space on a link or a button mean that link or button.
  if (event.target.closest("a, button, input, select, textarea, summary") && [" ", "Enter"].includes(event.key)) return;
  const way = document.querySelector(`[rel~="${WAYS[event.key]}"]`);
  if (!way) return;
  event.preventDefault();
  // The back button leads out of the screens, not through all of them.
  location.replace(way.href);
});
