/** The web chat: wires the line, the log, the input, the banners and the panel. */

import { openLink } from "./chat_link.js";
import { openLog } from "./chat_log.js";
import { make } from "./chat_words.js";

const element = (id) => document.getElementById(id);
const { strings, prefix, locale, embedded } = JSON.parse(element("settings").textContent);
const START = /^\/start\s+\S/;
const INVITATION = /^#start=([\w-]{1,128})$/;

const page = document.documentElement;
const title = document.title;
let connected = false;
let unread = 0;

// --- the log and the line ---

/** Commands are shown by what they mean; an invitation's code is not shown at all. */
function spoken(text) {
  if (START.test(text)) return strings.invite_said;
  return { "/start": strings.home, "/lines": strings.lines }[text.trim()] || text;
}

const log = openLog(element("log"), element("jump"), {
  strings,
  locale,
  spoken,
  told: {
    press(message, data) {
      clearBanner();
      link.act({ type: "press", message, data });
    },
    seen: (seq) => link.seen(seq),
  },
});

/** What there was is shown; from now on it is news. */
function settle() {
  if (log.isSettled()) return;
  log.settled();
  if (link.unsent().length === 0) log.answered();
  element("empty").hidden = !log.isEmpty();
}

/** What the demo's page around this one can't see by itself. */
function tellDemo(what) {
  if (embedded) parent.postMessage({ houniao: what }, location.origin);
}

window.addEventListener("focus", () => tellDemo("looked"));

function answered(frame) {
  if (frame.mine) return;
  log.answered();
  tellDemo("news");
  if (document.visibilityState !== "hidden") return;
  unread += 1;
  document.title = `(${unread}) ${title}`;
}

const address = new URL(`${prefix}/chat/ws`, location.href);
address.protocol = address.protocol.replace("http", "ws");
const link = openLink(address.href, `houniao${prefix}`, {
  state: showState,
  event(frame) {
    element("empty").hidden = true;
    log.show(frame);
    if (log.isSettled()) answered(frame);
  },
  caught_up: settle,
  taken: ({ key }) => log.taken(key),
  toast(frame) {
    log.answered();
    if (frame.alert) openPanel({ text: frame.text, yes: strings.alert_ok });
    else showBanner(frame.text);
  },
  error(frame) {
    log.answered();
    showBanner(frame.text, "error");
  },
});

function showState(state) {
  connected = state === "connected";
  page.dataset.state = state;
  element("state").textContent = strings[`state_${state}`];
  log.tellPending(connected);
  if (state === "offline") clearBanner();
}

for (const action of link.unsent()) {
  if (action.type === "text") log.showPending(action.key, action.text, connected);
  else log.resume(action.message, action.data);
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") return;
  unread = 0;
  document.title = title;
});

// --- saying something ---

const input = element("input");

/** Who speaks while the line is down sees the numbers to call without waiting. */
function say(text) {
  clearBanner();
  element("empty").hidden = true;
  page.classList.toggle("unheard", !connected);
  log.showPending(link.act({ type: "text", text }), text, connected);
}

/** As tall as its words, up to the height the style sheet allows. */
function grow() {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight + input.offsetHeight - input.clientHeight}px`;
}

function sayInput() {
  const text = input.value.trim();
  if (!text) return input.focus();
  input.value = "";
  grow();
  return say(text);
}

element("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  sayInput();
});

/** With a keyboard Enter sends; while Chinese is being composed it only picks the characters. */
input.addEventListener("keydown", (event) => {
  const composing = event.isComposing || event.keyCode === 229;
  if (event.key !== "Enter" || event.shiftKey || composing) return;
  if (!matchMedia("(hover: hover) and (pointer: fine)").matches) return;
  event.preventDefault();
  sayInput();
});
input.addEventListener("input", grow);

document.querySelectorAll("[data-say]").forEach((key) => {
  key.addEventListener("click", () => say(key.dataset.say));
});
element("reload").addEventListener("click", () => location.reload());

// --- banners and the panel ---

/** It lies over the log: who goes on has read it. */
function clearBanner() {
  element("banners").textContent = "";
}

function showBanner(text, kind = "") {
  const banner = make("p", `banner ${kind}`, text);
  clearBanner();
  element("banners").append(banner);
  const readable = Math.min(12000, 3500 + text.length * 120);
  setTimeout(() => banner.remove(), kind === "error" ? readable * 2 : readable);
}

/** A question or a notice before everything else; any way out but `yes` means no. */
function openPanel({ heading = "", text, yes, no = "", onYes = () => {}, onEnd = () => {} }) {
  const panel = element("panel");
  const main = make("button", "button main", yes);
  const other = make("button", "button", no);
  if (panel.open) panel.close();
  panel.textContent = "";
  panel.append(
    ...(heading ? [make("h2", "", heading)] : []),
    make("p", "", text),
    make("div", "rows", main, ...(no ? [other] : [])),
  );
  panel.onclose = onEnd;
  main.addEventListener("click", () => {
    panel.close();
    onYes();
  });
  other.addEventListener("click", () => panel.close());
  panel.showModal();
}

function offerInvitation() {
  const invitation = INVITATION.exec(location.hash);
  if (!invitation) return;
  openPanel({
    heading: strings.invite_title,
    text: strings.invite_text,
    yes: strings.invite_yes,
    no: strings.invite_no,
    onYes: () => say(`/start ${invitation[1]}`),
    onEnd: () => history.replaceState(null, "", location.pathname + location.search),
  });
}

window.addEventListener("hashchange", offerInvitation);
offerInvitation();

// --- leaving at once ---

/** Blank first, then go: the next page may take seconds on a slow line. */
element("leave")?.addEventListener("click", (event) => {
  event.preventDefault();
  page.className = "left";
  document.body.textContent = "";
  document.title = "\u00a0";
  link.leave();
  location.replace(event.currentTarget.href);
});

// --- a phone's keyboard covers the page where the browser does not shrink it ---

window.visualViewport?.addEventListener("resize", () => {
  if (visualViewport.scale > 1.01 || matchMedia("(max-height: 21rem)").matches) return;
  page.style.setProperty("--page-height", `${Math.round(visualViewport.height)}px`);
  window.scrollTo(0, 0);
});
