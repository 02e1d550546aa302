// What a Dockerfile is for, as far as its name and its images tell.
import type { Model } from './model.ts';

/** A file for development or tests, whose image is not shipped: hygiene, sudo and root are no findings there. */
export function isDevelopment({ context, finalChain }: Model): boolean {
  const path = context.relativePath ?? context.fileName ?? '';
  if (/(^|\/)\.devcontainer\//.test(path)) return true;
  const name = context.fileName ?? path.slice(path.lastIndexOf('/') + 1);
  const role = '(dev|devel|development|devcontainer|test|tests|ci|local)';
  if (
    new RegExp(`^((Dockerfile|Containerfile)\\.${role}|${role}\\.(Dockerfile|Containerfile))$`, 'i').test(
      name,
    )
  )
    return true;
  const base = finalChain.at(-1)?.base;
  return base?.kind === 'image' && /^(vscode\/)?devcontainers\//.test(base.reference.repository);
}
