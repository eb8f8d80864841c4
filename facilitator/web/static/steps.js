// [data-steps]: a form whose .step elements are shown one at a time, with Next and Back; all of it is sent at the end.
// The browser's own back button goes a step back, too.

function walk(frame) {
  const form = frame.querySelector("form");
  const steps = [...form.querySelectorAll(".step")];
  const send = form.querySelector(".button-primary");
  const words = frame.dataset;
  const here = document.createElement("p");
  const keys = document.createElement("div");
  const row = document.createElement("div");
  const complaint = document.createElement("p");
  here.className = "small soft";
  complaint.className = "complaint";
  complaint.setAttribute("role", "alert");
  const next = button("button-primary", words.next, () => go(1));
  const back = button("button-quiet", words.back, () => history.back());
  let now = 0;

  function button(kind, label, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `button ${kind}`;
    made.textContent = label;
    made.addEventListener("click", press);
    return made;
  }

  function show(number, isMoved = true) {
    now = Math.max(0, Math.min(number, steps.length - 1));
    steps.forEach((step, place) => { step.hidden = place !== now; });
    next.hidden = now === steps.length - 1;
    send.hidden = !next.hidden;
    back.hidden = now === 0;
    complaint.textContent = "";
    here.textContent = words.here.replace("{page}", now + 1).replace("{pages}", steps.length);
    const [first] = fields(steps[now]);
    if (isMoved && first) first.focus();
  }

  const stepInHistory = () => (history.state && history.state.step) || 0;
  const fields = (step) => [...step.querySelectorAll("input, select, textarea")];

  // What the server would refuse at the end is asked for where it is missing.
  function missing(step) {
    const [first] = fields(step);
    if (first.type === "radio") return fields(step).some((each) => each.checked) ? "" : words.choose;
    return first.required && !first.value.trim() ? words.empty : "";
  }

  function go(by) {
    complaint.textContent = missing(steps[now]);
    if (complaint.textContent) return fields(steps[now])[0].focus();
    history.pushState({ ...history.state, step: now + by }, "");
    return show(now + by);
  }

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input") || next.hidden) return;
    event.preventDefault();
    go(1);
  });
  form.addEventListener("reset", () => show(0, false));
  addEventListener("popstate", () => show(stepInHistory()));
  frame.addEventListener("click", (event) => {
    const link = event.target.closest(".errors a");
    const id = link && link.hash.slice(1);
    const step = steps.findIndex((each) => id && each.querySelector(`[id="${id}"]`));
    if (step >= 0) show(step);
  });
  row.className = "row";
  row.append(back);
  send.before(complaint, keys);
  keys.append(next, send);
  keys.after(row);
  form.prepend(here);
  const wrong = steps.findIndex((step) => step.querySelector(".complaint"));
  show(wrong >= 0 ? wrong : stepInHistory(), false);
}

document.querySelectorAll("[data-steps]").forEach(walk);
