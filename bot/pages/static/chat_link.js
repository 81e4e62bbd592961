/**
 * The page's line to the desk: one WebSocket, restored for as long as the page is open.
 *
 * What a person did stays on a shelf (sessionStorage) until the desk says it has taken it, and is
 * sent again with the same key after a break: told at least once, done at most once.
 */

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15000;
const OPENING_LIMIT = 10000;
const TAKING_LIMIT = 12000;
const STEADY_AFTER = 3000;
const STALE_AFTER = 30000;
const LOAD_ANEW = 4000;
const ANEW_AGAIN_AFTER = 60000;

/** A key nobody else makes. crypto.randomUUID is missing on plain http in a local network. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Unsent actions in order; only in memory where the browser refuses storage. */
function openShelf(name) {
  let actions = [];
  try {
    actions = JSON.parse(sessionStorage.getItem(name)) || [];
  } catch {
    // Nothing kept, or nothing readable: begin empty.
  }
  const keep = (kept) => {
    actions = kept;
    try {
      sessionStorage.setItem(name, JSON.stringify(actions));
    } catch {
      // Private mode or a full store.
    }
  };
  return {
    all: () => actions,
    add: (action) => keep([...actions, action]),
    drop: (key) => keep(actions.filter((action) => action.key !== key)),
    clear() {
      keep([]);
      try {
        sessionStorage.clear();
      } catch {
        // Nothing was kept.
      }
    },
  };
}

/** A desk that refuses every page must not make it load for ever: once a minute is enough. */
function mayLoadAnew(shelfName) {
  try {
    const name = `${shelfName} anew`;
    const before = Number(sessionStorage.getItem(name));
    sessionStorage.setItem(name, String(Date.now()));
    return Date.now() - before > ANEW_AGAIN_AFTER;
  } catch {
    return false;
  }
}

/**
 * Connect to `url` and stay connected.
 *
 * `told` hears: state("connecting" | "connected" | "again" | "offline"), event(frame), caught_up(),
 * taken(key), toast(frame), error(frame).
 */
export function openLink(url, shelfName, told) {
  const shelf = openShelf(shelfName);
  let socket = null;
  let last = 0;
  let shown = 0;
  let confirmed = 0;
  let failures = 0;
  let firstOfReplay = true;
  let forgiveGapsUntil = 0;
  let hiddenSince = 0;
  let retry = 0;
  let watch = 0;
  let steady = 0;
  let confirming = 0;
  let everOpen = false;
  let left = false;

  const isOpen = () => socket !== null && socket.readyState === WebSocket.OPEN;
  const send = (frame) => socket.send(JSON.stringify(frame));

  function letGo() {
    [retry, watch, steady].forEach(clearTimeout);
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    socket = null;
  }

  function connect() {
    letGo();
    if (left) return;
    if (failures < 3) told.state(everOpen ? "again" : "connecting");
    socket = new WebSocket(url);
    socket.onopen = opened;
    socket.onmessage = (message) => heard(JSON.parse(message.data));
    socket.onclose = lost;
    watch = setTimeout(lost, OPENING_LIMIT);
  }

  function lost(why) {
    letGo();
    if (why && why.code === LOAD_ANEW && mayLoadAnew(shelfName)) return location.reload();
    failures += 1;
    told.state(navigator.onLine === false || failures >= 3 ? "offline" : "again");
    const pause = Math.min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE);
    retry = setTimeout(connect, pause * (0.8 + Math.random() * 0.4));
  }

  function opened() {
    clearTimeout(watch);
    everOpen = true;
    firstOfReplay = true;
    confirmed = 0;
    // A desk that accepts and hangs up at once must not be knocked on twice a second.
    steady = setTimeout(() => (failures = 0), STEADY_AFTER);
    send({ type: "hello", after: last });
    shelf.all().forEach(send);
    expectTaken();
    confirmSoon();
    told.state("connected");
  }

  /** A sleeping phone's socket dies without a word: silence after an action means connect anew. */
  function expectTaken() {
    clearTimeout(watch);
    if (shelf.all().length > 0) watch = setTimeout(lost, TAKING_LIMIT);
  }

  function heard(frame) {
    if (frame.type === "event") return heardEvent(frame);
    if (frame.type === "taken") {
      shelf.drop(frame.key);
      expectTaken();
    }
    if (told[frame.type]) told[frame.type](frame);
  }

  /** The first event after a hello may jump (older ones are gone); a later jump is a loss. */
  function heardEvent(frame) {
    // Without a number: told while the desk could not store it. Stored later, it comes again numbered.
    if (frame.seq === undefined) return told.event(frame);
    if (frame.seq <= last) return;
    const gap = frame.seq > last + 1 && !firstOfReplay;
    if (gap && Date.now() > forgiveGapsUntil) {
      forgiveGapsUntil = Date.now() + OPENING_LIMIT;
      return connect();
    }
    firstOfReplay = false;
    last = frame.seq;
    told.event(frame);
  }

  function confirmSoon() {
    clearTimeout(confirming);
    confirming = setTimeout(() => {
      if (!isOpen() || shown <= confirmed) return;
      send({ type: "seen", seq: shown });
      confirmed = shown;
    }, 250);
  }

  function awake() {
    if (document.visibilityState === "hidden") {
      hiddenSince = Date.now();
      return;
    }
    const stale = hiddenSince > 0 && Date.now() - hiddenSince > STALE_AFTER;
    hiddenSince = 0;
    if (stale || !isOpen()) connect();
  }

  window.addEventListener("online", connect);
  window.addEventListener("offline", () => told.state("offline"));
  window.addEventListener("pageshow", (event) => event.persisted && connect());
  document.addEventListener("visibilitychange", awake);
  connect();

  return {
    /** Actions the desk has not taken yet, oldest first. */
    unsent: () => shelf.all(),

    /** Keep the action, send it as soon as the line is open; its key. */
    act(action) {
      const keyed = { ...action, key: newKey() };
      shelf.add(keyed);
      if (isOpen()) {
        send(keyed);
        expectTaken();
      }
      return keyed.key;
    },

    /** An event with this seq has been before the person's eyes. */
    seen(seq) {
      shown = Math.max(shown, seq);
      confirmSoon();
    },

    /** Hang up for good and forget what was not sent. */
    leave() {
      left = true;
      shelf.clear();
      letGo();
    },
  };
}
