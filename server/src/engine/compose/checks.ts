// What keeps Compose from loading a project, as far as that is certain: names without anything behind them, parts
// that exclude each other. The conditions are those of compose-go's loader and validation packages (v2.16.2).
import { quoted } from '../parse/errors/problem.ts';
import type { Place, YamlMap, YamlNode } from '../parse/yaml/tree.ts';
import { splitWords } from './command.ts';
import { readVolume } from './mounts.ts';
import { isNull } from './nodes.ts';
import { parsePort } from './ports.ts';
import type { ComposeProject, ComposeService } from './project.ts';
import { itemsOf, mapOf, scalarOf, shownText, textOf } from './values.ts';

/** Told what is wrong and where. */
export type Refuse = (at: Place, message: string) => void;

/** A text that is not made of variables. */
function literal(node: YamlNode | undefined): string | undefined {
  const scalar = scalarOf(node);
  return scalar?.variables === undefined ? scalar?.text : undefined;
}

/** What is wrong within one service, whatever else there is. */
export function checkService(service: ComposeService, refuse: Refuse): void {
  const { name, node, build } = service;
  for (const key of ['command', 'entrypoint']) {
    const text = node.get(key);
    const words = literal(text);
    if (words !== undefined && splitWords(words) === undefined) {
      refuse(
        text!.at,
        `The ${key} of ${quoted(name)} cannot be split into words: a quote or a parenthesis in it is not closed. Write a list.`,
      );
    }
  }
  for (const item of itemsOf(node.get('ports'))) {
    const text = item.kind === 'scalar' ? literal(item) : undefined;
    if (text !== undefined && parsePort(text) === undefined) {
      refuse(item.at, `The port ${quoted(text)} is none. Write HOST:CONTAINER, as in "127.0.0.1:8080:80".`);
    }
  }
  for (const item of itemsOf(node.get('volumes'))) {
    const text = item.kind === 'scalar' ? literal(item) : undefined;
    if (text !== undefined && readVolume(item, () => '') === undefined) {
      refuse(item.at, `The volume ${quoted(text)} is none. Write SOURCE:TARGET, as in "./data:/data".`);
    }
  }
  const test = mapOf(node.get('healthcheck'))?.get('test');
  const kind = test?.kind === 'list' ? literal(test.items[0]) : undefined;
  if (test !== undefined && kind !== undefined && !['CMD', 'CMD-SHELL', 'NONE'].includes(kind)) {
    refuse(
      test.at,
      `The test in the health check of ${quoted(name)} starts with ${quoted(kind)}, which is not CMD, CMD-SHELL or NONE. Put CMD before it.`,
    );
  }
  if (build?.inline?.text && build.dockerfileAt !== undefined) {
    refuse(
      build.dockerfileAt,
      `The service ${quoted(name)} has both a dockerfile and dockerfile_inline. Keep one of them.`,
    );
  }
  const networks = node.entry('networks');
  if (networks !== undefined && textOf(node.get('network_mode')) && !isEmpty(networks.value)) {
    refuse(
      networks.keyAt,
      `The service ${quoted(name)} has both network_mode and networks, which exclude each other. Keep one of them.`,
    );
  }
  checkTargets(service, refuse);
}

function isEmpty(node: YamlNode): boolean {
  if (node.kind === 'map') return node.entries.length === 0;
  return node.kind === 'list' ? node.items.length === 0 : isNull(node) || node.value === undefined;
}

/** A part of a mount for a message. @param value with variables put in */
function partOfMount(mount: YamlNode, key: 'source' | 'target', value: string): string {
  const written = scalarOf(mount.kind === 'map' ? mount.get(key) : mount);
  return written?.variables === undefined ? value : shownText(written);
}

