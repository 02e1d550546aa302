// Paths of files in an image.

/** What follows the last slash: `/usr/bin/apt-get` gives `apt-get`; a path without one is itself. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
