// Tells our own client which documents have a scan under way, for its status bar.
import { type ScanRunningParams, scanRunning } from '../../scan-protocol.ts';
import type { Session } from '../session.ts';

const running = new WeakMap<Session, Map<string | undefined, number>>();

/** A scan for this document (without one: of an image by its name) has begun; the function it returns ends it. */
export function scanBegan(session: Session, uri: string | undefined): () => void {
  const counts = running.get(session) ?? new Map<string | undefined, number>();
  running.set(session, counts);
  const change = (by: number) => {
    const count = (counts.get(uri) ?? 0) + by;
    if (count > 0) counts.set(uri, count);
    else counts.delete(uri);
    if (!session.abilities.options.plimsollClient) return;
    const params: ScanRunningParams = { ...(uri === undefined ? {} : { uri }), count };
    void session.connection.sendNotification(scanRunning, params);
  };
  change(1);
  return () => change(-1);
}
