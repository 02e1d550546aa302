// The script of the report's page: takes the result from the extension and shows it as text.
import type { ListedItem, ScanReportData } from '../../../../server/src/scan-protocol.ts';
import type { FromPage, ToPage } from '../report-messages.ts';
import { element } from './elements.ts';
import { type Column, findingsTable, firstChoice, type TableChoice } from './findings-table.ts';
import { aboutSection, fixesSection, heading, severitySection } from './overview.ts';

interface Host {
  postMessage(message: FromPage): void;
  getState(): State | undefined;
  setState(state: State): void;
}
declare function acquireVsCodeApi(): Host;

type Kind = ListedItem['kind'];
type State = Partial<Record<Kind, TableChoice>>;

const host = acquireVsCodeApi();
let state = host.getState() ?? {};
const main = document.getElementById('report')!;
let report:
  | { readonly data: ScanReportData; readonly total: number; readonly items: ListedItem[] }
  | undefined;

window.addEventListener('message', ({ data: message }: MessageEvent<ToPage>) => {
  if (message.type === 'gone') {
    main.replaceChildren(
      element('h1', {}, message.target),
      element('p', {}, 'This result is no longer there. Scan again.'),
    );
    main.removeAttribute('aria-busy');
    return;
  }
  if (message.type === 'report') report = { data: message.data, total: message.total, items: [] };
  else report?.items.push(...message.items);
  if (report && report.items.length === report.total) show(report.data, report.items);
});
host.postMessage({ type: 'ready' });

const tables: readonly { kind: Kind; title: string; subject?: string; columns: readonly Column[] }[] = [
  {
    kind: 'vulnerability',
    title: 'Vulnerabilities',
    columns: ['severity', 'id', 'subject', 'installed', 'fixed', 'line', 'title'],
  },
  {
    kind: 'secret',
    title: 'Secrets',
    subject: 'File',
    columns: ['severity', 'id', 'subject', 'line', 'title'],
  },
  {
    kind: 'misconfiguration',
    title: 'Misconfigurations',
    subject: 'File',
    columns: ['severity', 'id', 'subject', 'line', 'title'],
  },
  { kind: 'license', title: 'Licences', columns: ['severity', 'id', 'subject', 'title'] },
];

function show(data: ScanReportData, items: readonly ListedItem[]): void {
  const { scrollY } = window;
  const about = aboutSection(data.about);
  const fixes = fixesSection(data);
  const above = element('div', { class: 'pair' }, about, severitySection(data.scan));
  const sections = tables.flatMap(({ kind, ...table }) => {
    const rows = items.flatMap((item, index) => (item.kind === kind ? [{ item, index }] : []));
    if (rows.length === 0) return [];
    // What was scanned by its name stands on no line.
    const isPlaced = data.scan.uri !== undefined;
    const columns = table.columns.filter((column) => column !== 'line' || isPlaced);
    return findingsTable({
      ...table,
      id: kind,
      columns,
      rows,
      choice: state[kind] ?? firstChoice,
      onChoice: (choice) => {
        state = { ...state, [kind]: choice };
        host.setState(state);
      },
      goTo: (index) => host.postMessage({ type: 'goTo', index }),
    });
  });
  main.replaceChildren(...heading(data), above, ...(fixes ? [fixes] : []), ...sections);
  main.removeAttribute('aria-busy');
  window.scrollTo(0, scrollY);
}
