// The home folder of an account that the file makes.
import { accountSteps } from '../../../model/account-steps.ts';
import type { SplitInput } from '../../plan.ts';

/** Absolute; undefined where the file does not make the account, or says its home in a way that is not read. */
export function homeOf({ model, stage }: SplitInput, name: string | undefined): string | undefined {
  if (name === undefined || /^\d+$/.test(name)) return undefined;
  for (const { command } of accountSteps(model, stage)) {
    const words = command.args.map(({ value }) => value);
    if (!/^(useradd|adduser)$/.test(command.name ?? '') || !words.includes(name)) continue;
    const option = command.name === 'useradd' ? /^(-d|--home|--home-dir)$/ : /^(-h|--home)$/;
    const at = words.findIndex((word) => option.test(word ?? ''));
    const joined = words.find((word) => /^--home(-dir)?=/.test(word ?? ''));
    const said = at >= 0 ? words[at + 1] : joined?.slice(joined.indexOf('=') + 1);
    if (at >= 0 || joined !== undefined) return said?.startsWith('/') ? said : undefined;
    if (words.some((word) => /^(-H|--no-create-home|-M|-[a-zA-Z]*[MH][a-zA-Z]*)$/.test(word ?? '')))
      return undefined;
    return `/home/${name}`;
  }
  return undefined;
}
