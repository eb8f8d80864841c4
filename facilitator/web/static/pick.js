// A field over a long list to choose from ([data-finds-by="its label"]): what is typed there leaves what begins a word
// of a name, in any spelling; what is left alone is chosen. [data-names] has other names, a line for each row of the
// list: its value, a space, the names. Without this script, and where the list is short, the list is all there is.

const SHORT = 8;
const LETTERS = { ß: "ss", ø: "o", ł: "l", đ: "d", æ: "ae", œ: "oe", ı: "i" };

// Without case and accents; ue, oe and ae as ü, ö and ä are.
const fold = (words) =>
  words.toLowerCase().replace(/[ßøłđæœı]/g, (letter) => LETTERS[letter]).normalize("NFD").replace(/[\u0300-\u036f]/g, "")
    .replace(/([aou])e/g, "$1");

function find(list) {
  const others = new Map((list.dataset.names || "").split("\n").map((line) => {
    const [value, ...names] = line.split(" ");
    return [value, names.join(" ")];
  }));
  const rows = Array.from(list.options).filter(({ value }) => value).map((option) => {
    const names = [option.text, ...(others.get(option.value) || "").split(",")].map((name) => fold(name).trim());
    return { option, names, words: ` ${names.join(" ").replace(/[^\p{L}\p{N}]+/gu, " ")}` };
  });
  if (rows.length < SHORT) return;

  const field = document.createElement("input");
  const label = document.createElement("label");
  const said = document.createElement("p");
  field.id = `${list.id}-find`;
  field.type = "text";
  field.autocomplete = "off";
  label.htmlFor = field.id;
  label.className = "find-label";
  label.textContent = list.dataset.findsBy;
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  list.before(label, field, said);

  field.addEventListener("input", () => {
    const typed = fold(field.value).trim().replace(/[^\p{L}\p{N}]+/gu, " ");
    const fitting = rows.filter(({ words }) => words.includes(` ${typed}`));
    const named = rows.filter(({ names }) => names.includes(typed));
    for (const row of rows) row.option.hidden = row.option.disabled = fitting.length > 0 && !fitting.includes(row);
    const [one] = named.length === 1 ? named : fitting;
    const isClear = Boolean(typed) && (named.length === 1 || fitting.length === 1);
    list.value = isClear ? one.option.value : "";
    said.textContent = isClear ? one.option.text : "";
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    list.focus();
  });
}

document.querySelectorAll("select[data-finds-by]").forEach(find);
