/** Words on the page: elements, addresses that may be followed, and text with entities. */

const SAFE_LINKS = ["http:", "https:", "tel:", "mailto:", "sms:"];

/** An element with a class and children; text is always a text node, never markup. */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** A link where the address may be followed, else a plain span. */
export function linkTo(address, className, strings, ...children) {
  let target = null;
  try {
    target = new URL(address, location.href);
  } catch {
    // Not an address.
  }
  if (!target || !SAFE_LINKS.includes(target.protocol)) return make("span", "", ...children);
  const link = make("a", className, ...children);
  link.href = target.href;
  if (target.protocol.startsWith("http") && target.origin !== location.origin) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.append(make("span", "aside", `（${strings.opens_new}）`));
  }
  return link;
}

/** A link inside a link would be two keys on one spot: the inner one stays plain. */
function entityElement(entity, covered, strings, inLink) {
  if (entity.type === "bold") return make("strong");
  if (inLink) return make("span");
  if (entity.type === "phone_number") {
    return linkTo(`tel:${covered.replace(/[^\d+]/g, "")}`, "phone", strings);
  }
  if (entity.type === "url") {
    return linkTo(/^[a-z]+:/i.test(covered) ? covered : `https://${covered}`, "", strings);
  }
  return make("span");
}

/** A number to call brings its own sign: one written before it would stand there twice. */
function before(element, text) {
  return element.className === "phone" ? text.replace(/☎\s*$/, "") : text;
}

/** Text with its entities; offsets count UTF-16 units, as JavaScript's strings do. */
export function words(text, entities, strings) {
  const left = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fill = (from, to, inLink) => {
    const parts = [];
    let at = from;
    while (left.length && left[0].offset < to) {
      const entity = left.shift();
      const start = Math.max(entity.offset, at);
      const end = Math.min(entity.offset + entity.length, to);
      if (end <= start) continue;
      const element = entityElement(entity, text.slice(start, end), strings, inLink);
      element.prepend(...fill(start, end, inLink || element.tagName === "A"));
      parts.push(before(element, text.slice(at, start)), element);
      at = end;
    }
    return [...parts, text.slice(at, to)];
  };
  return fill(0, text.length, false);
}
