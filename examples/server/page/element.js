/**
 * Makes an element. What is given as text becomes text, never markup: no
 * module of this page writes markup from data.
 *
 * @param {string} name such as `button`, or `button.quiet` with classes
 * @param {Object<string, string|number|boolean|Function|null|undefined>} attributes
 *   a function is a listener (`onclick`), `true` an attribute without a value,
 *   and what is `false` or absent is left out
 * @param {...(Node|string|number|null|undefined)} children
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag);
  return furnish(made, classes, attributes, children);
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * Makes an element of a drawing, as `element` does.
 *
 * @returns {SVGElement}
 */
export function shape(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElementNS(SVG, tag);
  return furnish(made, classes, attributes, children);
}

function furnish(made, classes, attributes, children) {
  made.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** The element of the page that has this id. */
export function byId(id) {
  return document.getElementById(id);
}
