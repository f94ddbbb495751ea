/**
 * The address of a page of this site, given its path from the site's root (`/gil/#who-holds-it`).
 * The one place that knows of the base path the site is deployed under.
 */
export function href(path: string): string {
  return import.meta.env.BASE_URL.replace(/\/$/, '') + path;
}
