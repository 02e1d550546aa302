// Parts: the Docker engine, and small programs of Debian that tests run.
import { existsSync } from 'node:fs';
import { busybox } from './busybox.ts';
import type { Part, PathName, Prepared } from './part.ts';
import { onPath } from './program.ts';

/** Debian's docker.io client, not a newer one on PATH: that one asks for buildx before it builds. */
function dockerClient(): string | undefined {
  return existsSync('/usr/bin/docker') ? '/usr/bin/docker' : onPath('docker');
}

export const dockerEngine: Part = {
  name: 'docker-engine',
  gives: ['dockerd', 'docker'],
  debian: ['docker.io', 'runc'],
  async prepare(): Promise<Prepared> {
    if (process.platform !== 'linux' || process.getuid?.() !== 0)
      return { missing: 'a private dockerd runs as root on Linux only' };
    const dockerd = onPath('dockerd');
    const docker = dockerClient();
    if (!dockerd || !docker) return { missing: 'no dockerd on PATH (Debian package docker.io)' };
    if (!onPath('containerd')) return { missing: 'no containerd on PATH (Debian package containerd)' };
    return { paths: { dockerd, docker } };
  },
};

function tool(name: PathName, debianPackage: string): Part {
  return {
    name,
    gives: [name],
    debian: [debianPackage],
    async prepare(): Promise<Prepared> {
      const path = onPath(name);
      return path
        ? { paths: { [name]: path } }
        : { missing: `no ${name} on PATH (Debian package ${debianPackage})` };
    },
  };
}

export const imageTools: readonly Part[] = [
  tool('docker-registry', 'docker-registry'),
  tool('skopeo', 'skopeo'),
  tool('umoci', 'umoci'),
];

/** What health checks are run with, beside the replacements for them. Debian's wget is GNU's. */
export const probeTools: readonly Part[] = [tool('curl', 'curl'), tool('wget', 'wget'), busybox];
