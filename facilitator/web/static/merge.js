// The merge desk by keyboard: a letter presses the button or follows the link that carries it.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  [...document.querySelectorAll("[data-key]")].find((control) => control.dataset.key === key)?.click();
});
