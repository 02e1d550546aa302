// Edits of a Compose file as fixes of a rule.
import type { ComposeProject } from '../compose/project.ts';
import type { Fix, Refusal } from '../define-rule.ts';
import type { YamlFile } from '../parse/yaml/tree.ts';
import { type Edits, isRefused } from '../yaml-edits/index.ts';

/** The checked file, which is the only one that a fix changes. */
export function checkedFile(project: ComposeProject): YamlFile | undefined {
  return project.files.get(project.path);
}

/** The fix, or why it cannot be made. Nothing where there is nothing to change. */
export function* offer(head: Omit<Fix, 'edits'>, edits: Edits): Iterable<Fix | Refusal> {
  if (isRefused(edits)) yield { title: head.title, reason: edits.reason };
  else if (edits.length > 0) yield { ...head, edits };
}
