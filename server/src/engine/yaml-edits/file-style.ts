// How a file is written: its indentation, its lists, its quotes, its line breaks.
import type { YamlFile, YamlNode } from '../parse/yaml/tree.ts';
import { lineBreakOf } from '../text/lines.ts';
import { columnOf } from './text-lines.ts';
import { isPlainSafe, type Quote, type TextForm } from './yaml-text.ts';

export interface FileStyle {
  readonly lineBreak: '\n' | '\r\n';
  /** Blanks by which a map in a map is indented. */
  readonly step: number;
  /** Blanks by which a list is indented below its key; 0 for `- a` right under it. */
  readonly listStep: number;
  readonly isJson: boolean;
  /** How texts are written: the quotes, and whether they always stand. */
  readonly text: TextForm;
}

const styles = new WeakMap<YamlFile, FileStyle>();

/** The style that most of a file is written in; of an empty file, what most Compose files do. */
export function styleOf(file: YamlFile): FileStyle {
  let style = styles.get(file);
  if (style === undefined) {
    style = readStyle(file);
    styles.set(file, style);
  }
  return style;
}

function readStyle(file: YamlFile): FileStyle {
  const steps = new Map<number, number>();
  const listSteps = new Map<number, number>();
  const quotes = { single: 0, double: 0 };
  // Texts that could stand without quotes: how often they do.
  const free = { plain: 0, quoted: 0 };
  const count = (counts: Map<number, number>, step: number): void => {
    counts.set(step, (counts.get(step) ?? 0) + 1);
  };
  const visit = (node: YamlNode): void => {
    if (node.alias !== undefined) return;
    if (node.kind === 'list') node.items.forEach(visit);
    if (node.kind === 'scalar') {
      if (node.style === 'single' || node.style === 'double') {
        quotes[node.style] += 1;
        if (node.written.length < 200 && isPlainSafe(node.written)) free.quoted += 1;
      } else if (node.style === 'plain' && isText(node.value)) free.plain += 1;
    }
    if (node.kind !== 'map') return;
    for (const entry of node.entries) {
      if (entry.mergedBy !== undefined) continue;
      const { value } = entry;
      if (!node.isFlow && value.kind !== 'scalar' && !value.isFlow && value.alias === undefined) {
        const step = columnOf(file.text, value.at.start) - columnOf(file.text, node.at.start);
        count(value.kind === 'map' ? steps : listSteps, step);
      }
      visit(value);
    }
  };
  if (file.root !== undefined) visit(file.root);
  const step = mostFrequent(steps) ?? (mostFrequent(listSteps) || 2);
  const quote: Quote | undefined =
    quotes.single + quotes.double === 0 ? undefined : quotes.single > quotes.double ? 'single' : 'double';
  const isJson = file.path.toLowerCase().endsWith('.json');
  return {
    lineBreak: lineBreakOf(file.text),
    step: step > 0 ? step : 2,
    listStep: mostFrequent(listSteps) ?? (step > 0 ? step : 2),
    isJson,
    text: {
      isJson,
      ...(quote === undefined ? {} : { quote }),
      always: free.quoted > 2 * free.plain,
    },
  };
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || value === undefined;
}

/** Of equally frequent ones the smallest. */
function mostFrequent(counts: ReadonlyMap<number, number>): number | undefined {
  let best: number | undefined;
  for (const [step, times] of counts) {
    const most = best === undefined ? 0 : counts.get(best)!;
    if (step >= 0 && step <= 16 && (times > most || (times === most && step < best!))) best = step;
  }
  return best;
}
