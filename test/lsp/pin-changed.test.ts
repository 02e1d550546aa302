// Digests in the editor: what is changed while a registry takes its time is not written over.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { indexType } from '../cli/oci-images.ts';
import { Editor } from './editor.ts';

/** A registry that knows one image, and answers when it is let. */
async function holding() {
  let asked = () => {};
  let release = () => {};
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const isReleased = new Promise<void>((resolve) => {
    release = resolve;
  });
  const body = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [] });
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  const server = http.createServer((request, response) => {
    asked();
    void isReleased.then(() => {
      response.writeHead(200, {
        'content-type': indexType,
        'content-length': Buffer.byteLength(body),
        'docker-content-digest': digest,
      });
      response.end(request.method === 'HEAD' ? undefined : body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const name = `127.0.0.1:${(server.address() as { port: number }).port}/acme/app:1.2.3`;
  return { name, digest, isAsked, release };
}

test('what was changed while the registry was asked is left as it is, and named', async () => {
  const { name, digest, isAsked, release } = await holding();
  const text = `FROM ${name}\n`;
  // Answers of registries are kept there.
  const cache = mkdtempSync(join(tmpdir(), 'plimsoll-pin-'));
  const editor = await Editor.start({
    files: { 'a/Dockerfile': text, 'b/Dockerfile': text, Dockerfile: text },
    env: { XDG_CACHE_HOME: cache },
  });
  onTestFinished(async () => {
    rmSync(cache, { recursive: true, force: true });
    await editor.stop();
  });
  const uri = await editor.open(text);
  const edits: WorkspaceEdit[] = [];
  editor.connection.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
    edits.push(edit);
    return { applied: true };
  });
  const result = editor.command('plimsoll.server.updateDigests');
  await isAsked;
  await editor.edit(uri, 'FROM', '# Ours.\nFROM');
  writeFileSync(join(editor.folder, 'a/Dockerfile'), `# Theirs.\n${text}`);
  release();
  expect(await result).toEqual({
    done: true,
    message: '1 image pinned. Changed meanwhile and left as it was: Dockerfile, a/Dockerfile. Ask again.',
  });
  expect(JSON.stringify(edits)).toContain(`${name}@${digest}`);
  expect(JSON.stringify(edits)).toContain('b/Dockerfile');
  expect(JSON.stringify(edits)).not.toContain('a/Dockerfile');
});
