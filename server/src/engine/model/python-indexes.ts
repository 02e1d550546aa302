// The package indexes that a pip call asks.
import type { Span } from '../parse/syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import { readLanguageCall } from './language-installs.ts';
import { optionValue } from './options.ts';

/** The indexes that a call names. */
export interface NamedIndexes {
  /** `--index-url`, in place of PyPI. */
  readonly index: string | undefined;
  readonly extra: readonly { readonly at: Span; readonly url: string }[];
}

/** Reads the indexes of a pip call that names an extra one; undefined for any other command, uv's among them. */
export function readIndexes(command: PlainCommand): NamedIndexes | undefined {
  const call = readLanguageCall(command);
  if (call?.manager !== 'pip') return undefined;
  const extra: { at: Span; url: string }[] = [];
  const { args } = command;
  for (const [index, { text, at }] of args.entries()) {
    const next = args[index + 1];
    if (text.startsWith('--extra-index-url='))
      extra.push({ at, url: text.slice('--extra-index-url='.length) });
    else if (text === '--extra-index-url' && next)
      extra.push({ at: { start: at.start, end: next.at.end }, url: next.text });
    else if (call.verb === 'config' && /^\w+\.extra-index-url$/.test(text) && next)
      extra.push({ at: command.command.at, url: next.text });
  }
  return extra.length === 0 ? undefined : { index: optionValue(call.read, 'index-url', 'i'), extra };
}

/**
 * A public index whose names nobody else can take on PyPI: PyPI and its mirrors, PyTorch's stable wheels (the names are
 * held since the torchtriton incident of 2022; the nightly ones are not counted), NVIDIA's, piwheels.
 */
export function isPublicIndex(url: string): boolean {
  return /^https?:\/\/(pypi\.org|pypi\.python\.org|files\.pythonhosted\.org|(www\.)?piwheels\.org|pypi\.nvidia\.com|pypi\.ngc\.nvidia\.com|download\.pytorch\.org\/whl(?!\/nightly)|pypi\.tuna\.tsinghua\.edu\.cn|mirrors\.aliyun\.com|pypi\.mirrors\.ustc\.edu\.cn|mirrors\.cloud\.tencent\.com|mirrors\.huaweicloud\.com|pypi\.doubanio\.com|pypi\.douban\.com)(\/|$)/.test(
    url,
  );
}
