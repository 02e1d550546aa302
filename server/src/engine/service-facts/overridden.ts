// What the checked file says of a service and an override or include replaces.
import type { ComposeProject, ComposeService, ComposeVariable } from '../compose/project.ts';
import { mapOf } from '../compose/values.ts';
import { readVariables } from '../compose/variables.ts';
import type { YamlMap } from '../parse/yaml/tree.ts';

/** The service as the checked file alone writes it; undefined where no other file adds to the project. Variables are not put in. */
export function ownMap(project: ComposeProject, service: ComposeService): YamlMap | undefined {
  if (project.files.size < 2) return undefined;
  const services = mapOf(mapOf(project.files.get(project.path)?.root)?.get('services'));
  return mapOf(services?.get(service.name));
}

/** The plain values that the checked file gives a service and that did not stay; those made of variables are left out. */
export function overriddenVariables(project: ComposeProject, service: ComposeService): ComposeVariable[] {
  const stayed = new Set(
    service.environment.flatMap(({ at }) => (at.file === project.path ? [at.start] : [])),
  );
  return readVariables(ownMap(project, service)?.get('environment')).flatMap((variable) => {
    const { value, at } = variable;
    if (typeof value !== 'string' || stayed.has(at.start)) return [];
    const plain = value.replaceAll('$$', '');
    return plain.includes('$') ? [] : [{ ...variable, value: value.replaceAll('$$', () => '$') }];
  });
}
