// Which tags of Microsoft's .NET images exist, and what is known of those that are no longer made.
import type { ImageFacts } from '../../../model/facts.ts';
import type { Found, RuntimeImages } from '../../plan.ts';

export type RuntimeRepository = 'aspnet' | 'runtime' | 'runtime-deps';

/**
 * What follows the version in the tags of `aspnet`, `runtime` and `runtime-deps`; '' stands for the version alone. Source: the lists of
 * tags in dotnet/dotnet-docker, README.aspnet.md, README.runtime.md and README.runtime-deps.md; for versions that are no longer made
 * the last ones before they were taken out.
 */
const suffixes: Readonly<Record<string, string>> = {
  '10.0':
    ' noble resolute alpine azurelinux3.0 alpine-extra noble-chiseled noble-chiseled-extra resolute-chiseled resolute-chiseled-extra',
  '9.0': ' bookworm-slim noble alpine azurelinux3.0 alpine-extra noble-chiseled noble-chiseled-extra',
  '8.0':
    ' bookworm-slim noble jammy alpine azurelinux3.0 alpine-extra noble-chiseled noble-chiseled-extra jammy-chiseled jammy-chiseled-extra',
  '7.0': ' bookworm-slim bullseye-slim jammy alpine jammy-chiseled jammy-chiseled-extra',
  '6.0': ' bookworm-slim bullseye-slim focal jammy alpine jammy-chiseled jammy-chiseled-extra',
  '5.0': ' bullseye-slim buster-slim focal alpine',
  '3.0': ' buster-slim bionic alpine',
  '3.1': ' bullseye-slim buster-slim focal bionic alpine',
  '2.2': ' stretch-slim bionic alpine',
  '2.1': ' stretch-slim focal bionic alpine',
};

/** Versions that were only published under the older name of the repositories. */
const underCore: ReadonlySet<string> = new Set(['2.2', '3.0']);

/** Whether a version is known at all. */
export function isKnownVersion(version: string): boolean {
  return Object.hasOwn(suffixes, version);
}

/** An image with a version and one of its suffixes, where there is such a tag. */
export function findImage(
  images: RuntimeImages,
  repository: RuntimeRepository,
  version: string,
  suffix: string,
): Found | undefined {
  if (!suffixes[version]?.split(' ').includes(suffix)) return undefined;
  const place = underCore.has(version) ? 'dotnet/core' : 'dotnet';
  const image = `mcr.microsoft.com/${place}/${repository}:${version}${suffix === '' ? '' : `-${suffix}`}`;
  return images.official(image) ?? { image, facts: retired(version, suffix) };
}

const debian: Readonly<Record<string, string>> = {
  bookworm: '12',
  bullseye: '11',
  buster: '10',
  stretch: '9',
};
const ubuntu: Readonly<Record<string, string>> = { jammy: '22.04', focal: '20.04', bionic: '18.04' };

/** The distribution of the version alone. */
const plainSuffix: Readonly<Record<string, string>> = {
  '7.0': 'bullseye-slim',
  '6.0': 'bullseye-slim',
  '5.0': 'buster-slim',
  '3.1': 'buster-slim',
  '3.0': 'buster-slim',
  '2.2': 'stretch-slim',
  '2.1': 'stretch-slim',
};

/**
 * An image of .NET 7 or older: no account of its own but in the chiseled ones, and port 80. Source: src/runtime-deps of these versions in
 * dotnet/dotnet-docker, before they were taken out.
 */
function retired(version: string, suffix: string): ImageFacts {
  const name = suffix === '' ? (plainSuffix[version] ?? '') : suffix;
  const [codename = ''] = name.split('-');
  const common = {
    id: `dotnet-${version}-${name}`,
    os: 'linux',
    role: 'runtime',
    confidence: 'verified',
    env: { ASPNETCORE_URLS: 'http://+:80', DOTNET_RUNNING_IN_CONTAINER: 'true' },
  } as const;
  if (name.includes('chiseled'))
    return {
      ...common,
      distro: 'ubuntu',
      libc: 'glibc',
      shell: false,
      packageManager: 'none',
      tools: { curl: false, wget: false },
      user: { name: '1654', uid: 1654 },
      users: [{ name: 'app', uid: 1654, gid: 1654, preferred: true }],
      runsAs: 'app',
      env: { ...common.env, ASPNETCORE_URLS: 'http://+:8080' },
    };
  const root = { user: { name: 'root', uid: 0 } } as const;
  if (name === 'alpine')
    return {
      ...common,
      ...root,
      distro: 'alpine',
      libc: 'musl',
      shell: { sh: '/bin/sh', impl: 'busybox-ash', bash: false },
      packageManager: 'apk',
      tools: { curl: false, wget: 'busybox' },
    };
  const release = debian[codename] ?? ubuntu[codename];
  return {
    ...common,
    ...root,
    distro: Object.hasOwn(debian, codename) ? 'debian' : 'ubuntu',
    ...(release && { release }),
    libc: 'glibc',
    shell: { sh: '/bin/sh', bash: true },
    packageManager: 'apt',
    tools: { curl: false, wget: false },
  };
}
