// Pages of delegates without a net: those that were seen are there as they were, and never the browser's error page.
// Nothing is sent from here: what people write waits in the outbox of the page (outbox.js), also of a page from here.
// Each version of the product has a worker of its own, and begins with empty caches.

const [PAGES, FILES, OFFLINE] = ["pages of ", "files", "/offline"];
const PATIENCE = 8000;
const version = location.search;
const NEEDED = ["style.css", "live.js", "clock.js", "outbox.js", "news.js", "ballot.js", "steps.js", "similar.js"];

const isPage = (html) => /<html[^>]* class="participant/.test(html);
const authorOf = (html) => (/<html[^>]* data-author="([^"]*)"/.exec(html) || ["", ""])[1];

async function forgetOthers(author) {
  for (const name of await caches.keys()) if (name.startsWith(PAGES) && name !== PAGES + author) await caches.delete(name);
}

const isHtml = (answer) => answer.ok && (answer.headers.get("Content-Type") || "").startsWith("text/html");

// Who else is at this browser, or has signed out, leaves no page of the one before.
async function keep(address, answer) {
  const html = await answer.text();
  const author = authorOf(html);
  await forgetOthers(author);
  const isSecret = (answer.headers.get("Cache-Control") || "").includes("no-store");
  if (!author || !isPage(html) || isSecret) return;
  const pages = await caches.open(PAGES + author);
  await pages.put(address, new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8" } }));
}

// A redirect leads to a page that the browser then asks for by itself. By these ways in and out somebody else may come.
async function fresh(event) {
  const answer = await fetch(event.request);
  if (/\/(back|join|sign-in|sign-out)(\/|$)/.test(new URL(event.request.url).pathname)) event.waitUntil(forgetOthers(""));
  if (event.request.method === "GET" && isHtml(answer)) event.waitUntil(keep(event.request.url, answer.clone()));
  return answer;
}

async function kept(request) {
  const found = request.method === "GET" && (await caches.match(request.url));
  const answer = found || (await caches.match(OFFLINE));
  if (!answer) return Response.error();
  const html = (await answer.text()).replace("<html ", "<html data-offline ");
  return new Response(html, { status: found ? 200 : 503, headers: answer.headers });
}

// What is sent by a plain form may arrive late; only for a page that was seen another one can stand in.
async function page(event) {
  const { request } = event;
  const isKept = request.method === "GET" && (await caches.match(request.url));
  let timer;
  try {
    const tooLong = new Promise((_, give) => (timer = setTimeout(give, PATIENCE, new Error("too long"))));
    return await (isKept ? Promise.race([fresh(event), tooLong]) : fresh(event));
  } catch {
    return kept(request);
  } finally {
    clearTimeout(timer);
  }
}

const file = async (request) => (await caches.match(request)) || fetch(request);

addEventListener("install", (event) => {
  const needed = [...NEEDED.map((name) => `/static/${name}${version}`), OFFLINE];
  event.waitUntil(caches.open(FILES + version).then((files) => files.addAll(needed)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (name) => name !== FILES + version && caches.delete(name);
  event.waitUntil(caches.keys().then((names) => Promise.all(names.map(old))).then(() => clients.claim()));
});

// The page that called this worker came before it.
addEventListener("message", (event) => {
  event.waitUntil(fetch(event.data).then((answer) => isHtml(answer) && keep(event.data, answer)));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (pathname.startsWith("/static/")) event.respondWith(file(request));
});
