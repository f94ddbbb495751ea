/** Which host answers `@webcontainer/api`: the site's own, or StackBlitz's over the network. */
export type HostName = 'embedded' | 'stackblitz';

/** The site's configuration; everything a person who deploys Interleave may want to change. */
export const site = {
  title: 'Interleave',
  description: 'Threads and processes, taught with programs that really run in the page.',
  /** The host that a playground boots first. */
  host: 'embedded' as HostName,
  /** How long a host may take to boot before the next one is tried. */
  bootTimeoutMs: 10_000,
} as const;
