// Whether a program in Go may read the time zones that lie with the toolchain.
import type { SplitInput } from '../../plan.ts';
import { goTexts } from './embedded.ts';

/** The toolchain's own zones are what `time.LoadLocation` falls back to. Source: package time, zoneinfo_unix.go. */
export function zoneUsers({ base, context }: SplitInput): boolean {
  if (base.facts?.runtime?.name !== 'go' || !base.facts.runtime.path?.startsWith('/usr/local/go/'))
    return false;
  return !goTexts(context).some((text) =>
    /^[ \t]{0,20}(import[ \t]{1,20})?_[ \t]{1,20}"time\/tzdata"/m.test(text),
  );
}
