// Commands that only prepare an install or tidy up after it.
import type { PlainCommand } from '../model/apply-run.ts';
import { readPackageCall } from '../model/package-calls.ts';

/** `apt-get update`, `apk update`, `dnf clean all`, `rm -rf /var/lib/apt/lists/*`, `set -eux`: nothing without an install. */
export function preparesOrCleans(command: PlainCommand): boolean {
  const call = readPackageCall(command);
  if (call) return call.action === 'refresh' || call.action === 'clean' || /^auto/.test(call.verb.text);
  if (command.name === 'set') return true;
  return (
    command.name === 'rm' &&
    command.args.every(({ text }) => text.startsWith('-') || /^\/(var|tmp|root\/\.cache)\//.test(text))
  );
}
