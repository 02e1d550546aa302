// What a Dockerfile is for, as far as its name tells.
import type { LintContext } from '../context.ts';

/** A file for development or tests, whose image is not shipped: hygiene, sudo and root are no findings there. */
export function isDevelopmentFile(context: LintContext): boolean {
  const path = context.relativePath ?? context.fileName ?? '';
  if (/(^|\/)\.devcontainer\//.test(path)) return true;
  const name = context.fileName ?? path.slice(path.lastIndexOf('/') + 1);
  return /^(Dockerfile|Containerfile)\.(dev|devel|development|test|tests|ci|local)$/i.test(name) || /^(dev|devel|development|test|tests|ci)\.(Dockerfile|Containerfile)$/i.test(name);
}
