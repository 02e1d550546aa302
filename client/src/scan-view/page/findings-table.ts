// One table of findings with a filter, columns that sort, and pages: however many there are, few stand in the document.
import {
  type ListedItem,
  type ListedSeverity,
  listedSeverities,
} from '../../../../server/src/scan-protocol.ts';
import { capital } from '../arrange.ts';
import { advisory, element, section } from './elements.ts';

/** Rows of a page. */
const pageRows = 100;

/** A finding and its index in the report. */
export interface Row {
  readonly item: ListedItem;
  readonly index: number;
}

export type Column = 'severity' | 'id' | 'subject' | 'installed' | 'fixed' | 'line' | 'title';

const titles: Record<Column, string> = {
  severity: 'Severity',
  id: 'Finding',
  subject: 'Package',
  installed: 'Installed',
  fixed: 'Fixed in',
  line: 'Line',
  title: 'Title',
};

/** What the user chose in a table, kept while the page is hidden. */
export interface TableChoice {
  readonly text: string;
  readonly severity: ListedSeverity | '';
  readonly fixableOnly: boolean;
  readonly sort: Column;
  readonly descending: boolean;
  readonly page: number;
}

export const firstChoice: TableChoice = {
  text: '',
  severity: '',
  fixableOnly: false,
  sort: 'severity',
  descending: false,
  page: 0,
};

export interface TableOptions {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  /** What the column `subject` is of here. */
  readonly subject?: string;
  readonly rows: readonly Row[];
  readonly choice: TableChoice;
  onChoice(choice: TableChoice): void;
  goTo(index: number): void;
}

