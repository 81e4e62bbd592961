/** What of the log is in view: following the newest, and which events have been seen. */

const AT_END = 24;
const NEAR = 80;
const BURST = 3000;
const GLIDE = 800;
const ANSWER_LIMIT = 20000;

/**
 * Watch the scrolling `box`. `jump` is the button to the end: shown while the end is out of view,
 * and saying so when something new is there. `seen` hears each seq once it has been in view.
 */
export function openView(box, jump, strings, seen) {
  const unseen = new Map();
  const eyes = new IntersectionObserver(look, { root: box, rootMargin: "-8px 0px" });
  let settling = true;
  let top = null;
  let topSince = 0;
  let followUntil = 0;
  let near = true;
  let height = box.clientHeight;

  function look(entries) {
    if (document.visibilityState === "hidden") return;
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || !unseen.has(target)) continue;
      seen(unseen.get(target));
      unseen.delete(target);
      eyes.unobserve(target);
    }
  }

  function toBeSeen(element, seq) {
    if (seq === undefined) return;
    unseen.set(element, seq);
    eyes.unobserve(element);
    eyes.observe(element);
  }

  const toEnd = () => box.scrollHeight - box.clientHeight - box.scrollTop;

  /** Where the element begins for a reader: with the heading of its day. */
  function beginningOf(element) {
    const heading = element.previousElementSibling;
    const first = heading && heading.classList.contains("day") ? heading : element;
    return first.offsetTop - 12;
  }

  function scrollTo(offset) {
    const still = settling || matchMedia("(prefers-reduced-motion: reduce)").matches;
    box.scrollTo({ top: offset, behavior: still ? "auto" : "smooth" });
  }

  function showJump(fresh) {
    const atEnd = toEnd() < AT_END;
    jump.hidden = atEnd;
    if (atEnd || fresh) jump.classList.toggle("fresh", !atEnd && fresh);
    const isFresh = jump.classList.contains("fresh");
    jump.textContent = isFresh ? strings.new_below : "";
    jump.setAttribute("aria-label", isFresh ? strings.new_below : strings.jump_down);
  }

  function measure(fresh = false) {
    near = toEnd() < NEAR;
    showJump(fresh);
  }

  box.addEventListener("scroll", () => measure(), { passive: true });
  ["wheel", "touchmove", "keydown"].forEach((kind) => {
    box.addEventListener(kind, () => (followUntil = 0), { passive: true });
  });
  jump.addEventListener("click", () => {
    followUntil = Date.now() + GLIDE;
    scrollTo(box.scrollHeight);
  });

  // The keyboard opens, the phone turns, a hidden frame is shown: stay where the reading was.
  new ResizeObserver(() => {
    const wasHidden = height === 0;
    height = box.clientHeight;
    if (wasHidden && top) box.scrollTop = beginningOf(top);
    else if (near) box.scrollTop = box.scrollHeight;
  }).observe(box);

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") return;
    unseen.forEach((seq, element) => toBeSeen(element, seq));
  });

  return {
    toBeSeen,

    /** Whether the newest is being followed; ask before adding to the log. */
    isFollowing: () => settling || toEnd() < NEAR || Date.now() < followUntil,

    /** Down to the newest, but never past the beginning of what the person now has to read. */
    follow(element, wasFollowing) {
      if (!wasFollowing) return measure(true);
      const now = Date.now();
      if (settling || !top || !top.isConnected || now - topSince > BURST) {
        top = element;
        topSince = now;
      }
      followUntil = Math.max(followUntil, now + GLIDE);
      const target = Math.min(box.scrollHeight - box.clientHeight, beginningOf(top));
      scrollTo(target);
      return measure(element.offsetTop > target + box.clientHeight - NEAR);
    },

    /** Scroll as little as shows the element, its beginning before its end. */
    reveal(element) {
      const beginning = beginningOf(element);
      const end = element.offsetTop + element.offsetHeight + 12 - box.clientHeight;
      if (beginning < box.scrollTop) scrollTo(beginning);
      else if (end > box.scrollTop) scrollTo(Math.min(beginning, end));
    },

    /** The person acted: the answer is wanted from its beginning, even while history comes in. */
    acted() {
      settling = false;
      top = null;
      followUntil = Date.now() + ANSWER_LIMIT;
    },

    /** History is in: from now on the log glides. */
    settled() {
      settling = false;
      measure();
    },
  };
}
