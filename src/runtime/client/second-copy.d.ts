/** A second copy of the package's module; see `loadApi()` in host.ts. */
declare module '@webcontainer/api?host=stackblitz' {
  export * from '@webcontainer/api';
}
