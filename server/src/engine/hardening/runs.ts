// What a service runs, as far as hardening asks: something at all, Linux, root or not.
import type { ComposeService } from '../compose/project.ts';
import type { ServiceImage } from '../compose/service-image.ts';
import { scalarOf } from '../compose/values.ts';
import { switchOf } from './switches.ts';

/** By the repository, or by a tag that says so as official images do. */
const windowsImage =
  /^mcr\.microsoft\.com\/(windows|dotnet\/framework)\b|:[^/]*(windowsservercore|nanoserver|windows-?\d|ltsc20\d\d)/;

/** A service whose every key is known, that runs something, in Linux: what is not written in it is missing. */
export function isWhole(service: ComposeService): boolean {
  if (!service.complete || (service.image === undefined && service.build === undefined)) return false;
  const platform = scalarOf(service.get('platform'))?.text ?? '';
  if (/^windows/i.test(platform) || service.get('isolation') !== undefined) return false;
  if (service.get('provider') !== undefined) return false;
  return !windowsImage.test(service.image?.text ?? '');
}

/** Whether it is given all rights; undefined where it is not known. */
export function isPrivileged(service: ComposeService): boolean | undefined {
  return switchOf(service.get('privileged'));
}

/** What `user:` says; `none` where it says nothing. */
export function userOf(service: ComposeService): 'root' | 'other' | 'none' | 'unknown' {
  const node = service.get('user');
  const scalar = scalarOf(node);
  if (scalar === undefined) return service.complete ? 'none' : 'unknown';
  if (scalar.text === undefined) return 'unknown';
  const [name = ''] = scalar.text.split(':');
  if (name === '') return 'unknown';
  return name === 'root' || /^0+$/.test(name) ? 'root' : 'other';
}

/** Whether the container starts as root; undefined where it is not known. */
export function startsAsRoot(service: ComposeService, image: ServiceImage | undefined): boolean | undefined {
  const user = userOf(service);
  if (user === 'root') return true;
  if (user === 'other') return false;
  return user === 'none' ? image?.state.runsAsRoot : undefined;
}

/** Whether the container shares the host's network. */
export function onHostNetwork(service: ComposeService): boolean {
  return scalarOf(service.get('network_mode'))?.text === 'host';
}
