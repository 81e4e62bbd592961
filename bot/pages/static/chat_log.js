/** The list of messages: bubbles, their buttons, and the person's words on their way. */

import { openView } from "./chat_view.js";
import { linkTo, make, words } from "./chat_words.js";

const ANSWER_LIMIT = 20000;

/**
 * The log in `box`. `told` hears press(message, data) and seen(seq).
 *
 * `spoken` turns an own text into what is shown for it: a quick key shows its label.
 */
export function openLog(box, jump, { strings, locale, spoken, told }) {
  const view = openView(box, jump, strings, told.seen);
  const items = new Map();
  const pending = new Map();
  const waiting = new Map();
  const zone = { timeZone: "Asia/Shanghai" };
  const clock = new Intl.DateTimeFormat(locale, {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...zone,
  });
  const calendar = new Intl.DateTimeFormat(locale, {
    month: "long", day: "numeric", weekday: "long", ...zone,
  });
  let lastDay = "";
  let pressed = null;

  // --- buttons ---

  const pressName = (message, data) => `${message} ${data}`;

  function markBusy(button, busy) {
    button.classList.toggle("busy", busy);
    button.setAttribute("aria-busy", String(busy));
    button.querySelector(".state")?.remove();
    if (busy) button.append(make("span", "state", make("span", "aside", strings.busy)));
  }

  function markAll({ message, data }, busy) {
    const buttons = items.get(message)?.querySelectorAll("button") || [];
    buttons.forEach((button) => button.dataset.data === data && markBusy(button, busy));
  }

  function wait(message, data) {
    const name = pressName(message, data);
    const press = { message, data, limit: setTimeout(() => stopWaiting(name), ANSWER_LIMIT) };
    waiting.set(name, press);
    markAll(press, true);
  }

  function stopWaiting(name) {
    const press = waiting.get(name);
    clearTimeout(press.limit);
    waiting.delete(name);
    markAll(press, false);
  }

  function pushButton(message, { text, data }) {
    const button = make("button", "button", make("span", "label", text));
    button.type = "button";
    button.dataset.data = data;
    if (waiting.has(pressName(message, data))) markBusy(button, true);
    button.addEventListener("click", () => {
      if (waiting.has(pressName(message, data))) return;
      pressed = message;
      view.acted();
      wait(message, data);
      told.press(message, data);
    });
    return button;
  }

  /** A number to call has its sign from the style sheet. */
  function linkButton({ text, url }) {
    const call = url.startsWith("tel:");
    const label = make("span", "label", call ? text.replace(/^☎\s*/, "") : text);
    return linkTo(url, call ? "button call" : "button", strings, label);
  }

  function rowsOf(message, rows) {
    const button = (key) => (key.url === undefined ? pushButton(message, key) : linkButton(key));
    return make("div", "rows", ...rows.map((row) => make("div", "row", ...row.map(button))));
  }

  // --- messages ---

  function timeOf(at) {
    const time = make("time", "", clock.format(new Date(at)));
    time.dateTime = at;
    return make("p", "meta", time);
  }

  /** An edit brings no time: the message keeps the one it had. */
  function write(item, { mine, message, text, entities = [], rows = [], at }) {
    const by = make("span", "aside", mine ? strings.you_say : strings.desk_says);
    const bubble = make("div", "bubble", ...words(mine ? spoken(text) : text, entities, strings));
    const buttons = rows.length ? [rowsOf(message, rows)] : [];
    const stamp = at ? [timeOf(at)] : [...item.querySelectorAll(".meta")];
    item.textContent = "";
    item.append(by, bubble, ...buttons, ...stamp);
  }

  /** Before what is still on its way, under the heading of its day. */
  function place(item, at) {
    const before = pending.size ? pending.values().next().value : null;
    const day = at ? calendar.format(new Date(at)) : lastDay;
    if (day !== lastDay) box.insertBefore(make("p", "day", make("span", "", day)), before);
    lastDay = day;
    box.insertBefore(item, before);
  }

  function settle(key) {
    const item = pending.get(key);
    if (!item) return;
    item.classList.remove("pending");
    item.querySelector(".meta").remove();
    pending.delete(key);
  }

  function message(frame) {
    const wasFollowing = view.isFollowing();
    const own = frame.key ? box.querySelector(`[data-key="${CSS.escape(frame.key)}"]`) : null;
    settle(frame.key);
    const known = items.get(frame.message);
    const item = known || own || make("article", frame.mine ? "item mine" : "item desk");
    items.set(frame.message, item);
    write(item, frame);
    if (!known) place(item, frame.at);
    view.toBeSeen(item, frame.seq);
    view.follow(item, wasFollowing);
  }

  const lastItem = () => [...box.querySelectorAll(".item")].pop();

  /** A message older than the history sent first appears through its edit. */
  function edit(frame) {
    const item = items.get(frame.message);
    if (!item) return message(frame);
    const hadFocus = item.contains(document.activeElement);
    const wasFollowing = view.isFollowing();
    write(item, frame);
    if (hadFocus) {
      item.tabIndex = -1;
      item.focus({ preventScroll: true });
    }
    item.classList.remove("changed");
    requestAnimationFrame(() => item.classList.add("changed"));
    view.toBeSeen(item, frame.seq);
    if (pressed === frame.message) view.reveal(item);
    else if (wasFollowing && item === lastItem()) view.follow(item, true);
    return undefined;
  }

  /** A removal is seen with whatever stands last. */
  function remove(frame) {
    items.get(frame.message)?.remove();
    items.delete(frame.message);
    const last = lastItem();
    if (last) view.toBeSeen(last, frame.seq);
  }

  const pendingWords = (connected) => (connected ? strings.pending : strings.waiting);

  return {
    /** Show one event of the protocol. */
    show: (frame) => ({ message, edit, delete: remove })[frame.kind]?.(frame),

    /** The person's own words before the desk has them. */
    showPending(key, text, connected) {
      const by = make("span", "aside", strings.you_say);
      const bubble = make("div", "bubble", spoken(text));
      const stamp = make("p", "meta", pendingWords(connected));
      const item = make("article", "item mine pending", by, bubble, stamp);
      item.dataset.key = key;
      pending.set(key, item);
      view.acted();
      box.append(item);
      view.follow(item, true);
    },

    /** The desk has these words; its echo may follow or not. */
    taken: settle,

    /** Say of what is pending whether it is on its way or waits for the line. */
    tellPending(connected) {
      pending.forEach((item) => {
        item.querySelector(".meta").textContent = pendingWords(connected);
      });
    },

    /** A press made before a reload is still on its way. */
    resume: wait,

    /** Something has come back: no button waits any longer. */
    answered: () => [...waiting.keys()].forEach(stopWaiting),

    /** History is in; from now on changes are read aloud. */
    settled() {
      view.settled();
      box.setAttribute("aria-live", "polite");
    },

    isSettled: () => box.getAttribute("aria-live") === "polite",
    isEmpty: () => lastItem() === undefined,
  };
}
