// Enter goes from issue to issue; on the last one, and with Ctrl, it sends the form as it always does.
document.querySelector("[data-rows]")?.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || !field.matches("input")) return;
  const next = field.closest("tr").nextElementSibling?.querySelector("input:not([type=hidden])");
  event.preventDefault();
  if (event.ctrlKey || event.metaKey || !next) return field.form.requestSubmit();
  next.focus();
  next.select();
});
