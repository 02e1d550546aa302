// What the scan of an image says of the image itself, for the findings of this session.
import type { KnownImage } from '../../engine/index.ts';
import type { ImageFactsOfReport } from '../../trivy/index.ts';

/** Distributions that Trivy names as the facts do. */
const distributions: ReadonlySet<string> = new Set([
  'debian',
  'ubuntu',
  'alpine',
  'fedora',
  'rocky',
  'wolfi',
]);

/** What the report proves of the image; everything else stays as it is known. */
export function factsOfScan({ os, config, created }: ImageFactsOfReport): KnownImage['facts'] {
  const ports = (config?.ports ?? []).flatMap((port) => /^(\d{1,5})(?:\/tcp)?$/.exec(port)?.[1] ?? []);
  return {
    confidence: 'verified',
    ...(os && distributions.has(os.family)
      ? { distro: os.family, release: releaseOf(os.family, os.name) }
      : {}),
    ...(created === undefined ? {} : { created: new Date(created).toISOString().slice(0, 10) }),
    ...(config === undefined
      ? {}
      : {
          user: userOf(config.user),
          entrypoint: config.entrypoint,
          cmd: config.cmd,
          healthcheck: config.healthcheck,
          ports: ports.map(Number),
          env: Object.fromEntries(
            config.env.map((one) => [one.split('=', 1)[0]!, one.slice(one.indexOf('=') + 1)]),
          ),
          ...(config.workdir === '' ? {} : { workdir: config.workdir }),
        }),
  };
}

/** `12.5` is Debian 12, `3.22.1` is Alpine 3.22. */
function releaseOf(family: string, version: string): string {
  const parts = version.split('.');
  return family === 'debian' || family === 'rocky' ? parts[0]! : parts.slice(0, 2).join('.');
}

function userOf(text: string): { name: string; uid?: number } {
  const name = text.split(':', 1)[0]!;
  if (name === '') return { name: 'root', uid: 0 };
  return /^\d+$/.test(name) ? { name, uid: Number(name) } : { name };
}
