/**
 * The address of a page of this site, given its path from the site's root (`/gil/#who-holds-it`).
 * The one place that knows of the base path the site is deployed under.
 */
export function href(path: string): string {
  return import.meta.env.BASE_URL.replace(/\/$/, '') + path;
}

/** Like {@link href} for any link found in prose: addresses of other sites and fragments stay as they are. */
export function resolveLink(target: string): string {
  return target.startsWith('/') && !target.startsWith('//') ? href(target) : target;
}
