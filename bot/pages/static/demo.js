/** The demo's desk: turning the clock, the steps to try, and which phone is looked at. */

const element = (id) => document.getElementById(id);
const { strings, locale } = JSON.parse(element("settings").textContent);
const all = (selector) => [...document.querySelectorAll(selector)];
const phones = all(".phone");
const narrow = matchMedia("(max-width: 719px)");
const TICK = 20000;

// --- phones ---

const phoneOf = (key) => phones.find((phone) => phone.dataset.key === key);

/** The marks for news: on the phone itself and on its tab. */
function newsOf(key) {
  return all(`#phone-${key} .news, [data-show="${key}"] .news`);
}

/** On a narrow page the one phone to be seen; elsewhere this changes nothing visible. */
function show(key) {
  phones.forEach((phone) => phone.classList.toggle("shown", phone.dataset.key === key));
  all("[data-show]").forEach((tab) => {
    tab.setAttribute("aria-pressed", String(tab.dataset.show === key));
  });
  if (narrow.matches) newsOf(key).forEach((mark) => (mark.hidden = true));
}

function call(key) {
  show(key);
  phones.forEach((phone) => phone.classList.toggle("called", phone.dataset.key === key));
  if (!narrow.matches) phoneOf(key)?.scrollIntoView({ block: "nearest", inline: "center" });
}

// Clicks inside a frame stay there: the phones tell of their news, and that they are looked at.
window.addEventListener("message", ({ origin, data, source }) => {
  if (origin !== location.origin) return;
  const phone = phones.find((one) => one.querySelector("iframe").contentWindow === source);
  if (!phone) return;
  const marks = newsOf(phone.dataset.key);
  const seen = narrow.matches ? phone.classList.contains("shown") : phone.contains(document.activeElement);
  if (data?.houniao === "looked") marks.forEach((mark) => (mark.hidden = true));
  if (data?.houniao === "news" && !seen) marks.forEach((mark) => (mark.hidden = false));
});

/** The tabs go to the top, so that the whole phone is in view under them. */
const toPhones = () => element("tabs").scrollIntoView({ block: "start" });

all("[data-show]").forEach((tab) => {
  tab.addEventListener("click", () => {
    show(tab.dataset.show);
    toPhones();
  });
});

// --- steps ---

function take(index, calling = true) {
  all(".step").forEach((step, at) => step.setAttribute("aria-pressed", String(at === index)));
  all(".step-text").forEach((text, at) => text.classList.toggle("current", at === index));
  const step = all(".step")[index];
  if (step && calling) call(step.dataset.phone);
}

all(".step").forEach((step, index) => step.addEventListener("click", () => take(index)));
all("[data-next]").forEach((next) => {
  next.addEventListener("click", () => {
    take(Number(next.dataset.next));
    all(".step")[Number(next.dataset.next)].focus();
  });
});

// On a narrow page the steps would hide the phones: they open when asked for.
element("steps").open = !narrow.matches;
all("[data-look]").forEach((look) => {
  look.addEventListener("click", () => {
    call(look.dataset.look);
    toPhones();
  });
});

// --- the clock ---

const clock = document.querySelector(".clock");

function showNow({ now, label }) {
  element("now").dateTime = now;
  element("now").textContent = label;
}

async function readNow() {
  if (document.visibilityState === "hidden" || clock.classList.contains("running")) return;
  try {
    showNow(await (await fetch("/demo/clock")).json());
  } catch {
    // The desk is starting again: the next tick asks once more.
  }
}

async function* linesOf(response) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    rest += decoder.decode(value || new Uint8Array(), { stream: !done });
    const lines = rest.split("\n");
    rest = lines.pop();
    yield* lines.filter(Boolean);
    if (done) {
      if (rest.trim()) yield rest;
      return;
    }
  }
}

function setRunning(running) {
  clock.classList.toggle("running", running);
  all("[data-to]").forEach((jump) => jump.setAttribute("aria-disabled", String(running)));
}

/** Turn the desk's clock and show how far it is; the desk does each due thing on the way. */
async function turn(to) {
  if (clock.classList.contains("running")) return;
  setRunning(true);
  element("progress").value = 0;
  element("clock-news").textContent = strings.clock_running;
  let arrived = false;
  try {
    const response = await fetch("/demo/clock", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ to }),
    });
    if (!response.ok) throw new Error(String(response.status));
    for await (const line of linesOf(response)) {
      const step = JSON.parse(line);
      showNow(step);
      element("progress").value = step.done;
      arrived = step.done >= 1;
    }
  } catch {
    arrived = false;
  }
  const news = element("clock-news");
  news.textContent = arrived ? element("now").textContent : strings.clock_failed;
  news.classList.toggle("aside", arrived);
  setTimeout(() => setRunning(false), 400);
}

all("[data-to]").forEach((jump) => jump.addEventListener("click", () => turn(jump.dataset.to)));
document.addEventListener("visibilitychange", readNow);
setInterval(readNow, TICK);

element("now").textContent = new Intl.DateTimeFormat(locale, {
  dateStyle: "full", timeStyle: "short", timeZone: "Asia/Shanghai",
}).format(new Date(element("now").dateTime));
readNow();
show(phones[0]?.dataset.key);
take(0, false);
