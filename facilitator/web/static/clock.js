// Ticks each [data-until]: "12:04 left", "1:10 over". The server's time counts (data-now), as phones run fast or slow.

const offsets = new WeakMap();

// How far this device's clock is behind the server's, in ms, taken anew when a fragment brings a new data-now.
function offset(clock) {
  const known = offsets.get(clock);
  if (known?.now === clock.dataset.now) return known.ms;
  const ms = Date.parse(clock.dataset.now) - Date.now();
  offsets.set(clock, { now: clock.dataset.now, ms });
  return ms;
}

function words(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

function stateOf(seconds, total) {
  if (seconds < 0) return "over";
  if (!total) return "";
  return seconds <= total * 0.05 ? "last" : seconds <= total * 0.2 ? "soon" : "";
}

function tick(clock) {
  const face = clock.querySelector(".clock-face");
  if (!face) return;
  const { until, minutes, left, over } = clock.dataset;
  const seconds = Math.ceil((Date.parse(until) - Date.now() - offset(clock)) / 1000);
  face.textContent = `${words(Math.abs(seconds))} ${seconds < 0 ? over : left}`;
  clock.dataset.state = stateOf(seconds, Number(minutes) * 60);
}

const tickAll = () => document.querySelectorAll("[data-until]").forEach(tick);

if (document.querySelector("[data-until], [data-live]")) {
  tickAll();
  setInterval(tickAll, 1000);
}
