/**
 * @typedef {Object<string, string|number|boolean|Function|null|undefined>} Attributes
 * @typedef {Node|string|number|null|undefined} Child
 */

/**
 * Makes an element. What is given as text becomes text, never markup: no
 * module of this page writes markup from data.
 *
 * @param {string} name such as `button`, or `button.quiet` with classes
 * @param {Attributes} attributes
 *   a function is a listener (`onclick`), `true` an attribute without a value,
 *   and what is `false` or absent is left out
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const [tag = "", ...classes] = name.split(".");
  const made = document.createElement(tag);
  return furnish(made, classes, attributes, children);
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * Makes an element of a drawing, as `element` does.
 *
 * @param {string} name
 * @param {Attributes} attributes
 * @param {...Child} children
 * @returns {SVGElement}
 */
export function shape(name, attributes = {}, ...children) {
  const [tag = "", ...classes] = name.split(".");
  const made = document.createElementNS(SVG, tag);
  return furnish(made, classes, attributes, children);
}

/**
 * @template {HTMLElement|SVGElement} E
 * @param {E} made
 * @param {string[]} classes
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
function furnish(made, classes, attributes, children) {
  made.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined).map((child) => (child instanceof Node ? child : String(child))));
  return made;
}

/**
 * The element of the page that has this id.
 *
 * @param {string} id
 * @returns {any} an element of whichever kind the page has there
 */
export function byId(id) {
  return document.getElementById(id);
}
