/** The product's set of icons, kept in the page so that none goes missing with the line to the server; null when it did not come. */
export const icons = fetch('/lib/lucide/sprite.svg')
  .then(async answer => answer.ok ? new DOMParser().parseFromString(await answer.text(), 'image/svg+xml') : null)
  .catch(() => null);
