// Ticks each [data-until]: "12:04 left", "1:10 over". The server's time counts where live.js has learnt it from an
// answer (data-skew on <html>, in ms), as phones run fast or slow.

const DAY = 24 * 60 * 60;

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
  const { until, seconds: total, left, over } = clock.dataset;
  const skew = Number(document.documentElement.dataset.skew) || 0;
  const seconds = Math.ceil((Date.parse(until) - Date.now() - skew) / 1000);
  // An end that is a day away is no countdown.
  const isNear = Math.abs(seconds) < DAY;
  clock.querySelector(".clock-face").textContent = isNear
    ? `${words(Math.abs(seconds))} ${seconds < 0 ? over : left}`
    : "";
  clock.dataset.state = isNear ? stateOf(seconds, Number(total)) : "";
}

const tickAll = () => document.querySelectorAll("[data-until]").forEach(tick);

tickAll();
setInterval(tickAll, 1000);
