// What a file is that has a name of several meanings: judged by what it holds, because a wrong guess is a page of false alarms.
import { basename } from 'node:path';
import { daemonKeys } from '../engine/daemon/daemon-keys.ts';
import type { Language } from '../engine/index.ts';
import { languageOf } from './names.ts';

/** UTF-16 units that are looked at to tell what a file is. */
const looked = 512 * 1024;

/** Keys at the top of a Compose file that others seldom have there. */
const ownKey = /^(["']?)(?:services|include|networks|volumes|secrets|configs|models)\1[ \t]*:/m;
/** Keys and items at the top of any other YAML file, but for what a Compose file may hold besides its own keys. */
const otherTop = /^(?!(["']?)(?:version|name|x-[\w.-]+)\1[ \t]*:)(?:- |["']?[\w$.-]+["']?[ \t]*:(?:\s|$))/m;
/** Jinja and Go templates on lines of their own, which no YAML parser reads. */
const template = /^[ \t]*\{(?:%|\{[-~]?\s*(?:if|range|with|end|define|template|include|else)\b)/m;

/** What makes a YAML file of any name a Compose file: services by name. GitLab's pipelines have a list of them. */
const services = /^(["']?)services\1[ \t]*:(?![ \t]*\[)/m;
const listedServices = /^(["']?)services\1[ \t]*:[ \t]*(?:#[^\n]*)?\r?\n[ \t]*-/m;

/** Keys of dockerd that say by themselves whose file it is: those of several words. */
const telling: ReadonlySet<string> = new Set(
  Object.keys(daemonKeys).filter((key) => key.includes('-') && key !== 'log-level'),
);

/** Whether a YAML text is a Compose file or would be one if it were right: nothing in it speaks for another format. */
function mayBeCompose(text: string): boolean {
  if (template.test(text)) return false;
  return ownKey.test(text) || !otherTop.test(text);
}

/** Whether a daemon.json is dockerd's: other programs have daemons too. */
function isDockers(path: string, text: string): boolean {
  if (/(?:^|[\\/])\.?docker[\\/]daemon\.json$/.test(path)) return true;
  for (const [, key = ''] of text.matchAll(/"([\w-]+)"\s*:/g)) if (telling.has(key)) return true;
  return false;
}

/**
 * The language of a file that was found by its name; undefined when it is something else.
 * @param path absolute, or the base name
 */
export function languageOfText(path: string, text: string): Language | undefined {
  const language = languageOf(basename(path));
  const head = text.slice(0, looked);
  if (language === 'compose') return mayBeCompose(head) ? 'compose' : undefined;
  if (language === 'daemon') return isDockers(path, head) ? 'daemon' : undefined;
  return language;
}

/** Likewise for a file that the user named: it is a Dockerfile, unless its name or what it holds says otherwise. */
export function languageOfNamed(path: string, text: string): Language | undefined {
  const byName = languageOf(basename(path));
  // Who names a daemon.json means it.
  if (byName === 'daemon') return 'daemon';
  if (byName) return languageOfText(path, text);
  const head = text.slice(0, looked);
  if (/\.ya?ml$/i.test(path)) {
    const isCompose = services.test(head) && !listedServices.test(head) && mayBeCompose(head);
    return isCompose ? 'compose' : undefined;
  }
  if (/\.json$/i.test(path)) return isDockers(path, head) ? 'daemon' : undefined;
  return 'dockerfile';
}
