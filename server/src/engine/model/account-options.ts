// Options that the adduser of another distribution has, and this one does not.

import type { ShellWord } from '../parse/shell-syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import type { ImageState } from './state.ts';

/** An option that lets the command fail. */
export interface ForeignOption {
  readonly word: ShellWord;
  /** As written, without its value. */
  readonly option: string;
  /** Whose program it is: `BusyBox`, `Debian`. */
  readonly whose: 'BusyBox' | 'Debian';
}

// Source: loginutils/adduser.c and addgroup.c of BusyBox; unique beginnings of long names are taken too.
const busybox: Readonly<Record<string, { readonly short: string; readonly long: readonly string[] }>> = {
  adduser: {
    short: 'hgsGDSHuk',
    long: 'home gecos shell ingroup disabled-password empty-password system no-create-home uid skel'.split(
      ' ',
    ),
  },
  addgroup: { short: 'gS', long: ['gid', 'system'] },
};

// Source: adduser 3.118 to 3.134, which reads its options with Getopt::Long: case does not matter, one dash does for long names,
// and a beginning that several names have is an error. `-h` shows the help and ends well.
const debian: readonly string[] =
  `add_extra_groups add-extra-groups allow-all-names allow-badname allow-bad-names comment conf c debug disabled-login disabled-password firstgid
  firstuid force-badname gecos gid group help h home ingroup lastgid lastuid no-create-home quiet q shell system uid verbose version v`.split(
    /\s+/,
  );

/** The first option of adduser or addgroup that the image's own one certainly refuses. */
export function foreignOption(command: PlainCommand, state: ImageState): ForeignOption | undefined {
  const { name, args } = command;
  const known = name === undefined || !Object.hasOwn(busybox, name) ? undefined : busybox[name];
  const tool = name === undefined ? undefined : state.tool(name);
  if (!known || tool?.presence !== 'present' || tool.by !== 'image' || state.packages.has('adduser'))
    return undefined;
  for (const word of args) {
    const { value } = word;
    if (value === '--' || value === undefined) return undefined;
    if (!value.startsWith('-') || value === '-') continue;
    const option = value.replace(/=.*$/s, '');
    if (tool.variant === 'busybox') {
      if (!option.startsWith('--')) {
        if (!known.short.includes(option[1] ?? '')) return { word, option, whose: 'BusyBox' };
      } else if (!known.long.some((each) => each.startsWith(option.slice(2))))
        return { word, option, whose: 'BusyBox' };
    } else if (tool.variant === 'debian') {
      const asked = option.replace(/^--?/, '').toLowerCase();
      if (debian.includes(asked)) {
        if (/^(h|help|v|version)$/.test(asked)) return undefined;
        continue;
      }
      if (debian.filter((each) => each.startsWith(asked)).length !== 1)
        return { word, option, whose: 'Debian' };
    } else return undefined;
  }
  return undefined;
}