export function findingsTable(options: TableOptions): HTMLElement {
  const { id, title, columns, rows } = options;
  let choice = options.choice;
  const status = element('p', { role: 'status', class: 'lead' });
  const body = element('tbody', {});
  const heads = new Map<Column, HTMLTableCellElement>();
  const previous = element('button', { type: 'button' }, 'Previous page');
  const next = element('button', { type: 'button' }, 'Next page');

  const draw = () => {
    const matching = sorted(matched(rows, choice), choice);
    const pages = Math.max(1, Math.ceil(matching.length / pageRows));
    const page = Math.min(choice.page, pages - 1);
    const from = page * pageRows;
    const shown = matching.slice(from, from + pageRows);
    body.replaceChildren(...shown.map((row) => line(row, columns, options.goTo)));
    const range = shown.length === 0 ? 'None' : `${from + 1} to ${from + shown.length}`;
    const isAll = matching.length === rows.length;
    status.textContent = `${range} of ${matching.length}${isAll ? '' : ` that fit the filter; ${rows.length} in all`}`;
    previous.disabled = page === 0;
    next.disabled = page >= pages - 1;
    pager.hidden = pages === 1;
    for (const [column, head] of heads) {
      if (column === choice.sort)
        head.setAttribute('aria-sort', choice.descending ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
      const arrow = column !== choice.sort ? '' : choice.descending ? ' ▼' : ' ▲';
      head.querySelector('[aria-hidden]')!.textContent = arrow;
    }
  };
  const choose = (change: Partial<TableChoice>) => {
    choice = { ...choice, page: 0, ...change };
    options.onChoice(choice);
    draw();
  };
  const turn = (by: number, button: HTMLButtonElement, other: HTMLButtonElement) => {
    choose({ page: choice.page + by });
    // A disabled button would lose the focus.
    if (button.disabled) other.focus();
  };
  previous.addEventListener('click', () => turn(-1, previous, next));
  next.addEventListener('click', () => turn(1, next, previous));
  const pager = element(
    'div',
    { class: 'tools', role: 'group', 'aria-label': `Pages of ${title}` },
    previous,
    next,
  );

  const headRow = element('tr', {});
  for (const column of columns) {
    const name = column === 'subject' ? (options.subject ?? titles.subject) : titles[column];
    const arrow = element('span', { 'aria-hidden': 'true' });
    const button = element('button', { type: 'button', class: 'plain' }, name, arrow);
    button.addEventListener('click', () =>
      choose({ sort: column, descending: choice.sort === column && !choice.descending }),
    );
    const head = element('th', { scope: 'col' }, button);
    heads.set(column, head);
    headRow.append(head);
  }
  const caption = element('caption', {}, 'The buttons in the headings sort the rows.');
  const table = element('table', {}, caption, element('thead', {}, headRow), body);
  const made = section(
    id,
    `${title} (${rows.length})`,
    tools(choice, columns, choose, status),
    element('div', { class: 'wide', role: 'region', 'aria-label': title, tabindex: '0' }, table),
    pager,
  );
  draw();
  return made;
}

function tools(
  choice: TableChoice,
  columns: readonly Column[],
  choose: (change: Partial<TableChoice>) => void,
  status: HTMLElement,
): HTMLElement {
  const text = element('input', { type: 'search', placeholder: 'identifier, package or title' });
  text.value = choice.text;
  text.addEventListener('input', () => choose({ text: text.value }));
  const severity = element('select', {}, element('option', { value: '' }, 'all'));
  for (const one of listedSeverities) severity.append(element('option', { value: one }, capital(one)));
  severity.value = choice.severity;
  severity.addEventListener('change', () => choose({ severity: severity.value as TableChoice['severity'] }));
  const fixable = element('input', { type: 'checkbox' });
  fixable.checked = choice.fixableOnly;
  fixable.addEventListener('change', () => choose({ fixableOnly: fixable.checked }));
  return element(
    'div',
    { class: 'tools', role: 'search' },
    element('label', {}, 'Filter', text),
    element('label', {}, 'Severity', severity),
    columns.includes('fixed') && element('label', {}, fixable, 'with a fixed version'),
    status,
  );
}

function line(
  { item, index }: Row,
  columns: readonly Column[],
  goTo: (index: number) => void,
): HTMLTableRowElement {
  const row = element('tr', {});
  for (const column of columns) row.append(cell(item, column, () => goTo(index)));
  return row;
}

function cell(item: ListedItem, column: Column, go: () => void): HTMLElement {
  const { severity, id, href, place } = item;
  if (column === 'severity') return element('td', { class: `is-${severity}` }, severity);
  if (column === 'id') return element('th', { scope: 'row' }, advisory(id, href));
  if (column === 'installed' || column === 'fixed')
    return element('td', { class: 'version' }, item[column] ?? (column === 'fixed' ? 'no fix yet' : ''));
  if (column !== 'line') return element('td', {}, item[column]);
  if (!place) return element('td', {}, '');
  const label = {
    title: place.instruction,
    'aria-label': `Go to line ${place.line + 1}: ${place.instruction}`,
  };
  const button = element('button', { type: 'button', class: 'plain go', ...label }, String(place.line + 1));
  button.addEventListener('click', go);
  return element('td', { class: 'number' }, button);
}

function matched(rows: readonly Row[], { text, severity, fixableOnly }: TableChoice): Row[] {
  const wanted = text.trim().toLowerCase();
  return rows.filter(({ item }) => {
    if (severity !== '' && item.severity !== severity) return false;
    if (fixableOnly && item.fixed === undefined) return false;
    return (
      wanted === '' || [item.id, item.subject, item.title].some((one) => one.toLowerCase().includes(wanted))
    );
  });
}

/** By number where there are numbers in it: `10` after `9`. */
const order = new Intl.Collator('en', { numeric: true });

function sorted(rows: Row[], { sort, descending }: TableChoice): Row[] {
  const rank = (severity: ListedSeverity) => listedSeverities.indexOf(severity);
  const lineOf = ({ place }: ListedItem) => place?.line ?? Number.MAX_SAFE_INTEGER;
  const compare = (a: Row, b: Row) => {
    if (sort === 'severity') return rank(a.item.severity) - rank(b.item.severity);
    if (sort === 'line') return lineOf(a.item) - lineOf(b.item);
    return order.compare(a.item[sort] ?? '', b.item[sort] ?? '');
  };
  const turn = descending ? -1 : 1;
  return rows.sort((a, b) => turn * compare(a, b) || a.index - b.index);
}
