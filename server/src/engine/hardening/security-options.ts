// Reads `security_opt` of a service: `no-new-privileges:true`, `seccomp=unconfined`.
// The grammar is dockerd's (daemon/daemon_unix.go, parseSecurityOpt): `name`, `name=value`, or the older `name:value`.
import type { ComposeService } from '../compose/project.ts';
import type { YamlScalar } from '../parse/yaml/tree.ts';

export interface SecurityOption {
  readonly node: YamlScalar;
  /** In lower case. */
  readonly name: string;
  /** Empty where none is written. */
  readonly value: string;
}

/** The options that are known, in order. */
export function securityOptions(service: ComposeService): readonly SecurityOption[] {
  return service.texts('security_opt').flatMap((node) => {
    const [, name, value = ''] = /^([\w-]+)(?:[=:](.*))?$/s.exec(node.text ?? '') ?? [];
    return name === undefined ? [] : [{ node, name: name.toLowerCase(), value }];
  });
}

/** Whether processes are kept from gaining rights; undefined where it is not known. */
export function hasNoNewPrivileges(service: ComposeService): boolean | undefined {
  const last = securityOptions(service).findLast(({ name }) => name === 'no-new-privileges');
  if (last !== undefined) return last.value === '' || last.value.toLowerCase() === 'true';
  const isKnown = service.complete && service.texts('security_opt').every(({ text }) => text !== undefined);
  return isKnown ? false : undefined;
}
