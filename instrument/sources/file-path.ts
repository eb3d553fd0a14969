/** Whether this package lies on a disk that has a letter. */
const HAS_DRIVES = /^file:\/\/\/[a-z]:\//i.test(import.meta.url ?? '');

/** The path of an address `file:///...`, with forward slashes. Without node, so that the package loads in a browser. */
export function pathOfAddress(address: string): string {
  const { host, pathname } = new URL(address);
  const path = decodeURIComponent(pathname);
  if (host !== '') return `//${host}${path}`;
  return HAS_DRIVES ? path.slice(1) : path;
}

/** A path as the system writes it, with forward slashes. */
export function withForwardSlashes(path: string): string {
  return HAS_DRIVES ? path.replaceAll('\\', '/') : path;
}

/** Whether a path with forward slashes begins at a root, a drive's letter or a host. */
export function isWholePath(path: string): boolean {
  return path.startsWith('/') || (HAS_DRIVES && /^[a-z]:\//i.test(path));
}
