// Reads `cap_add` and `cap_drop` of a service.
import type { ComposeService } from '../compose/project.ts';
import type { YamlScalar } from '../parse/yaml/tree.ts';

export interface NamedCapability {
  readonly node: YamlScalar;
  /** As Docker names it: upper case, without `CAP_`; `ALL` for every one. */
  readonly name: string;
}

/** The capabilities of a list that are known, in order. */
export function capabilitiesIn(
  service: ComposeService,
  key: 'cap_add' | 'cap_drop',
): readonly NamedCapability[] {
  return service.texts(key).flatMap((node) => {
    const { text } = node;
    return text === undefined ? [] : [{ node, name: text.toUpperCase().replace(/^CAP_/, '') }];
  });
}

/** Whether every capability is dropped at first; undefined where it is not known. */
export function dropsAll(service: ComposeService): boolean | undefined {
  if (capabilitiesIn(service, 'cap_drop').some(({ name }) => name === 'ALL')) return true;
  const isKnown = service.complete && service.texts('cap_drop').every(({ text }) => text !== undefined);
  return isKnown ? false : undefined;
}
