// Buttons that copy a text which stands on the page; without script it is selected and copied by hand.

function select(text) {
  const range = document.createRange();
  range.selectNodeContents(text);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

async function copy(text) {
  select(text);
  // A page that is not served by HTTPS has no clipboard; the older way works there.
  if (navigator.clipboard) await navigator.clipboard.writeText(text.textContent);
  else if (!document.execCommand("copy")) throw new Error("not copied");
}

for (const button of document.querySelectorAll("button[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    let said = button.dataset.said;
    try {
      await copy(document.getElementById(button.dataset.copies));
    } catch {
      said = button.dataset.failed;
    }
    button.nextElementSibling.textContent = said;
  });
}