/** Two mounts on the same path. */
function checkTargets({ name, mounts }: ComposeService, refuse: Refuse): void {
  const seen = new Set<string>();
  for (const { target, at, key, node } of [...mounts].sort((a, b) => a.key.localeCompare(b.key))) {
    if (target === undefined) continue;
    if (seen.has(target)) {
      const other = key === 'tmpfs' ? '' : ', once as a tmpfs';
      refuse(
        at,
        `The path ${quoted(partOfMount(node, 'target', target))} is mounted twice in ${quoted(name)}${other}. Keep one of the mounts.`,
      );
    }
    seen.add(target);
  }
}

/** What is wrong between the parts of a project that Compose loads just so. */
export function checkProject(project: ComposeProject, refuse: Refuse): void {
  const names = new Set(project.services.map(({ name }) => name));
  for (const service of project.services) {
    const { name, keyAt, node } = service;
    const image = node.get('image');
    const hasImage = !isNull(image) && !(image?.kind === 'scalar' && image.text === '');
    const isEmptyKey = ['image', 'build'].some((key) => node.get(key) !== undefined && isNull(node.get(key)));
    if (!hasImage && !isEmptyKey && isNull(node.get('build')) && isNull(node.get('provider'))) {
      refuse(keyAt, `The service ${quoted(name)} has neither an image nor a build. Write one of them.`);
    }
    for (const { name: needed, at, written } of service.dependsOn) {
      if (names.has(needed)) continue;
      const required = scalarOf(mapOf(mapOf(node.get('depends_on'))?.get(needed))?.get('required'));
      if (required?.value === undefined && required !== undefined) continue;
      refuse(
        at,
        `The service ${quoted(name)} depends on ${quoted(written ?? needed)}, which is no service of this project. Correct the name or remove it.`,
      );
    }
    for (const { name: network, at, written } of service.networks ?? []) {
      if (network === 'default' || project.networks.has(network)) continue;
      refuse(
        at,
        `The service ${quoted(name)} is on the network ${quoted(written ?? network)}, which is not written under networks at the top level. Write it there.`,
      );
    }
    const shared = /^service:(.+)$/.exec(literal(node.get('network_mode')) ?? '')?.[1];
    if (shared !== undefined && !names.has(shared)) {
      refuse(
        node.get('network_mode')!.at,
        `The service ${quoted(name)} shares the network of ${quoted(shared)}, which is no service of this project. Correct the name.`,
      );
    }
    for (const { type, source, at, node: mount } of service.mounts) {
      if (type !== 'volume' || !source || project.volumes.has(source)) continue;
      if (mount.kind === 'scalar' && mount.variables !== undefined) continue;
      refuse(
        at,
        `The service ${quoted(name)} uses the volume ${quoted(partOfMount(mount, 'source', source))}, which is not written under volumes at the top level. Write it there.`,
      );
    }
    for (const kind of ['secrets', 'configs'] as const) {
      for (const { source, at, written } of service[kind]) {
        if (source === undefined || project[kind].has(source)) continue;
        const one = kind === 'secrets' ? 'secret' : 'config';
        refuse(
          at,
          `The service ${quoted(name)} uses the ${one} ${quoted(written ?? source)}, which is not written under ${kind} at the top level. Write it there.`,
        );
      }
    }
  }
  for (const { name, node, isExternal } of project.volumes.values()) {
    const other = node?.entries.find(
      ({ key }) => !['name', 'external'].includes(key) && !key.startsWith('x-'),
    );
    if (!isExternal || other === undefined) continue;
    refuse(
      other.keyAt,
      `The volume ${quoted(name)} is external, so it takes no ${quoted(other.key)}. Remove one of the two.`,
    );
  }
  for (const { name, node, isExternal, keyAt } of project.secrets.values()) {
    if (isExternal || (node !== undefined && hasSource(node))) continue;
    refuse(
      keyAt,
      `The secret ${quoted(name)} says neither a file nor a variable of the environment. Write "file:" below it.`,
    );
  }
}

function hasSource(secret: YamlMap): boolean {
  const keys = ['file', 'environment', 'content'];
  return secret.entries.some(
    ({ key, value }) => keys.includes(key) || key.startsWith('x-') || value.kind === 'map',
  );
}
