/**
 * Shows what has become of the pictures as `<rendition-profile>` tells of it.
 *
 * @module
 */
document.addEventListener('renditions-changed', () => void renew())

async function renew() {
  const page = await fetch(location.href).then((it) => it.text())
  const fresh = new DOMParser().parseFromString(page, 'text/html').querySelector('.library')
  const library = document.querySelector('.library')
  // Nobody loses what they are typing.
  if (fresh && !library?.contains(document.activeElement)) library?.replaceWith(fresh)
}
