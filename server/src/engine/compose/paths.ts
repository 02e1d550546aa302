// Paths in Compose files: relative to the project's root, with `/`; `../` leads outside.

/** A path without `.` and inner `..`; `''` for the root itself. */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** The folder of a file; `''` for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** Whether a path names a place on the machine whatever the project: `/x`, `~/x`, `C:\x`, `\\server`. */
export function isMachinePath(path: string): boolean {
  return /^(?:[/~]|[A-Za-z]:[\\/]|\\\\)/.test(path);
}

/** The path that `path`, written in a file of `folder`, means; undefined for one that is not in the project's terms. */
export function resolvePath(folder: string, path: string): string | undefined {
  if (path === '' || isMachinePath(path)) return undefined;
  return cleanPath(`${folder}/${path}`);
}

/** Whether `build.context` is no folder: an address, another service, an image. */
export function isRemoteContext(context: string): boolean {
  return context.includes('://') || /^(?:github\.com\/|git@|service:)/.test(context);
}
