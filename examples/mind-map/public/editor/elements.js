/**
 * Elements of the page.
 *
 * @module
 */

/** Makes an element; functions hear of events. */
export function make(name, properties = {}, ...children) {
  const { class: className, ...others } = properties
  const made = document.createElement(name)
  if (className) made.className = className
  for (const [key, value] of Object.entries(others)) {
    if (typeof value === 'function') made.addEventListener(key, value)
    else if (key.includes('-')) made.setAttribute(key, value)
    else made[key] = value
  }
  made.append(...children)
  return made
}
