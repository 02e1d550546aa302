// Part: Buildah, which writes the history of an image in its own way.
import type { Part, Prepared } from './part.ts';
import { onPath } from './program.ts';

export const buildah: Part = {
  name: 'buildah',
  gives: ['buildah'],
  debian: ['buildah', 'runc'],
  async prepare(): Promise<Prepared> {
    if (process.platform !== 'linux' || process.getuid?.() !== 0)
      return { missing: 'buildah makes images with its own mounts as root on Linux only' };
    const path = onPath('buildah');
    return path ? { paths: { buildah: path } } : { missing: 'no buildah on PATH (Debian package buildah)' };
  },
};
