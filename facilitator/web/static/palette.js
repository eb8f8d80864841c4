// Keys of the console: each [data-key] is where its key leads. A dialog opens and takes the focus to its first field, so
// does a details; anything else is only focused: no key by itself does what a button does.

const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");

function open(target) {
  if (target.matches("dialog")) {
    if (!target.open) target.showModal();
    target.querySelector("input")?.select();
    return;
  }
  if (target.matches("details")) target.open = true;
  const stop = target.matches("a, button") ? target : target.querySelector("select, input:not([type=hidden]), button, a");
  (stop ?? target).focus();
  target.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const isFinding = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
  if (!isFinding && (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))) return;
  const key = isFinding ? "/" : event.key.toLowerCase();
  const target = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
  if (!target || (document.querySelector("dialog[open]") && !target.matches("dialog"))) return;
  event.preventDefault();
  document.querySelectorAll("dialog[open]").forEach((other) => other !== target && other.close());
  open(target);
});

// A link that names a dialog opens it here; without script it leads to the page that has the same.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-opens]");
  if (!link) return;
  event.preventDefault();
  open(document.getElementById(link.dataset.opens));
});
