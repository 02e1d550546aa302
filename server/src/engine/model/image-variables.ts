// Which variables a base image may set: only where its whole environment is known.
import type { Stage } from './model.ts';
import { rootOf } from './stage-root.ts';

/**
 * Names that some release of the image sets, more than one release has. Sources: the Dockerfiles in the repositories of
 * docker-library, nodejs/docker-node, nginx/docker-nginx, rust-lang/docker-rust, adoptium/containers and of the distributions,
 * most of which set nothing but PATH.
 */
const variables: Readonly<Record<string, RegExp>> = {
  'library/alpine': /^PATH$/,
  'library/busybox': /^PATH$/,
  'library/debian': /^PATH$/,
  'library/ubuntu': /^PATH$/,
  'library/centos': /^PATH$/,
  'library/amazonlinux': /^PATH$/,
  'library/fedora': /^(PATH|DISTTAG|FGC|FBR|container)$/,
  'library/buildpack-deps': /^PATH$/,
  'library/python': /^(PATH|LANG|GPG_KEY|PYTHON\w*|PYPY\w*)$/,
  'library/node': /^(PATH|NODE_VERSION|YARN_VERSION|NPM_CONFIG_LOGLEVEL)$/,
  'library/golang': /^(PATH|GO[A-Z]\w*|GOTOOLCHAIN|CGO_\w+)$/,
  'library/nginx': /^(PATH|NGINX_\w+|NJS_\w+|\w*PKG_RELEASE|ACME_VERSION|NGX_\w+)$/,
  'library/rust': /^(PATH|RUST\w*|CARGO_HOME)$/,
  'library/php': /^(PATH|PHP\w*|GPG_KEYS|APACHE_\w+)$/,
  'library/eclipse-temurin': /^(PATH|JAVA_\w+|LANG\w*|LC_ALL)$/,
  'library/ruby': /^(PATH|LANG|RUBY\w*|GEM_HOME|BUNDLE\w*)$/,
};

/**
 * Whether the image that a stage begins with may set this variable. True where its environment is not known.
 * @param name of a variable
 */
export function mayBeSetByImage(stage: Stage, name: string): boolean {
  const { base } = rootOf(stage);
  if (base.kind === 'scratch') return name === 'PATH';
  if (base.kind !== 'image' || base.facts === undefined || base.facts.os === 'windows') return true;
  const { registry, repository } = base.reference;
  const known =
    registry === 'docker.io' && Object.hasOwn(variables, repository) ? variables[repository] : undefined;
  // ONBUILD variants and images that only bear the name of one are others.
  if (known === undefined || /onbuild/.test(base.reference.tag ?? '')) return true;
  return known.test(name) || (base.facts.env !== undefined && Object.hasOwn(base.facts.env, name));
}

/** Variables that every build gives to RUN without being asked, and arguments that BuildKit itself reads. */
export function isPredefined(name: string): boolean {
  return (
    /^(HTTP|HTTPS|FTP|NO|ALL)_PROXY$/i.test(name) ||
    name.startsWith('BUILDKIT_') ||
    name === 'SOURCE_DATE_EPOCH'
  );
}
