// Saves replies as one goes. What changed goes into the outbox, one part (issue, solution) at a time, and from there to
// the server: also after a reload, from another page, and after hours without a connection.

const [SOON, AFTER_TYPING] = [400, 1500];
const form = document.querySelector("form[data-draft]");
const keyOfPage = form && `${form.dataset.draft} page ${form.action}`;

const keyOf = (part) => `${form.dataset.draft} ${part.getAttribute("aria-labelledby")}`;
const fieldsOf = (part) => [...part.querySelectorAll("input[name], textarea[name]")];
const isKey = (field) => field.matches("[type=radio], [type=checkbox]");
const isChosen = (field) => !isKey(field) || field.checked;
const isTouched = (field) =>
  isKey(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
const answerTo = ({ type, name, value }) => (type === "checkbox" ? `${name}=${value}` : name);
const entriesOf = (part) => fieldsOf(part).filter(isChosen).map(({ name, value }) => [name, value]);
const whose = () => ["csrf_token", "author"].map((name) => [name, form.elements[name].value]);

function begin({ fill, waitingUnder, lastSent, dropKeys, put, remark, newId, sendIn, onAnswer }) {
  const keep = (part) => put({ key: keyOf(part), id: newId(), action: form.action, entries: [...entriesOf(part), ...whose()] });

  // What was tapped before this script arrived is newer than what was kept here.
  function take(part, kept) {
    const touched = new Set(fieldsOf(part).filter(isTouched).map(answerTo));
    if (kept) fill(fieldsOf(part).filter((field) => !touched.has(answerTo(field))), kept.entries);
    if (touched.size) keep(part);
  }

  function note({ target }) {
    const part = target.closest(".reply");
    if (part && keep(part)) sendIn(target.matches("textarea") ? AFTER_TYPING : SOON);
  }

  // Whoever answers with a finger has the next question before them; who uses keys or types goes on by themselves.
  let isByFinger = false;
  function goOn({ target }) {
    if (!isByFinger || !target.matches("[type=radio]") || target.value.endsWith("with_change")) return;
    const stops = [...form.querySelectorAll("fieldset, .button-primary")];
    const next = stops[stops.indexOf(target.closest("fieldset")) + 1];
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    if (next && next.getBoundingClientRect().bottom > innerHeight) next.scrollIntoView({ block: "nearest", behavior });
  }

  // From here on this is what stood on the page: also for what was typed while it travelled.
  function mark(item, headers) {
    const marks = new Map((headers.get("X-Was") || "").split(" ").filter(Boolean).map((each) => {
      const [name, ...value] = each.split("=");
      return [`was-${name}`, value.join("=")];
    }));
    for (const [name, value] of marks) if (form.elements[name]) form.elements[name].value = value;
    remark(`${form.dataset.draft} `, (entries) => entries.map(([name, value]) => [name, marks.has(name) ? marks.get(name) : value]));
  }

  // The page goes the same way, with all its parts, and its answer says where it leads.
  function sendPage(event) {
    if (!put({ key: keyOfPage, id: form.elements.submission.value, action: form.action,
      entries: [...new FormData(form), ["goes_on", "yes"]].filter(([name]) => name !== "submission") })) return;
    event.preventDefault();
    dropKeys([...form.querySelectorAll(".reply")].map(keyOf));
    sendIn(0);
  }

  const kept = waitingUnder(`${form.dataset.draft} `);
  const under = (wanted) => kept.find(({ key }) => key === wanted);
  const before = lastSent(keyOfPage);
  for (const part of form.querySelectorAll(".reply")) {
    const partBefore = lastSent(keyOf(part));
    take(part, under(keyOf(part)) || under(keyOfPage) || partBefore || before);
  }
  form.addEventListener("input", note);
  form.addEventListener("input", goOn);
  form.addEventListener("pointerdown", () => { isByFinger = true; });
  form.addEventListener("keydown", () => { isByFinger = false; });
  form.addEventListener("submit", sendPage);
  onAnswer(mark);
  sendIn(0);
}

// The page has the outbox already, under this address: another one would make a second outbox.
if (form) import(`./outbox.js${new URL(import.meta.url).search}`).then(begin);
