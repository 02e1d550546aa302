// Images that were withdrawn, are no longer built, or live under another name now.
import type { FactsTable, ImageKey } from './facts.ts';
import { originOf } from './image-mirrors.ts';

/** What became of an image. */
export interface DeprecatedImage {
  /** Goes on after the image's name: `is no longer built`. */
  readonly fate: string;
  /** What to take instead, as it stands in a sentence: `` `eclipse-temurin` ``, `` `almalinux` or `rockylinux` ``. */
  readonly instead?: string;
  /** The same as a reference whose tag is known to exist and replaces this one: `eclipse-temurin:17-jre`. */
  readonly image?: string;
}

// Source unless said otherwise: the deprecation notices of docker-library/docs (README of each image).
const gone: Readonly<Record<string, readonly [fate: string, instead?: string]>> = {
  'docker.io/library/java': ['is no longer built since 2016', 'eclipse-temurin'],
  'docker.io/library/centos': [
    'is no longer built, and its package mirrors are gone',
    'almalinux` or `rockylinux',
  ],
  'docker.io/library/jenkins': ['is no longer built since 2018', 'jenkins/jenkins'],
  'docker.io/library/adoptopenjdk': ['is no longer built since 2021', 'eclipse-temurin'],
  'docker.io/library/vault': ['is no longer built since 2023', 'hashicorp/vault'],
  'docker.io/library/consul': ['is no longer built since 2023', 'hashicorp/consul'],
  'docker.io/library/owncloud': ['is no longer built', 'owncloud/server'],
  'docker.io/library/piwik': ['is no longer built', 'matomo'],
  'docker.io/library/sentry': ['is no longer built since 2020', 'getsentry/self-hosted'],
  'docker.io/library/rails': ['is no longer built since 2016', 'ruby'],
  'docker.io/library/django': ['is no longer built since 2016', 'python'],
  'docker.io/library/iojs': ['is no longer built since 2015', 'node'],
  'docker.io/library/opensuse': ['is no longer built', 'opensuse/leap'],
  'docker.io/library/swarm': ['is no longer built'],
  'docker.io/library/nats-streaming': ['is no longer built', 'nats'],
  'docker.io/library/ubuntu-debootstrap': ['is no longer built', 'ubuntu'],
  // Source: learn.microsoft.com, announcement of the move to the Microsoft Container Registry.
  'docker.io/microsoft/dotnet': ['is no longer built', 'mcr.microsoft.com/dotnet'],
  'docker.io/microsoft/aspnetcore': ['is no longer built', 'mcr.microsoft.com/dotnet/aspnet'],
  // Source: github.com/jupyter/docker-stacks, README: images on Docker Hub are not updated since 2023-10-20.
  'docker.io/jupyter/base-notebook': [
    'is no longer updated since October 2023',
    'quay.io/jupyter/base-notebook',
  ],
  'docker.io/jupyter/minimal-notebook': [
    'is no longer updated since October 2023',
    'quay.io/jupyter/minimal-notebook',
  ],
  'docker.io/jupyter/scipy-notebook': [
    'is no longer updated since October 2023',
    'quay.io/jupyter/scipy-notebook',
  ],
  'docker.io/jupyter/datascience-notebook': [
    'is no longer updated since October 2023',
    'quay.io/jupyter/datascience-notebook',
  ],
  'docker.io/jupyter/pyspark-notebook': [
    'is no longer updated since October 2023',
    'quay.io/jupyter/pyspark-notebook',
  ],
  'docker.io/jupyter/tensorflow-notebook': [
    'is no longer updated since October 2023',
    'quay.io/jupyter/tensorflow-notebook',
  ],
};

/** Openings of names whose images all went away. */
const goneBelow: readonly (readonly [prefix: string, fate: string, instead: string])[] = [
  // Source: kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement.
  ['k8s.gcr.io/', 'comes from a registry that gets no new images since April 2023', 'registry.k8s.io'],
  // Source: circleci.com/docs/next-gen-migration-guide.
  ['docker.io/circleci/', 'is no longer built since 2021', 'cimg'],
];

/** What is known of an image's end; undefined: it is not known to have ended. */
export function deprecatedImage(facts: FactsTable, key: ImageKey): DeprecatedImage | undefined {
  const { registry, repository } = originOf(key, () => false);
  const name = `${registry}/${repository}`;
  if (name === 'docker.io/library/openjdk') return openjdk(facts, key.tag);
  if (name === 'docker.io/library/maven') return maven(facts, key.tag);
  const below = goneBelow.find(([prefix]) => name.startsWith(prefix));
  if (below) return { fate: below[1], instead: `\`${below[2]}\`` };
  const known = Object.hasOwn(gone, name) ? gone[name] : undefined;
  if (known === undefined) return undefined;
  if (name === 'docker.io/library/centos' && /^(centos)?8(\.|$)/.test(key.tag ?? ''))
    return existing(facts, known[0], 'almalinux', '8');
  return { fate: known[0], ...(known[1] ? { instead: `\`${known[1]}\`` } : {}) };
}

/** Only early-access builds are still made (docker-library/openjdk#505). */
function openjdk(facts: FactsTable, tag = 'latest'): DeprecatedImage | undefined {
  if (facts.officialTags('library/openjdk')?.includes(tag) || /(^|-)(ea|rc)(-|$)|^\d+-(ea|rc)/.test(tag))
    return undefined;
  const fate = 'is deprecated and gets no updates since 2022';
  const [, version, rest = ''] = /^(\d{1,2})(?=[.\-u]|$)(.*)$/.exec(tag) ?? [];
  if (version === undefined || /windows|nanoserver/.test(rest)) return { fate, instead: '`eclipse-temurin`' };
  const kind = /(^|-)jre(-|$)/.test(rest) ? 'jre' : 'jdk';
  return existing(
    facts,
    fate,
    'eclipse-temurin',
    `${version}-${kind}${/(^|-)alpine/.test(rest) ? '-alpine' : ''}`,
  );
}

/** Maven's tags on openjdk, and the old ones that name no maker of the JDK, went with it. */
function maven(facts: FactsTable, tag = ''): DeprecatedImage | undefined {
  const [, version, rest = ''] =
    /^3(?:\.\d{1,2}){0,2}-(?:adopt)?(?:open)?jdk-(\d{1,2})(-[a-z-]+)?$/.exec(tag) ?? [];
  if (version === undefined) return undefined;
  const ending = rest.includes('alpine') ? '-alpine' : '';
  return existing(facts, 'is no longer built since 2022', 'maven', `3.9-eclipse-temurin-${version}${ending}`);
}

function existing(facts: FactsTable, fate: string, name: string, tag: string): DeprecatedImage {
  const there = facts.exists({ registry: 'docker.io', repository: `library/${name}`, tag }) === true;
  return there
    ? { fate, instead: `\`${name}:${tag}\``, image: `${name}:${tag}` }
    : { fate, instead: `\`${name}\`` };
}
