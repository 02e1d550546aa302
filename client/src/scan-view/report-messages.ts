// What the report's page and the extension say to each other. No imports but types: the page takes it too.
import type { ListedItem, ScanReportData } from '../../../server/src/scan-protocol.ts';

/** Findings that one message carries, so that none is too large to be passed on without a stop. */
export const portion = 5000;

/** From the extension to the page. */
export type ToPage =
  | { readonly type: 'gone'; readonly target: string }
  /** Begins a report; its findings follow in portions. */
  | { readonly type: 'report'; readonly data: ScanReportData; readonly total: number }
  | { readonly type: 'items'; readonly items: readonly ListedItem[] };

/** From the page to the extension. */
export type FromPage =
  | { readonly type: 'ready' }
  /** Index into the report's findings. */
  | { readonly type: 'goTo'; readonly index: number };
